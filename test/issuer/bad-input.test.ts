import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createIssuer } from '../../src/issuer/create-issuer.ts';
import { createIssuerHandler } from '../../src/issuer/http/create-issuer-handler.ts';
import { createIssuerNodeListener } from '../../src/issuer/http/create-issuer-node-listener.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import { type NodeServer, startServer } from './support/node-server.ts';
import '../support/property.ts';

const RESOLVE = '/api/v3/short-token/resolve';
const GENERATE = '/api/v3/short-token/generate';
const DOCUMENTED = new Set([400, 401, 404, 405, 406, 413, 415]);
// What node:http itself says of a request that it cannot read.
const BY_NODE = new Set([400, 408, 413, 431]);

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const mistakes: unknown[] = [];
const issuer = createIssuer({ store: createMemoryStore(), authenticate: () => null });
const options = { onError: (error: unknown) => mistakes.push(error) };
const handler = createIssuerHandler(issuer, options);

const deep = (open: string, close: string, depth: number) =>
  open.repeat(depth) + close.repeat(depth);
const HAND_PICKED: readonly (string | Buffer)[] = [
  '',
  ' ',
  'null',
  'true',
  '0',
  '-0',
  '1e999',
  '"abc"',
  '[]',
  '[[]]',
  '{}',
  '{"shortToken":null}',
  '{"shortToken":{}}',
  '{"shortToken":{"toString":"x"}}',
  '{"shortToken":["abc"]}',
  '{"shortToken":""}',
  '{"shortToken":"\\u0000"}',
  '{"shortToken":"\\ud800"}',
  '{"shortToken":"a\\nb"}',
  '{"shortToken":"abc","shortToken":5}',
  '{"__proto__":{"shortToken":"abc"}}',
  '{"constructor":{"prototype":{"shortToken":"abc"}}}',
  '{"__proto__":null}',
  '{"hasOwnProperty":5,"toString":5,"valueOf":5}',
  '{"shortToken":"abc"',
  '{"shortToken":"abc"}}',
  "{'shortToken':'abc'}",
  '{shortToken:"abc"}',
  '\ufeff{"shortToken":"abc"}',
  '{"shortToken":NaN}',
  deep('[', ']', 30_000),
  deep('{"a":', '}', 10_000),
  `{"shortToken":${deep('[', ']', 30_000)}}`,
  `{"shortToken":"${'a'.repeat(60_000)}"}`,
  `{"shortToken":${'9'.repeat(60_000)}}`,
  Buffer.from([0xff, 0xfe, 0x00]),
  Buffer.from('{"shortToken":"\xc3\x28"}', 'latin1'),
  Buffer.from('{"shortToken":"abc"}', 'utf16le'),
  Buffer.from('7b2273686f7274546f6b656e223a22edb080227d', 'hex'),
  Buffer.alloc(65_536, 0x7b),
];

