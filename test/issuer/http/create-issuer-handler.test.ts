import { expect, onTestFinished, test, vi } from 'vitest';
import { createIssuerHandler } from '../../../src/issuer/http/create-issuer-handler.ts';
import { createIssuerNodeListener } from '../../../src/issuer/http/create-issuer-node-listener.ts';
import type { Issuer } from '../../../src/issuer/issuer.ts';
import {
  AUTHORIZED,
  GENERATE,
  JSON_BODY,
  makeIssuer,
  post,
  RESOLVE,
  resolveOf,
} from '../support/http.ts';

const to = (path: string, init: RequestInit) => new Request(`http://host${path}`, init);
const streaming = (source: UnderlyingDefaultSource) =>
  to(RESOLVE, {
    ...post(JSON_BODY, new ReadableStream(source)),
    duplex: 'half',
  } as RequestInit);

test.each<[string, () => Request | Promise<Request>, number]>([
  [
    'a stream that fails at once',
    () => streaming({ pull: (controller) => controller.error(new Error('gone')) }),
    503,
  ],
  [
    'a stream that fails half way',
    () => {
      let pulls = 0;
      return streaming({
        pull(controller) {
          pulls += 1;
          if (pulls === 1) controller.enqueue(new TextEncoder().encode('{"shortT'));
          else controller.error(new Error('gone'));
        },
      });
    },
    503,
  ],
  [
    'an oversized stream that does not let itself be cancelled',
    () =>
      streaming({
        pull: (controller) => controller.enqueue(new Uint8Array(70_000)),
        cancel: () => Promise.reject(new Error('no')),
      }),
    413,
  ],
  [
    'a body that was read already',
    async () => {
      const request = to(RESOLVE, resolveOf('abc'));
      await request.text();
      return request;
    },
    500,
  ],
  [
    'a body that was read already and let go',
    async () => {
      const request = to(RESOLVE, resolveOf('abc'));
      const reader = request.body?.getReader();
      while (!(await reader?.read())?.done);
      reader?.releaseLock();
      return request;
    },
    500,
  ],
  [
    'a body that somebody holds',
    () => {
      const request = to(RESOLVE, resolveOf('abc'));
      request.body?.getReader();
      return request;
    },
    500,
  ],
])('answers %s and never rejects, with an onError that throws', async (_name, make, status) => {
  const told: unknown[] = [];
  const handler = createIssuerHandler(makeIssuer(), {
    onError: (error) => {
      told.push(error);
      throw new Error('the log is full');
    },
  });
  const answer = await handler(await make());
  expect(answer.status).toBe(status);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(told.map(String)).toEqual(
    status === 500 ? [expect.stringContaining('body was read before the issuer saw it')] : [],
  );
});

test.each([
  ['65536', 400, 1],
  ['65537', 413, 0],
  ['9'.repeat(30), 413, 0],
])(
  'of a body that announces %s bytes, answers %i after %i reads',
  async (length, status, reads) => {
    let pulls = 0;
    const source: UnderlyingDefaultSource = {
      pull(controller) {
        pulls += 1;
        controller.close();
      },
    };
    const body = new ReadableStream(source, { highWaterMark: 0 });
    const init = post({ ...JSON_BODY, 'content-length': length }, body);
    const request = to(RESOLVE, { ...init, duplex: 'half' } as RequestInit);
    expect((await createIssuerHandler(makeIssuer())(request)).status).toBe(status);
    expect(pulls).toBe(reads);
  },
);

test.each<[string, number, number, (controller: ReadableStreamDefaultController) => void]>([
  ['an oversized body', 0, 413, (controller) => controller.enqueue(new Uint8Array(65_537))],
  ['a body without an end, after 30 seconds', 30_000, 503, () => new Promise(() => {})],
])('lets go of the source of %s', async (_name, afterMs, status, pull) => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const cancel = vi.fn();
  const statuses: number[] = [];
  const handler = createIssuerHandler(makeIssuer());
  const waiting = handler(streaming({ pull, cancel })).then((answer) => {
    statuses.push(answer.status);
  });
  if (afterMs > 0) {
    await vi.advanceTimersByTimeAsync(afterMs - 1);
    expect([statuses, cancel.mock.calls]).toEqual([[], []]);
    await vi.advanceTimersByTimeAsync(1);
  }
  await waiting;
  expect(statuses).toEqual([status]);
  expect(cancel).toHaveBeenCalledOnce();
});

test('answers a request whose caller has left before', async () => {
  const init = { ...post(AUTHORIZED), signal: AbortSignal.abort() };
  expect((await createIssuerHandler(makeIssuer())(to(GENERATE, init))).status).toBe(503);
});

test('generates where the body was read already, since it needs none', async () => {
  const request = to(GENERATE, post(AUTHORIZED, '{}'));
  await request.text();
  expect((await createIssuerHandler(makeIssuer())(request)).status).toBe(200);
});

test.each<[string, unknown, object?]>([
  ['issuer', {}],
  ['basePath', null, { basePath: 'api' }],
  ['basePath', null, { basePath: '/api/' }],
  ['basePath', null, { basePath: 5 }],
  ['basePath', null, { basePath: ['/api'] }],
  ['limiter', null, { limiter: {} }],
  ['caller', null, { caller: 'me' }],
  ['onError', null, { onError: console }],
  ['cors', null, { cors: true }],
  ['cors', null, { cors: null }],
  ['cors.origins', null, { cors: {} }],
  ['cors.origins', null, { cors: { origins: [5] } }],
  ['cors.origins', null, { cors: { origins: [Object.create(null)] } }],
  ['cors.origins', null, { cors: { origins: ['ftp://https:2121'] } }],
  ['cors.origins', null, { cors: { origins: ['ftp://app.example'] } }],
  ['cors.origins', null, { cors: { origins: ['https://app.example', 'https://'] } }],
  ['basePath', null, { basePath: '/api?v=3' }],
  ['basePath', null, { basePath: '//' }],
  ['issuer', 5],
  ['issuer', { generate() {} }],
  ['issuer', { resolve() {} }],
  ['cors.origins', null, { cors: { origins: '*' } }],
  ['cors.origins', null, { cors: { origins: ['*'] } }],
  ['cors.origins', null, { cors: { origins: ['https://app.example/'] } }],
  ['cors.origins', null, { cors: { origins: ['null'] } }],
])('names %s when it cannot work: %j %j', (name, issuer, options = {}) => {
  for (const make of [createIssuerHandler, createIssuerNodeListener]) {
    expect(() => make((issuer ?? makeIssuer()) as Issuer, options)).toThrow(
      new RegExp(`^${name} must`),
    );
  }
});

test.each([undefined, null])('names the issuer where it is %s', (issuer) => {
  for (const make of [createIssuerHandler, createIssuerNodeListener]) {
    expect(() => make(issuer as never)).toThrow(/^issuer must/);
  }
});
