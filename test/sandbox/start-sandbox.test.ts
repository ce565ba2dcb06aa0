import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { scenarios } from '../../src/testing/scenarios.ts';

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

const stepsOf = (index = -1) =>
  sandbox
    .journey()
    .at(index)
    ?.steps.map(({ kind, outcome, code }) => [kind, outcome, code].filter(Boolean).join(' '));

describe('openModule', () => {
  test('lands on the demo service with the name of the user', async () => {
    const { status, body, hops } = await sandbox.openModule('Report', { user: 'Dispatcher' });
    expect(status).toBe(200);
    expect(body).toContain('Hello, Dispatcher');
    expect(hops).toEqual([
      { status: 303, path: `${sandbox.receiverOrigin}/webhook?token={SHORT_TOKEN}` },
      { status: 200, path: '/webhook' },
    ]);
  });

  test('takes the first user who may see the module when nobody is named', async () => {
    const { invocation } = await sandbox.openModule('route');
    expect([invocation.module?.name, invocation.user?.name]).toEqual(['Route', 'Administrator']);
  });

  test('takes a module URL that is configured nowhere', async () => {
    const url = `${sandbox.receiverOrigin}/stock?token={SHORT_TOKEN}`;
    expect((await sandbox.openModule(url, { user: 'Driver' })).body).toContain('Hello, Driver');
  });

  test.each([
    ['an unknown module', 'Nowhere', undefined, 'module_unknown'],
    ['an unknown user', 'Report', 'Nobody', 'user_unknown'],
    ['a user without the permission', 'Report', 'Driver', 'not_permitted'],
    [
      'a service that is not there',
      'http://127.0.0.1:9/?t={SHORT_TOKEN}',
      undefined,
      'receiver_unreachable',
    ],
  ])('says in a code what is wrong with %s', async (_, module, user, code) => {
    await expect(sandbox.openModule(module, { user })).rejects.toMatchObject({ code });
  });

  test('notes every step in its order', async () => {
    await sandbox.openModule('Report');
    expect(stepsOf()).toEqual([
      'click ok',
      'generate ok',
      'open ok',
      'resolve ok',
      'identity ok',
      'answer ok',
      'callback ok',
      'callback ok',
    ]);
  });
});

describe('the clock', () => {
  test('makes a token that is five minutes old a refusal, and says expired to the journey alone', async () => {
    const { baseUrl } = sandbox;
    const shortToken = await generate(baseUrl);
    sandbox.advance('5m');
    expect(await resolve(baseUrl, shortToken)).toBe(400);
    expect(sandbox.journey().at(-1)?.steps.at(-1)).toMatchObject({
      kind: 'resolve',
      outcome: 'refused',
      status: 400,
      code: 'short_token_invalid',
      detail: 'expired',
    });
  });

  test.each(['-5m', 'soon', -1, Number.NaN])('does not step by %s', (by) => {
    expect(() => sandbox.advance(by)).toThrow(/A time is/);
  });
});

test('a token that is used twice is one invocation, refused', async () => {
  const shortToken = await generate(sandbox.baseUrl);
  expect(await resolve(sandbox.baseUrl, shortToken)).toBe(200);
  expect(await resolve(sandbox.baseUrl, shortToken)).toBe(400);
  const [invocation, ...others] = sandbox.journey();
  expect(others).toEqual([]);
  expect(invocation?.outcome).toBe('refused');
  expect(invocation?.steps.at(-1)).toMatchObject({ detail: 'used before' });
});

test('with reuse a token may be used twice', async () => {
  await sandbox.stop();
  sandbox = await startSandbox({ reuse: 'allow' });
  const shortToken = await generate(sandbox.baseUrl);
  expect(await resolve(sandbox.baseUrl, shortToken)).toBe(200);
  expect(await resolve(sandbox.baseUrl, shortToken)).toBe(200);
});

