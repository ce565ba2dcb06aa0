import { describe, expect, test } from 'vitest';
import { createShortTokenClient } from '../../src/client/create-short-token-client.ts';
import type { ShortTokenClientEvent } from '../../src/client/options.ts';
import { renderModuleUrl } from '../../src/url/render-module-url.ts';
import { answering, EXPIRES, GENERATED, TOKEN } from './support/answering.ts';

describe('generate', () => {
  test('asks with the bearer and nothing else', async () => {
    const { client, sent } = answering(GENERATED);
    await client.generate();
    expect(sent).toHaveLength(1);
    expect(sent[0]?.url).toBe('https://apiweb.mile.app/api/v3/short-token/generate');
    expect(sent[0]?.init).toMatchObject({ method: 'POST', redirect: 'manual' });
    expect(sent[0]?.init).not.toHaveProperty('body');
    expect(sent[0]?.init.headers).toEqual({
      accept: 'application/json',
      authorization: 'Bearer my-bearer',
      'user-agent': expect.any(String),
    });
  });

  test.each([
    ['Unix seconds', EXPIRES],
    ['Unix milliseconds', EXPIRES * 1_000],
    ['ISO 8601', '2026-01-01T00:05:00Z'],
  ])('reads the expiry from %s', async (_name, expiresAt) => {
    const { client } = answering({ status: true, data: { shortToken: TOKEN, expiresAt } });
    expect(await client.generate()).toEqual({
      shortToken: TOKEN,
      expiresAt: new Date('2026-01-01T00:05:00Z'),
    });
  });

  test('is a generator that can be handed over as it is', async () => {
    const { client, sent } = answering(GENERATED);
    const rendered = await renderModuleUrl('https://svc.example/?t={SHORT_TOKEN}', client.generate);
    expect(rendered.href).toBe(`https://svc.example/?t=${TOKEN}`);
    expect(sent).toHaveLength(1);
  });

  test('asks a bearer function at each call, and once for all its repetitions', async () => {
    let asked = 0;
    const authorizations: unknown[] = [];
    const client = createShortTokenClient({
      bearer: async () => `bearer-${++asked}`,
      fetch: async (_url, init) => {
        authorizations.push(new Headers(init?.headers).get('authorization'));
        return authorizations.length === 1
          ? new Response(null, { status: 503 })
          : Response.json(GENERATED);
      },
    });
    await client.generate();
    await client.generate();
    expect(authorizations).toEqual(['Bearer bearer-1', 'Bearer bearer-1', 'Bearer bearer-2']);
  });

  test('prefers the bearer of the call', async () => {
    const { client, sent } = answering(GENERATED);
    await client.generate({ bearer: 'another' });
    await client.generate({ bearer: () => 'a-third' });
    expect(sent.map(({ init }) => init.headers.authorization)).toEqual([
      'Bearer another',
      'Bearer a-third',
    ]);
  });

  test('passes on what a bearer function throws, and sends nothing', async () => {
    const reason = new Error('logged out');
    const events: ShortTokenClientEvent[] = [];
    const { client, sent } = answering(GENERATED, {
      bearer: () => {
        throw reason;
      },
      onEvent: (event) => events.push(event),
    });
    await expect(client.generate()).rejects.toBe(reason);
    expect(sent).toEqual([]);
    expect(events).toMatchObject([
      { type: 'start' },
      { type: 'settled', outcome: 'failed', attempts: 0 },
    ]);
    expect(events[1]).not.toHaveProperty('code');
  });

  test.each([
    ['with the scheme before it', 'Bearer abc', 'without the word "Bearer"'],
    ['with a line break', 'abc\r\nx-evil: 1', 'bearer must be'],
    ['beyond ASCII', 'abcé', 'bearer must be'],
    ['too long', 'x'.repeat(16_385), 'bearer must be'],
  ])('refuses a bearer that is %s before anything is sent', async (_name, bearer, message) => {
    const { client, sent } = answering(GENERATED);
    const given = { bearer: () => bearer };
    await expect(client.generate(given)).rejects.toThrow(TypeError);
    await expect(client.generate(given)).rejects.toThrow(message);
    expect(sent).toEqual([]);
  });

  test.each([
    ['no bearer at all', undefined],
    ['a function that has none', () => undefined],
    ['a function that promises null', async () => null],
    ['a function whose bearer is empty', () => ''],
  ])('says that there is nobody logged in, given %s', async (_name, bearer) => {
    const { client, sent } = answering(GENERATED, { bearer });
    await expect(client.generate()).rejects.toMatchObject({
      name: 'ShortTokenError',
      code: 'bearer_missing',
      retryable: false,
      attempts: 0,
    });
    expect(sent).toEqual([]);
  });

  test.each([
    ['in data', GENERATED],
    ['at the top level', { status: true, message: 'Success.', ...GENERATED.data }],
    ['at the top level without a status', GENERATED.data],
  ])('reads an answer that has its fields %s', async (_name, body) => {
    const { client } = answering(body);
    expect(await client.generate()).toEqual({
      shortToken: TOKEN,
      expiresAt: new Date('2026-01-01T00:05:00Z'),
    });
  });

  test.each([
    ['says that it failed', { status: false, ...GENERATED.data }, ['status']],
    ['has a dead end in data', { ...GENERATED.data, data: {} }, ['status', 'data.shortToken']],
    ['has nothing', {}, ['status', 'data']],
    ['has no expiry', { shortToken: TOKEN }, ['expiresAt']],
  ])('does not read an answer that %s', async (_name, body, issues) => {
    const { client } = answering(body);
    await expect(client.generate()).rejects.toMatchObject({
      code: 'response_invalid',
      issues: expect.arrayContaining(issues),
    });
  });
});