describe('2,000 malformed requests', () => {
  let server: NodeServer;
  beforeAll(async () => {
    server = await startServer(createIssuerNodeListener(issuer, options));
  });
  afterAll(() => server.close());

  const bodies = fc.oneof(
    fc.json(),
    fc.string({ unit: 'binary' }),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.anything().map((value) => JSON.stringify({ shortToken: value }) ?? 'undefined'),
    fc.constantFrom(...HAND_PICKED),
  );
  const names = fc.constantFrom(
    ...['accept', 'authorization', 'content-type', 'content-encoding', 'content-language'],
    ...['idempotency-key', 'x-forwarded-for', 'cookie', 'expect', 'range', '__proto__'],
  );
  const values = fc.oneof(
    fc.string({ maxLength: 100 }).map((text) => text.replace(/[^\x20-\x7e]/g, '').trim()),
    fc.constantFrom('*/*', 'Bearer', 'Bearer  ', 'Bearer \t', 'application/json', ';;;', 'q=0'),
    fc.constantFrom('a'.repeat(2_000), 'application/json;'.repeat(100), 'Bearer a.b.c'),
  );
  const requests = fc.record({
    method: fc.constantFrom('POST', 'POST', 'POST', 'POST', 'GET', 'PUT', 'DELETE', 'PATCH'),
    path: fc.constantFrom(
      RESOLVE,
      RESOLVE,
      RESOLVE,
      GENERATE,
      '/',
      `${RESOLVE}/..`,
      '/%2e%2e',
      '//',
    ),
    headers: fc.dictionary(names, values, { maxKeys: 4 }),
    json: fc.boolean(),
    body: bodies,
  });

  test('get a documented 4xx in JSON each, through both shells, without a crash', async () => {
    const statuses = new Map<number, number>();
    const send = async ({ method, path, headers, json, body }: Sent) => {
      const init = {
        method,
        headers: { ...headers, ...(json ? { 'content-type': 'application/json' } : {}) },
        ...(method === 'GET' ? {} : { body }),
      } as RequestInit;
      const { expect: _, ...allowed } = init.headers as Record<string, string>;
      const answers = [
        await handler(new Request(`http://host${path}`, init)),
        await fetch(server.origin + path, { ...init, headers: allowed }),
      ];
      for (const answer of answers) {
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        expect(DOCUMENTED).toContain(answer.status);
        expect(answer.headers.get('cache-control')).toBe('no-store');
        expect(await answer.json()).toEqual({ status: false, message: expect.any(String) });
      }
      expect(answers[0]?.status).toBe(answers[1]?.status);
    };
    for (const body of HAND_PICKED) {
      await send({ method: 'POST', path: RESOLVE, headers: {}, json: true, body });
    }
    await fc.assert(fc.asyncProperty(requests, send), { numRuns: 1_000 - HAND_PICKED.length });
    expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).toBe(2_000);
    for (const status of DOCUMENTED) if (status !== 413) expect(statuses.has(status)).toBe(true);
    expect(mistakes).toEqual([]);
  }, 60_000);

  const head = (...lines: string[]) =>
    [
      `POST ${RESOLVE} HTTP/1.1`,
      'host: h',
      'content-type: application/json',
      ...lines,
      '',
      '',
    ].join('\r\n');
  test.each<[string, string | Buffer | (() => Iterable<string | Buffer>)]>([
    ['huge headers', head(`x: ${'a'.repeat(40_000)}`)],
    ['thousands of headers', head(...Array.from({ length: 3_000 }, (_, i) => `x${i}: 1`))],
    ['a length over the bound', head('content-length: 99999999999')],
    ['a length that is no number', head('content-length: abc')],
    ['two lengths', head('content-length: 5', 'content-length: 6')],
    ['a length and chunks', `${head('content-length: 5', 'transfer-encoding: chunked')}0\r\n\r\n`],
    ['a chunk size that is no number', `${head('transfer-encoding: chunked')}zz\r\n`],
    ['no such protocol', 'GARBAGE\r\n\r\n'],
    ['control characters in the target', 'POST /\x01\x02 HTTP/1.1\r\nhost: h\r\n\r\n'],
    [
      'a flood of chunks without an end',
      function* flood() {
        yield head('transfer-encoding: chunked');
        for (let i = 0; i < 2_000; i += 1) yield `400\r\n${' '.repeat(1_024)}\r\n`;
      },
    ],
    [
      'a flood of one-byte chunks',
      function* drops() {
        yield head('transfer-encoding: chunked');
        for (let i = 0; i < 700; i += 1) yield '1\r\n \r\n'.repeat(100);
      },
    ],
  ])('%s on the wire get a 4xx and the end of the connection', async (_name, bytes) => {
    const reply = await server.raw(bytes);
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(reply)?.[1]);
    expect(BY_NODE).toContain(status);
  });

  test('leave nothing behind', async () => {
    const round = async () => {
      for (let i = 0; i < 50; i += 1) {
        for (const body of HAND_PICKED) {
          const headers = { 'content-type': 'application/json', 'idempotency-key': `${i}` };
          const init = { method: 'POST', headers, body } as RequestInit;
          const request = new Request(`http://host${RESOLVE}`, init);
          expect((await handler(request)).status).toBe(400);
        }
      }
      await new Promise(setImmediate);
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    await round();
    const before = await round();
    const grown = (await round()) - before;
    expect(grown).toBeLessThan(1_000_000);
    expect(Object.prototype).not.toHaveProperty('shortToken');
  });
});

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly json: boolean;
  readonly body: string | Buffer;
}
