import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { scenarios } from '../../../src/testing/scenarios.ts';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.stop());

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at, not relied on
type Json = any;

async function call(method: string, path: string, body?: unknown, headers: HeadersInit = {}) {
  const answer = await fetch(`${sandbox.origin}/__sandbox${path}`, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, json: (text === '' ? {} : JSON.parse(text)) as Json };
}

describe('the OpenAPI document', () => {
  test('has every route, and every route is in it', async () => {
    const { json } = await call('GET', '/openapi.json');
    expect(json.openapi).toBe('3.1.0');
    for (const [path, methods] of Object.entries<object>(json.paths)) {
      for (const method of Object.keys(methods)) {
        if (path === '/events') continue;
        const { json: answer } = await call(method.toUpperCase(), path.replace('{id}', 'none'));
        // A missing body or a missing thing, but never a missing route.
        expect(answer.error ?? '', `${method} ${path}`).not.toBe('See /__sandbox/openapi.json.');
      }
    }
    const schemas = Object.keys(json.components.schemas);
    expect(schemas).toEqual(expect.arrayContaining(['Click', 'Visit', 'Fault', 'Advance']));
  });
});

test('a whole invocation is one call, whose answer is the journey', async () => {
  const { status, json } = await call('POST', '/visits', { module: 'Report', user: 'Dispatcher' });
  expect([status, json.status, json.invocation.outcome]).toEqual([200, 200, 'ok']);
  expect((await call('GET', `/journey/${json.invocation.id}`)).json).toMatchObject({
    user: { name: 'Dispatcher' },
  });
});

test.each(Object.keys(scenarios))('the fault %s can be switched on and off', async (scenario) => {
  const { json } = await call('POST', '/faults', { operation: 'resolve', scenario, times: 3 });
  const { json: state } = await call('GET', '/state');
  expect(state.faults).toEqual([
    { id: json.id, operation: 'resolve', code: expect.any(String), left: 3 },
  ]);
  expect((await call('DELETE', `/faults/${json.id}`)).status).toBe(204);
  expect((await call('GET', '/state')).json.faults).toEqual([]);
});

test('the clock steps and is set back', async () => {
  await call('POST', '/clock', { by: '5m' });
  expect((await call('GET', '/state')).json.aheadMs).toBe(300_000);
  await call('DELETE', '/clock');
  expect((await call('GET', '/state')).json.aheadMs).toBe(0);
});

test.each([
  ['POST', '/faults', { operation: 'resolve', scenario: 'no such' }],
  ['POST', '/faults', { operation: 'resolve', scenario: 'conflict', times: 0 }],
  ['POST', '/clock', { by: '-5m' }],
  ['PUT', '/latency', { ms: -1 }],
  ['POST', '/visits', {}],
])('%s %s with %j is refused with what to do', async (method, path, body) => {
  const { status, json } = await call(method, path, body);
  expect(status).toBe(400);
  expect(json.error).toMatch(/openapi\.json|A time is/);
});

describe('nobody else steers it', () => {
  test.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', { 'sec-fetch-site': 'same-site' }],
  ])('from %s', async (_, headers) => {
    expect((await call('POST', '/visits', { module: 'Report' }, headers)).status).toBe(403);
  });

  test('by a name that leads to this machine', async () => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => {
      const url = `${sandbox.origin}/__sandbox/state`;
      request(url, { headers: { host: 'rebound.example' } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).end();
    });
    expect(status).toBe(421);
  });
});

test('the event stream begins with everything and goes on with what changes', async () => {
  const stop = new AbortController();
  const answer = await fetch(`${sandbox.origin}/__sandbox/events`, { signal: stop.signal });
  const reader = (answer.body as ReadableStream<Uint8Array>)
    .pipeThrough(new TextDecoderStream() as never)
    .getReader() as ReadableStreamDefaultReader<string>;
  let text = '';
  const until = async (pattern: RegExp) => {
    while (!pattern.test(text)) text += (await reader.read()).value;
  };
  await until(/event: state\n.*\n\nevent: journey\n.*\n\n/s);
  text = '';
  await sandbox.openModule('Report');
  await until(/event: journey\n.*"kind":"callback"/s);
  stop.abort();
});

test('a role can be given a permission, and the module knows of it', async () => {
  const { json } = await call('GET', '/state');
  const drivers = json.roles.find(({ name }: Json) => name === 'Drivers');
  await call('PUT', `/roles/${drivers.id}`, { permissions: ['View Report'] });
  const { json: after } = await call('GET', '/state');
  expect(after.modules[0].permissions).toContain(drivers.id);
  expect(after.users[2].permissions).toEqual(['View Report']);
});
