import { expect, test } from 'vitest';
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
    'a body that somebody holds',
    () => {
      const request = to(RESOLVE, resolveOf('abc'));
      request.body?.getReader();
      return request;
    },
    500,
  ],
])('answers %s and never rejects, with an onError that throws', async (_name, make, status) => {
  const handler = createIssuerHandler(makeIssuer(), {
    onError: () => {
      throw new Error('the log is full');
    },
  });
  const answer = await handler(await make());
  expect(answer.status).toBe(status);
  expect(answer.headers.get('cache-control')).toBe('no-store');
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
  ['limiter', null, { limiter: {} }],
  ['caller', null, { caller: 'me' }],
  ['onError', null, { onError: console }],
  ['cors', null, { cors: true }],
  ['cors', null, { cors: null }],
  ['cors.origins', null, { cors: {} }],
  ['cors.origins', null, { cors: { origins: [5] } }],
  ['cors.origins', null, { cors: { origins: ['ftp://app.example'] } }],
  ['cors.origins', null, { cors: { origins: ['https://app.example', 'https://'] } }],
  ['basePath', null, { basePath: '/api?v=3' }],
  ['basePath', null, { basePath: '//' }],
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
