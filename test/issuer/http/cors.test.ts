import { expect, test } from 'vitest';
import { createIssuerHandler } from '../../../src/issuer/http/create-issuer-handler.ts';
import { AUTHORIZED, GENERATE, makeIssuer, post, RESOLVE, resolveOf } from '../support/http.ts';

const APP = 'https://app.example';
const open = createIssuerHandler(makeIssuer(), {
  cors: { origins: [APP, 'http://localhost:5173'] },
});
const closed = createIssuerHandler(makeIssuer());

const preflight = (origin: string, path = GENERATE) =>
  new Request(`http://host${path}`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    },
  });
const generate = (headers: Record<string, string>) =>
  new Request(`http://host${GENERATE}`, post(headers));

test('answers the preflight of a listed origin', async () => {
  const answer = await open(preflight(APP));
  expect([answer.status, await answer.text()]).toEqual([204, '']);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'access-control-allow-origin': APP,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'authorization, content-type, idempotency-key',
    'access-control-max-age': '7200',
    vary: 'origin',
  });
});

test.each([
  ['OPTIONS that asks for nothing', { method: 'OPTIONS', headers: { origin: APP } }, 405],
  [
    'a POST that looks like a preflight',
    post({ ...AUTHORIZED, origin: APP, 'access-control-request-method': 'POST' }),
    200,
  ],
  ['a caller without an origin', post(AUTHORIZED), 200],
])('takes %s for an ordinary call', async (_name, init, status) => {
  const answer = await open(new Request(`http://host${GENERATE}`, init));
  expect(answer.status).toBe(status);
  expect(answer.headers.get('vary')).toBe('origin');
  const { origin } = Object.fromEntries(new Headers(init.headers));
  expect(answer.headers.get('access-control-allow-origin')).toBe(origin ?? null);
});

test('lets a page read how long it has to wait', async () => {
  const cors = { origins: [APP] };
  const limited = createIssuerHandler(makeIssuer(), { cors, limiter: () => 1_000 });
  const answer = await limited(generate({ ...AUTHORIZED, origin: APP }));
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1']);
  expect(answer.headers.get('access-control-expose-headers')).toBe('retry-after');
});

test.each([
  'https://evil.example',
  'https://app.example.evil.example',
  'http://app.example',
  'https://app.example:8443',
  'null',
])('refuses the preflight of %s', async (origin) => {
  const answer = await open(preflight(origin));
  expect(answer.status).toBe(403);
  expect(answer.headers.get('access-control-allow-origin')).toBeNull();
});

test('shows success and failure to a page of a listed origin, and to no other', async () => {
  for (const [headers, status] of [
    [AUTHORIZED, 200],
    [{}, 401],
    [{ accept: 'text/html' }, 406],
  ] as const) {
    const listed = await open(generate({ ...headers, origin: APP }));
    const other = await open(generate({ ...headers, origin: 'https://evil.example' }));
    expect([listed.status, other.status]).toEqual([status, status]);
    expect(listed.headers.get('access-control-allow-origin')).toBe(APP);
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
    expect([listed.headers.get('vary'), other.headers.get('vary')]).toEqual(['origin', 'origin']);
  }
});

test('never opens resolve to a page', async () => {
  expect((await open(preflight(APP, RESOLVE))).status).toBe(405);
  const answer = await open(new Request(`http://host${RESOLVE}`, resolveOf('x', { origin: APP })));
  expect(answer.headers.get('access-control-allow-origin')).toBeNull();
});

test('is off by default', async () => {
  expect((await closed(preflight(APP))).status).toBe(405);
  const answer = await closed(generate({ ...AUTHORIZED, origin: APP }));
  expect(answer.headers.get('access-control-allow-origin')).toBeNull();
});