describe('a fault of resolve', () => {
  // What the client repeats by itself gets better after one failure, so these are played on.
  test.each([
    ['networkUnreachable', 503],
    ['networkInterrupted', 503],
    ['tlsError', 503],
    ['redirectRefused', 503],
    ['badRequest', 503],
    ['bearerRejected', 503],
    ['forbidden', 503],
    ['endpointNotFound', 503],
    ['conflict', 503],
    ['requestTooLarge', 503],
    ['rateLimited', 503],
    ['upstreamError', 503],
    ['responseNotJson', 503],
    ['responseTruncated', 503],
    ['responseInvalid', 503],
    ['responseTooLarge', 503],
  ] as const)('%s ends in %d at the service, never in 401', async (name, status) => {
    const scenario = scenarios[name]();
    sandbox.fail('resolve', scenario);
    const visit = await sandbox.openModule('Report');
    expect(visit.status).toBe(status);
    const failed = visit.invocation.steps.filter(({ kind }) => kind === 'resolve');
    expect(failed.length).toBeGreaterThan(0);
    for (const step of failed) expect(step).toMatchObject({ code: scenario.code, fault: true });
    expect(visit.invocation.outcome).toBe('failed');
  });

  test('timeout ends in 503 when the patience of the client ends', async () => {
    sandbox.fail('resolve', scenarios.timeout());
    expect((await sandbox.openModule('Report')).status).toBe(503);
  });

  test('is played as often as it was told, and the client repeats a 429', async () => {
    sandbox.fail('resolve', scenarios.rateLimited(), { times: 1 });
    const { status, invocation } = await sandbox.openModule('Report');
    expect([status, invocation.outcome]).toEqual([200, 'ok']);
    expect(stepsOf()?.filter((step) => step.startsWith('resolve'))).toEqual([
      'resolve failed rate_limited',
      'resolve ok',
    ]);
  });

  test('ends with reset', async () => {
    sandbox.fail('resolve', scenarios.upstreamError({ status: 500 }));
    expect((await sandbox.openModule('Report')).status).toBe(503);
    sandbox.reset();
    expect((await sandbox.openModule('Report')).status).toBe(200);
    expect(sandbox.journey()).toHaveLength(1);
  });
});

test('a fault of generate reaches the caller as what it is', async () => {
  sandbox.fail('generate', scenarios.bearerRejected(), { times: 1 });
  await expect(sandbox.openModule('Report')).rejects.toMatchObject({ code: 'bearer_rejected' });
  expect(stepsOf()).toEqual(['click ok', 'generate failed bearer_rejected']);
});

test('a fault of a call back leaves the login alone', async () => {
  sandbox.fail('callback', scenarios.upstreamError(), { times: 1 });
  const { hops, invocation } = await sandbox.openModule('Report');
  expect(hops.map(({ status }) => status)).toEqual([303, 503]);
  expect(invocation.steps.at(-1)).toMatchObject({ kind: 'callback', code: 'upstream_error' });
});

test('latency makes a call take longer', async () => {
  sandbox.slowDown(60);
  const { invocation } = await sandbox.openModule('Report');
  const resolved = invocation.steps.find(({ kind }) => kind === 'resolve');
  expect(resolved?.durationMs).toBeGreaterThanOrEqual(50);
});

test('await using stops it', async () => {
  const { baseUrl } = await (async () => {
    await using inner = await startSandbox();
    return inner;
  })();
  await expect(fetch(`${baseUrl}/tasks`)).rejects.toThrow();
});

test('two run side by side and know nothing of each other', async () => {
  await using other = await startSandbox();
  const shortToken = await generate(other.baseUrl);
  expect(await resolve(sandbox.baseUrl, shortToken)).toBe(400);
  expect(await resolve(other.baseUrl, shortToken)).toBe(200);
});

test('names the next free port when one is in use', async () => {
  const port = Number(new URL(sandbox.origin).port);
  await expect(startSandbox({ port })).rejects.toMatchObject({
    code: 'port_in_use',
    message: expect.stringMatching(new RegExp(`^Port ${port} is in use; \\d+ is free\\.$`)),
  });
});

test('speaks https with a certificate made on the spot, in a whole invocation too', async () => {
  await using secure = await startSandbox({ https: true });
  expect(secure.origin).toMatch(/^https:\/\/localhost:/);
  expect(secure.certificate).toContain('BEGIN CERTIFICATE');
  expect((await secure.openModule('Report')).body).toContain('Hello, Administrator');
});

test.each([
  ['port', { port: 65_536 }],
  ['ttlSeconds', { ttlSeconds: 0 }],
  ['journeyLimit', { journeyLimit: 0 }],
  ['reuse', { reuse: 'sometimes' as 'allow' }],
  ['receiver', { receiver: 'http://localhost:3000/webhook' }],
  ['receiver', { receiver: 'javascript:alert(1)' }],
  ['redis', { redis: 'localhost:6379' }],
])('an option that cannot work is named: %s', async (name, options) => {
  await expect(startSandbox(options)).rejects.toMatchObject({
    code: 'option_invalid',
    message: expect.stringContaining(name),
  });
});

async function generate(baseUrl: string): Promise<string> {
  const answer = await fetch(`${baseUrl}/short-token/generate`, {
    method: 'POST',
    headers: { authorization: 'Bearer sandbox-dispatcher' },
  });
  return ((await answer.json()) as { data: { shortToken: string } }).data.shortToken;
}

async function resolve(baseUrl: string, shortToken: string): Promise<number> {
  const answer = await fetch(`${baseUrl}/short-token/resolve`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ shortToken }),
  });
  return answer.status;
}
