import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  createIssuerHandler,
  type IssuerHandler,
} from '../../../src/issuer/http/create-issuer-handler.ts';
import {
  createIssuerNodeListener,
  type IssuerNodeListener,
} from '../../../src/issuer/http/create-issuer-node-listener.ts';
import type { IssuerHandlerOptions } from '../../../src/issuer/http/options.ts';
import type { Issuer } from '../../../src/issuer/issuer.ts';
import { createMemoryStore } from '../../../src/store/memory.ts';
import { ShortTokenError } from '../../../src/wire/short-token-error.ts';
import {
  AUTHORIZED,
  BEARER,
  GENERATE,
  generated,
  INVALID,
  JSON_BODY,
  makeIssuer,
  post,
  RESOLVE,
  resolveOf,
  type Send,
  USER,
} from '../support/http.ts';
import { type NodeServer, startServer } from '../support/node-server.ts';

let issuer: Issuer;
let handler: IssuerHandler;
let listener: IssuerNodeListener;
let time = 0;

function use(options: IssuerHandlerOptions = {}, of: Partial<Issuer> = {}): void {
  handler = createIssuerHandler({ ...issuer, ...of }, options);
  listener = createIssuerNodeListener({ ...issuer, ...of }, options);
}

beforeEach(() => {
  issuer = makeIssuer({ store: createMemoryStore({ clock: () => time }), clock: () => time });
  use();
});

let server: NodeServer;
beforeAll(async () => {
  server = await startServer((request, response) => listener(request, response));
});
afterAll(() => server.close());

const shells: readonly (readonly [string, Send])[] = [
  [
    'through Request and Response',
    (path, init) => handler(new Request(`http://host${path}`, init)),
  ],
  ['through node:http', (path, init) => fetch(server.origin + path, init)],
];

