import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { createShortTokenClient } from '../../src/client/create-short-token-client.ts';
import type { ShortTokenClientEvent } from '../../src/client/options.ts';
import { createRequestBody } from '../../src/client/send-request.ts';
import { isShortTokenError } from '../../src/wire/short-token-error.ts';
import { RESOLVED } from './support/answering.ts';

const TOKEN = 'QXZJKVWQJXKZVQWKXJZVKQZX';
const bites = () => {
  throw new Error(`the token is ${TOKEN}`);
};
const headers = new Headers();
const stream = (read: () => unknown) => ({ getReader: () => ({ read, cancel: bites }) });

/** What mocks, polyfills and proxies have been seen to give, and worse. */
const ODD: readonly (readonly [name: string, fetch: () => unknown])[] = [
  ['nothing, as an unstubbed mock does', () => undefined],
  ['null', () => null],
  ['text', () => 'ok'],
  ['a response without headers', () => ({ status: 200 })],
  ['a response without a status', () => ({ headers })],
  ['a response whose status is text', () => ({ status: '200', headers })],
  ['a response whose status is no number', () => ({ status: Number.NaN, headers })],
  ['a response whose headers are an object', () => ({ status: 200, headers: {} })],
  ['a response without text', () => ({ status: 200, headers })],
  ['a response whose text is no text', () => ({ status: 200, headers, text: async () => 7 })],
  ['a response whose text throws', () => ({ status: 200, headers, text: bites })],
  ['a response whose status throws', () => Object.defineProperty({}, 'status', { get: bites })],
  [
    'a response whose body throws',
    () => ({
      status: 500,
      headers,
      get body() {
        return bites();
      },
    }),
  ],
  ['headers that throw', () => ({ status: 200, headers: { get: bites } })],
  ['headers that give numbers', () => ({ status: 429, headers: { get: () => 7 } })],
  ['a reader that throws', () => ({ status: 200, headers, body: { getReader: bites } })],
  ['a reader that gives nothing', () => ({ status: 200, headers, body: stream(() => undefined) })],
  [
    'chunks that are text',
    () => ({ status: 200, headers, body: stream(async () => ({ value: 'a' })) }),
  ],
  [
    'a body that was read already',
    async () => {
      const response = new Response('{}');
      await response.text();
      return response;
    },
  ],
  ['an error that is thrown at once', bites],
  ['a rejection with nothing', () => Promise.reject(undefined)],
  ['a rejection with text', () => Promise.reject(TOKEN)],
  [
    'an error with a getter that throws',
    () => Promise.reject(Object.defineProperty(new Error(TOKEN), 'cause', { get: bites })),
  ],
  [
    'a proxy that throws',
    () => Promise.reject(new Proxy({}, { get: bites, getPrototypeOf: bites })),
  ],
  [
    'a code that is the token',
    () => Promise.reject(Object.assign(new Error(TOKEN), { code: TOKEN })),
  ],
  ['an abort of its own', () => Promise.reject(new DOMException('stopped', 'AbortError'))],
];

describe('whatever fetch gives or throws becomes a ShortTokenError', () => {
  test.each(ODD)('%s', async (_name, fetch) => {
    const events: ShortTokenClientEvent[] = [];
    const client = createShortTokenClient({
      fetch: fetch as never,
      maxRetries: 0,
      onEvent: (event) => events.push(event),
    });
    const error = await client.resolve(TOKEN).then(
      () => expect.unreachable('the call must fail'),
      (reason: unknown) => reason,
    );
    if (!isShortTokenError(error)) throw error;
    expect(error.code).not.toBe('aborted');
    expect(`${error.stack} ${JSON.stringify(error)} ${JSON.stringify(events)}`).not.toContain(
      TOKEN,
    );
    expect(events.at(-1)).toMatchObject({ type: 'settled', outcome: 'failed', code: error.code });
  });

  test('a platform without fetch', async () => {
    const original = globalThis.fetch;
    const client = createShortTokenClient();
    globalThis.fetch = undefined as never;
    try {
      await expect(client.resolve('t')).rejects.toMatchObject({
        code: 'network_interrupted',
        cause: { code: 'NOT_SUPPORTED' },
      });
    } finally {
      globalThis.fetch = original;
    }
  });

  test.each([
    ['an unstubbed mock', undefined],
    ['a text', 'ok'],
    ['a response without headers', { status: 200 }],
    ['a response whose headers are an object', { status: 200, headers: {} }],
    ['a response without a status', { headers }],
  ])('%s is told from an answer of another shape', async (_name, given) => {
    const client = createShortTokenClient({ fetch: (async () => given) as never });
    await expect(client.resolve('t')).rejects.toMatchObject({
      code: 'response_invalid',
      issues: ['(response)'],
    });
  });
});

