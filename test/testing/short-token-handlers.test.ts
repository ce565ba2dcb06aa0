import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createShortTokenClient } from '../../src/client/create-short-token-client.ts';
import { scenarios } from '../../src/testing/scenarios.ts';
import { shortTokenHandlers } from '../../src/testing/short-token-handlers.ts';
import type { ShortTokenErrorCode } from '../../src/wire/short-token-error.ts';
import { CODES } from '../client/support/codes.ts';

const BEARER = 'personal-access-token-of-a-user';
const ALICE = { userId: '6530f1c2a4b5d6e7f8091a01', organizationId: '6530f1c2a4b5d6e7f8091a02' };
const NOW = Date.UTC(2026, 0, 1);
const FIVE_MINUTES = 5 * 60_000;

const mile = shortTokenHandlers({
  http,
  HttpResponse,
  clock: () => NOW,
  authenticate: (bearer) => (bearer === BEARER ? ALICE : null),
});
const server = setupServer(...mile.handlers);
const client = createShortTokenClient({ bearer: BEARER, timeoutMs: 500 });

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => mile.reset());
afterAll(() => server.close());

/** What a call ends in: its value, or the code of its error. */
function ending(call: Promise<unknown>): Promise<unknown> {
  return call.catch((error: { code?: unknown }) => error.code ?? error);
}

async function freshToken(): Promise<string> {
  return (await client.generate()).shortToken;
}

describe('the handlers answer as the service does', () => {
  test('a generated token resolves to the user of its bearer', async () => {
    const result = await client.resolve(await freshToken());
    expect(result).toMatchObject({ ok: true, ...ALICE });
    expect(result.ok && result.bearerToken).toBe(BEARER);
  });

  test('a second resolve of a token is refused', async () => {
    const token = await freshToken();
    await client.resolve(token);
    expect(await client.resolve(token)).toEqual({ ok: false, code: 'short_token_invalid' });
  });

  test('a second resolve is answered where reuse is allowed', async () => {
    const lenient = shortTokenHandlers({ http, HttpResponse, reuse: 'allow' });
    server.use(...lenient.handlers);
    try {
      const token = await freshToken();
      await client.resolve(token);
      expect(await client.resolve(token)).toMatchObject({ ok: true });
    } finally {
      server.resetHandlers();
    }
  });

  test('an unknown token is refused', async () => {
    expect(await client.resolve('nobody-ever-issued-this')).toMatchObject({ ok: false });
  });

  test('a bearer that nobody owns is rejected', async () => {
    expect(await ending(client.generate({ bearer: 'somebody-else' }))).toBe('bearer_rejected');
  });

  test.each([
    { name: 'a millisecond before five minutes', step: FIVE_MINUTES - 1, ok: true },
    { name: 'after five minutes', step: FIVE_MINUTES, ok: false },
  ])('$name a token is still good: $ok', async ({ step, ok }) => {
    const token = await freshToken();
    mile.advance(step);
    expect(await client.resolve(token)).toMatchObject({ ok });
  });

  test('answers under a base URL of your own', async () => {
    const baseUrl = 'https://mile.example/';
    const elsewhere = shortTokenHandlers({ http, HttpResponse, baseUrl });
    server.use(...elsewhere.handlers);
    try {
      const there = createShortTokenClient({ baseUrl, bearer: BEARER });
      const { shortToken } = await there.generate();
      expect(await there.resolve(shortToken)).toMatchObject({ ok: true });
      expect(elsewhere.journal).toHaveLength(2);
      expect(mile.journal).toEqual([]);
    } finally {
      server.resetHandlers();
    }
  });

  test('a reset forgets the tokens, the failures, the steps of the clock and the journal', async () => {
    const token = await freshToken();
    mile.fail(scenarios.conflict());
    mile.reset();
    expect(mile.journal).toEqual([]);
    expect(await client.resolve(token)).toMatchObject({ ok: false });
    expect(await client.resolve(await freshToken())).toMatchObject({ ok: true });
  });
});

describe('failures on demand', () => {
  const {
    short_token_malformed,
    insecure_url,
    aborted,
    bearer_missing,
    outcome_unknown,
    ...fromServers
  } = CODES;
  const catalogue: Record<string, () => { code: ShortTokenErrorCode }> = scenarios;

  test.each(Object.entries(catalogue))('%s leads to its code', async (_name, make) => {
    const scenario = make() as ReturnType<(typeof scenarios)['timeout']>;
    mile.fail(scenario);
    expect(await ending(client.generate())).toBe(scenario.code);
  });

  test('there is one for every code that a server or a network can cause', () => {
    const elsewhere = [
      short_token_malformed,
      insecure_url,
      aborted,
      bearer_missing,
      outcome_unknown,
    ];
    expect(elsewhere).not.toContain(undefined);
    const codes = Object.values(catalogue).map((make) => make().code);
    expect([...codes].sort()).toEqual(Object.keys(fromServers).sort());
  });

  test('the three other codes need no server', async () => {
    expect(await ending(client.resolve('two words'))).toBe('short_token_malformed');
    expect(() => createShortTokenClient({ baseUrl: 'http://mile.example' })).toThrow(
      expect.objectContaining({ code: 'insecure_url' }),
    );
    mile.fail(scenarios.timeout());
    const reason = new Error('the page was closed');
    const controller = new AbortController();
    const call = ending(client.generate({ signal: controller.signal }));
    controller.abort(reason);
    expect(await call).toBe(reason);
  });

  test('a failure is played once, then the real answer comes', async () => {
    mile.fail(scenarios.forbidden(), { times: 1 });
    expect(await ending(client.generate())).toBe('forbidden');
    expect(await client.generate()).toHaveProperty('shortToken');
  });

  test('several failures wait for their turn', async () => {
    mile.fail(scenarios.conflict(), { times: 2 });
    mile.fail(scenarios.forbidden(), { times: 1 });
    const endings = [];
    for (let call = 0; call < 4; call++) endings.push(await ending(client.generate()));
    expect(endings).toEqual([
      'conflict',
      'conflict',
      'forbidden',
      expect.objectContaining({ shortToken: expect.any(String) }),
    ]);
  });

  test('a failure of one operation leaves the other alone', async () => {
    mile.fail(scenarios.upstreamError({ status: 500 }), { operation: 'resolve' });
    const token = await freshToken();
    expect(await ending(client.resolve(token))).toBe('upstream_error');
  });

  test('after an outage that the client sends again over, the call succeeds', async () => {
    mile.fail(scenarios.rateLimited({ retryAfter: 0 }), { times: 2, operation: 'generate' });
    expect(await client.generate()).toHaveProperty('shortToken');
    expect(mile.journal).toEqual([
      { operation: 'generate', scenario: 'rate_limited', status: 429 },
      { operation: 'generate', scenario: 'rate_limited', status: 429 },
      { operation: 'generate', scenario: null, status: 200 },
    ]);
  });

  test.each([
    { times: 0, type: RangeError },
    { times: 1.5, type: RangeError },
    { times: Number.NaN, type: RangeError },
  ])('a failure cannot be played $times times', ({ times, type }) => {
    expect(() => mile.fail(scenarios.conflict(), { times })).toThrow(type);
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('the clock cannot step by %d', (ms) => {
    expect(() => mile.advance(ms)).toThrow(RangeError);
  });
});