describe.each(shells)('the issuer over HTTP, %s', (_shell, send) => {
  test('generates in the documented envelope, seconds rounded down', async () => {
    time = 1_800_000_000_900;
    const answer = await send(GENERATE, post(AUTHORIZED));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      status: true,
      message: 'Success.',
      data: { shortToken: expect.stringMatching(/^\w{22}$/), expiresAt: 1_800_000_300 },
    });
  });

  test('resolves in the documented envelope', async () => {
    const answer = await send(RESOLVE, resolveOf(await generated(send)));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      status: true,
      message: 'Success.',
      data: { bearerToken: BEARER, ...USER },
    });
  });

  test.each([
    ['a quotation mark', 'a"b'],
    ['a backslash', 'a\\b'],
    ['both', '"\\"'],
    ['neither, and 8,000 characters', 'x'.repeat(8_000)],
  ])('writes JSON for a bearer with %s', async (_name, bearer) => {
    const ids = { userId: 'u"1\\\n', organizationId: 'ö\u2028' };
    issuer = makeIssuer({ authenticate: () => ids });
    use();
    const init = post({ authorization: `Bearer ${bearer}` });
    const { data } = await (await send(GENERATE, init)).json();
    const answer = await send(RESOLVE, resolveOf(data.shortToken));
    const sent = await answer.text();
    const expected = {
      ...{ status: true, message: 'Success.' },
      data: { bearerToken: bearer, ...ids },
    };
    expect(sent).toBe(JSON.stringify(expected));
  });

  test('answers every refused token with the same bytes', async () => {
    const [used, expired, fresh] = [await generated(send), await generated(send), ''];
    await send(RESOLVE, resolveOf(used));
    const bodies = [
      JSON.stringify({ shortToken: used }),
      JSON.stringify({ shortToken: fresh }),
      JSON.stringify({ shortToken: 'abc123def456ghi789' }),
      JSON.stringify({ shortToken: 'two words' }),
      JSON.stringify({ shortToken: 'a'.repeat(513) }),
      JSON.stringify({ shortToken: 5 }),
      JSON.stringify({ shortToken: [used] }),
      JSON.stringify({ shorttoken: used }),
      JSON.stringify([used]),
      'null',
      '"text"',
      '{"shortToken":',
      '',
      '\ufeff{}',
    ];
    const seen = new Set<string>();
    const keep = async (answer: Response) => {
      const headers = [...answer.headers].filter(
        ([name]) => !/^(date|connection|keep-)/.test(name),
      );
      seen.add(JSON.stringify([answer.status, headers, await answer.text()]));
    };
    for (const body of bodies) await keep(await send(RESOLVE, post(JSON_BODY, body)));
    time += 300_000;
    await keep(await send(RESOLVE, resolveOf(expired)));
    expect([...seen]).toHaveLength(1);
    expect([...seen][0]).toContain('[400,');
    expect([...seen][0]).toContain(JSON.stringify(JSON.stringify(INVALID)));
  });

  test.each<[string, (json: string) => Buffer<ArrayBuffer> | undefined]>([
    [
      'bytes that are not UTF-8',
      (json) => Buffer.from(json.replace('{', '{"\xff\xfe":1,'), 'latin1'),
    ],
    ['a byte order mark in front of it', (json) => Buffer.from(`\ufeff${json}`)],
    ['no body', () => undefined],
  ])('refuses %s like any other malformed token, and spends none', async (_name, change) => {
    const token = await generated(send);
    const bytes = change(JSON.stringify({ shortToken: token }));
    const answer = await send(RESOLVE, post(JSON_BODY, bytes));
    expect([answer.status, await answer.json()]).toEqual([400, INVALID]);
    expect((await send(RESOLVE, resolveOf(token))).status).toBe(200);
  });

  test('puts a body together that comes byte by byte', async () => {
    const bytes = Buffer.from(JSON.stringify({ pad: 'é用🔑', shortToken: await generated(send) }));
    const body = new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    const init = { ...post(JSON_BODY, body), duplex: 'half' } as RequestInit;
    expect((await send(RESOLVE, init)).status).toBe(200);
  });

  test('asks the issuer with text, whatever the body holds', async () => {
    const asked: unknown[] = [];
    const resolve = async (token: string) => {
      asked.push(token);
      return { ok: false, code: 'short_token_invalid' } as const;
    };
    use({}, { resolve });
    for (const shortToken of ['abc', '', 5, null, ['abc'], { toString: 'abc' }, undefined]) {
      expect((await send(RESOLVE, resolveOf(shortToken))).status).toBe(400);
    }
    expect(asked).toEqual(['abc', '', '', '', '', '', '']);
  });

  test('answers a retry with the same Idempotency-Key again', async () => {
    const token = await generated(send);
    const keyed = (key: string) => send(RESOLVE, resolveOf(token, { 'idempotency-key': key }));
    const statuses = [];
    for (const key of ['k1', 'k1', 'k2', 'k1']) statuses.push((await keyed(key)).status);
    expect(statuses).toEqual([200, 200, 400, 200]);
  });

  test('takes an empty Idempotency-Key for none', async () => {
    const token = await generated(send);
    const init = resolveOf(token, { 'idempotency-key': '' });
    expect([(await send(RESOLVE, init)).status, (await send(RESOLVE, init)).status]).toEqual([
      200, 400,
    ]);
  });

  test.each<[string, string, RequestInit, number, Record<string, string>?]>([
    ['a path that is not there', '/api/v3/short-token', post(), 404],
    ['the root', '/', post(), 404],
    ['a trailing slash', `${RESOLVE}/`, resolveOf('x'), 404],
    ['another case', RESOLVE.toUpperCase(), resolveOf('x'), 404],
    ['a URL inside the path', GENERATE.replace('/short', 'http://h/short'), post(AUTHORIZED), 404],
    ['a doubled slash', `/${RESOLVE}`, resolveOf('x'), 404],
    ['GET', RESOLVE, { method: 'GET' }, 405, { allow: 'POST' }],
    ['HEAD', RESOLVE, { method: 'HEAD' }, 405, { allow: 'POST' }],
    ['PUT', GENERATE, { method: 'PUT', body: '{}' }, 405, { allow: 'POST' }],
    ['OPTIONS', GENERATE, { method: 'OPTIONS' }, 405, { allow: 'POST' }],
    ['a caller that wants HTML', RESOLVE, resolveOf('x', { accept: 'text/html' }), 406],
    ['JSON of weight zero', RESOLVE, resolveOf('x', { accept: 'application/json;q=0, */*' }), 406],
    ['JSON of weight zero alone', RESOLVE, resolveOf('x', { accept: 'application/json;q=0' }), 406],
    ['a form', RESOLVE, post({ 'content-type': 'application/x-www-form-urlencoded' }, 'a=b'), 415],
    ['text', RESOLVE, post({ 'content-type': 'text/plain' }, '{}'), 415],
    ['no content type', RESOLVE, post({}, Buffer.from('{}')), 415],
    [
      'JSON in UTF-16',
      RESOLVE,
      post({ 'content-type': 'application/json;charset=utf-16' }, '{}'),
      415,
    ],
    ['a zipped body', RESOLVE, post({ ...JSON_BODY, 'content-encoding': 'gzip' }, '{}'), 415],
    ['a body over 64 KiB', RESOLVE, resolveOf('x'.repeat(65_536)), 413],
    ['no bearer', GENERATE, post(), 401, { 'www-authenticate': 'Bearer realm="short-token"' }],
    ['another scheme', GENERATE, post({ authorization: 'Basic YTpi' }), 401],
    [
      'a scheme as long as that of a bearer',
      GENERATE,
      post({ authorization: `Digest ${BEARER}` }),
      401,
      { 'www-authenticate': 'Bearer realm="short-token"' },
    ],
    ['an empty bearer', GENERATE, post({ authorization: 'Bearer ' }), 401],
    ['two words', GENERATE, post({ authorization: 'Bearer a b' }), 401],
    [
      'an unknown bearer',
      GENERATE,
      post({ authorization: 'Bearer unknown' }),
      401,
      { 'www-authenticate': 'Bearer realm="short-token", error="invalid_token"' },
    ],
  ])(
    'answers %s with its status, JSON and no-store',
    async (_name, path, init, status, headers) => {
      const answer = await send(path, init);
      expect(answer.status).toBe(status);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('content-type')).toBe('application/json');
      for (const [name, value] of Object.entries(headers ?? {})) {
        expect(answer.headers.get(name)).toBe(value);
      }
      if (init.method === 'HEAD') return;
      expect(await answer.json()).toEqual({ status: false, message: expect.any(String) });
    },
  );

  test.each([
    ['anything', { accept: '*/*' }],
    ['any application type', { accept: 'application/*' }],
    ['JSON among others', { accept: 'text/html, application/json;q=0.5' }],
    ['JSON in capitals', { 'content-type': 'Application/JSON; Charset="UTF-8"' }],
    ['an identity encoding', { 'content-encoding': 'identity' }],
  ])('takes %s', async (_name, headers) => {
    const answer = await send(RESOLVE, resolveOf(await generated(send), headers));
    expect(answer.status).toBe(200);
  });

  test('takes a body of exactly 64 KiB and a scheme in any case', async () => {
    const head = '{"shortToken":"x","pad":"';
    const body = `${head}${'p'.repeat(65_536 - head.length - 2)}"}`;
    expect((await send(RESOLVE, post(JSON_BODY, body))).status).toBe(400);
    const answer = await send(GENERATE, post({ authorization: `bEARER  ${BEARER}` }));
    expect(answer.status).toBe(200);
  });

  test('generates whatever the body, which it does not read', async () => {
    expect((await send(GENERATE, post(AUTHORIZED, 'x'.repeat(70_000)))).status).toBe(200);
  });

  test('ignores the query', async () => {
    expect((await send(`${GENERATE}?a=b`, post(AUTHORIZED))).status).toBe(200);
  });

  test('counts a body that streams without a length, and stops at 64 KiB', async () => {
    let pulled = 0;
    const flood = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(16_384).fill(0x20));
        if (pulled === 1_000) controller.close();
      },
    });
    const init = { ...post(JSON_BODY, flood), duplex: 'half' } as RequestInit;
    // A client that is still sending may see the reset instead of the answer.
    const status = await send(RESOLVE, init).then(
      (answer) => answer.status,
      () => 413,
    );
    expect(status).toBe(413);
    expect(pulled).toBeLessThan(1_000);
  });

  test('answers an outage with 503 and Retry-After, on both calls', async () => {
    const outage = async () => {
      throw new ShortTokenError('upstream_error', 'down', { retryable: true });
    };
    use({}, { generate: outage, resolve: outage });
    for (const answer of [
      await send(GENERATE, post(AUTHORIZED)),
      await send(RESOLVE, resolveOf('x')),
    ]) {
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('1');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(await answer.json()).toEqual({ status: false, message: 'Service unavailable.' });
    }
  });

  test('answers 503 when the store is full', async () => {
    const store = createMemoryStore({ maxEntries: 1 });
    issuer = makeIssuer({ store });
    use();
    await generated(send);
    expect((await send(GENERATE, post(AUTHORIZED))).status).toBe(503);
  });

  test('answers a mistake with a bare 500 and tells onError', async () => {
    const told: unknown[] = [];
    const mistake = new TypeError(`cannot read ${BEARER}`);
    use(
      { onError: (error) => told.push(error) },
      {
        resolve: async () => {
          throw mistake;
        },
      },
    );
    const answer = await send(RESOLVE, resolveOf('x'));
    expect([answer.status, await answer.text()]).toEqual([
      500,
      '{"status":false,"message":"Server error."}',
    ]);
    expect(told).toEqual([mistake]);
  });

  test.each(['', '/v1', '/tenants/acme/api'])('moves to the base path %j', async (basePath) => {
    use({ basePath });
    expect((await send(`${basePath}/short-token/generate`, post(AUTHORIZED))).status).toBe(200);
    expect((await send(GENERATE, post(AUTHORIZED))).status).toBe(404);
  });
});