describe('the body of node-fetch, which is a stream of Node', () => {
  const answering = (body: Readable, status = 200) =>
    createShortTokenClient({
      fetch: async () => ({
        status,
        headers,
        body,
        text: async () => expect.unreachable('unread'),
      }),
    });

  test('is read', async () => {
    const pieces = [...JSON.stringify(RESOLVED)].map((text) => Buffer.from(text));
    expect(await answering(Readable.from(pieces)).resolve('t')).toMatchObject({ ok: true });
  });

  test('is bounded while it arrives', async () => {
    const endless = new Readable({
      read() {
        this.push(Buffer.alloc(16_384, 'x'));
      },
    });
    await expect(answering(endless).resolve('t')).rejects.toMatchObject({
      code: 'response_too_large',
    });
    expect(endless.destroyed).toBe(true);
  });

  test('is let go where nobody reads it', async () => {
    const body = new Readable({ read() {} });
    await expect(answering(body, 500).resolve('t')).rejects.toMatchObject({
      code: 'upstream_error',
    });
    expect(body.destroyed).toBe(true);
  });
});

describe('x-request-id', () => {
  async function told(id: string, own?: Record<string, string>) {
    const events: ShortTokenClientEvent[] = [];
    const client = createShortTokenClient({
      headers: own,
      fetch: async () => new Response(null, { status: 500, headers: { 'x-request-id': id } }),
      onEvent: (event) => events.push(event),
    });
    const error = await client.resolve(TOKEN).catch((reason) => reason);
    return [error.requestId, (events.at(-1) as { requestId?: string }).requestId];
  }

  test('is told in the error and in the event', async () => {
    expect(await told('req_01JD-7f.3')).toEqual(['req_01JD-7f.3', 'req_01JD-7f.3']);
  });

  test('is told where it is our own', async () => {
    expect(await told('trace-1', { 'x-request-id': 'trace-1' })).toEqual(['trace-1', 'trace-1']);
  });

  test.each([
    ['the token', TOKEN],
    ['a piece of the token', `id-${TOKEN.slice(4, 12)}`],
    ['the token in small letters', TOKEN.toLowerCase()],
    ['a text', 'two words'],
    ['too long an id', 'x'.repeat(129)],
  ])('is left out where it is %s', async (_name, id) => {
    expect(await told(id)).toEqual([undefined, undefined]);
  });
});

describe('a body that is sent once', () => {
  const TEXT = JSON.stringify({ name: 'Laporan – 報告' });
  const arrange = () => {
    const body = createRequestBody(TEXT);
    if (!body) throw new Error('Node takes streams');
    const request = new Request('http://127.0.0.1/', { method: 'POST', ...body.init });
    return { body, request };
  };

  test('is whole, and its length is told beforehand', async () => {
    const { body, request } = arrange();
    const bytes = await request.arrayBuffer();
    expect(bytes.byteLength).toBe(body.byteLength);
    expect(new TextDecoder().decode(bytes)).toBe(TEXT);
  });

  test('is whole for a fetch that copies the request first, and copies the copy', async () => {
    const { request } = arrange();
    const copy = request.clone();
    const all = [request, copy, copy.clone()];
    expect(await Promise.all(all.map((one) => one.text()))).toEqual([TEXT, TEXT, TEXT]);
  });

  test('counts as sent when it is read, from whichever copy, and not before', async () => {
    const { body, request } = arrange();
    const copy = request.clone();
    await new Promise(setImmediate);
    expect(body.isSent()).toBe(false);
    await copy.text();
    expect(body.isSent()).toBe(true);
  });

  test('cannot be read any more once it is withheld', async () => {
    const { body, request } = arrange();
    body.withhold();
    await expect(request.text()).rejects.toThrow(TypeError);
    expect(body.isSent()).toBe(false);
  });
});
