import { describe, expect, test } from 'vitest';
import { createShortTokenClient } from '../../src/client/create-short-token-client.ts';
import type { ShortTokenClientEvent, ShortTokenClientOptions } from '../../src/client/options.ts';
import { answering, GENERATED, RESOLVED, TOKEN } from './support/answering.ts';

describe('the client', () => {
  test.each([
    [{ timeoutMs: 0 }, RangeError, 'timeoutMs must be a whole number from 1 to 600000'],
    [{ timeoutMs: 600_001 }, RangeError, 'timeoutMs'],
    [{ timeoutMs: 1.5 }, RangeError, 'timeoutMs'],
    [{ timeoutMs: Number.NaN }, RangeError, 'timeoutMs'],
    [{ timeoutMs: '5000' }, TypeError, 'timeoutMs must be a number'],
    [{ totalTimeoutMs: 0 }, RangeError, 'totalTimeoutMs'],
    [{ maxRetries: -1 }, RangeError, 'maxRetries must be a whole number from 0 to 10'],
    [{ maxRetries: 11 }, RangeError, 'maxRetries'],
    [{ maxResponseBytes: 0 }, RangeError, 'maxResponseBytes'],
    [{ maxResponseBytes: 16_777_217 }, RangeError, 'maxResponseBytes'],
    [{ connectTimeoutMs: 0 }, RangeError, 'connectTimeoutMs'],
    [{ idempotencyKey: 'key' }, TypeError, 'idempotencyKey must be a boolean'],
    [{ headers: [['a', 'b']] }, TypeError, 'headers must be an object'],
    [{ headers: 'x-a: b' }, TypeError, 'headers must be an object'],
    [{ headers: null }, TypeError, 'headers must be an object'],
    [{ headers: { authorization: 'Bearer x' } }, TypeError, 'headers must not hold'],
    [{ headers: { 'Content-Length': '1' } }, TypeError, 'headers must not hold'],
    [{ headers: { 'two words': '1' } }, TypeError, 'headers must not hold'],
    [{ headers: { 'x-a': 'a\r\nb: c' } }, TypeError, 'the header x-a must be'],
    [{ headers: { 'x-a': 7 } }, TypeError, 'the header x-a must be'],
    [{ fetch: 'fetch' }, TypeError, 'fetch must be a function'],
    [{ onEvent: {} }, TypeError, 'onEvent must be a function'],
    [{ bearer: 'two words' }, TypeError, 'bearer must be'],
    [{ bearer: 7 }, TypeError, 'bearer must be a function'],
    [{ baseUrl: 7 }, TypeError, 'baseUrl must be a string'],
  ])('refuses %o when it is made', (options, type, message) => {
    const make = () => createShortTokenClient(options as ShortTokenClientOptions);
    expect(make).toThrow(type);
    expect(make).toThrow(message);
  });

  test.each([
    { timeoutMs: 1 },
    { timeoutMs: 600_000 },
    { maxRetries: 0 },
    { maxRetries: 10 },
    { maxResponseBytes: 1 },
    { maxResponseBytes: 16_777_216 },
    { headers: { 'x-empty': '', 'x-one': 'a', 'x-two-words': 'a b' } },
  ])('takes %o', (options) => {
    expect(createShortTokenClient(options)).toHaveProperty('resolve');
  });

  test('reads its options once', async () => {
    const options = { bearer: 'first', baseUrl: 'https://first.example' };
    const seen: string[] = [];
    const client = createShortTokenClient({
      ...options,
      fetch: async (url) => {
        seen.push(String(url));
        return Response.json(GENERATED);
      },
    });
    options.baseUrl = 'https://second.example';
    await client.generate();
    expect(seen).toEqual(['https://first.example/short-token/generate']);
    expect(() => Object.assign(client, { resolve: null })).toThrow(TypeError);
  });

  test('looks the global fetch up at each call, so that a test can replace it', async () => {
    const client = createShortTokenClient({ bearer: 'b' });
    const original = globalThis.fetch;
    globalThis.fetch = async () => Response.json(GENERATED);
    try {
      expect(await client.generate()).toHaveProperty('shortToken', TOKEN);
    } finally {
      globalThis.fetch = original;
    }
  });

  test('takes an answer of exactly the limit, and not one byte more', async () => {
    const body = JSON.stringify(RESOLVED);
    const whole = async (maxResponseBytes: number) =>
      createShortTokenClient({ maxResponseBytes, fetch: async () => new Response(body) }).resolve(
        't',
      );
    expect(await whole(body.length)).toMatchObject({ ok: true });
    await expect(whole(body.length - 1)).rejects.toMatchObject({ code: 'response_too_large' });
  });

  test('reads an answer that comes in many pieces, through the middle of characters too', async () => {
    const bytes = new TextEncoder().encode(
      JSON.stringify({ ...RESOLVED, data: { ...RESOLVED.data, userId: 'Łódź-東京-🚚' } }),
    );
    const pieces = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    const client = createShortTokenClient({ fetch: async () => new Response(pieces) });
    expect(await client.resolve('t')).toMatchObject({ ok: true, userId: 'Łódź-東京-🚚' });
  });
});

describe('events', () => {
  test('tell of a success and of a refusal, with no field beyond the list', async () => {
    const events: ShortTokenClientEvent[] = [];
    const onEvent = (event: ShortTokenClientEvent) => events.push(event);
    await answering(GENERATED, { onEvent }).client.generate();
    await answering({ status: false }, { onEvent }, 400).client.resolve('t');
    const [generate, , resolve] = events.map(({ callId }) => callId);
    const settled = { type: 'settled', attempts: 1, durationMs: expect.any(Number) };
    expect(events).toEqual([
      { type: 'start', operation: 'generate', callId: generate },
      { ...settled, operation: 'generate', callId: generate, outcome: 'ok' },
      { type: 'start', operation: 'resolve', callId: resolve },
      { ...settled, operation: 'resolve', callId: resolve, outcome: 'refused' },
    ]);
    expect(generate).not.toBe(resolve);
    for (const event of events) {
      expect(Object.isFrozen(event)).toBe(true);
      expect(Number.isInteger(event.type === 'settled' ? event.durationMs : 0)).toBe(true);
    }
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('a broken listener');
      },
    ],
    ['rejects', async () => Promise.reject(new Error('a broken listener'))],
  ])('a listener that %s changes nothing', async (_name, onEvent) => {
    const { client } = answering(GENERATED, { onEvent });
    expect(await client.generate()).toHaveProperty('shortToken', TOKEN);
  });
});
