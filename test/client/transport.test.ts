import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createShortTokenClient } from '../../src/client/create-short-token-client.ts';
import type { ShortTokenClientEvent, ShortTokenClientOptions } from '../../src/client/options.ts';

const NOW = Date.UTC(2026, 0, 1);

beforeEach(() => {
  // A process that has run for a while: no clock stands at 0.
  vi.useFakeTimers({ now: NOW - 60_000 });
  vi.advanceTimersByTime(60_000);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const GOOD = { status: true, data: { bearerToken: 'b', userId: 'u', organizationId: 'o' } };

/** A client whose server answers from a list and then for ever with its last entry. */
function scripted(answers: readonly (() => Response)[], options: ShortTokenClientOptions = {}) {
  const sentAt: number[] = [];
  const events: ShortTokenClientEvent[] = [];
  const client = createShortTokenClient({
    ...options,
    fetch: async () => {
      sentAt.push(Date.now() - NOW);
      const answer = answers[Math.min(sentAt.length, answers.length) - 1];
      return answer ? answer() : Response.error();
    },
    onEvent: (event) => events.push(event),
  });
  return { client, sentAt, events };
}

const good = () => Response.json(GOOD);
const forBoth = () =>
  Response.json({
    status: true,
    data: { ...GOOD.data, shortToken: 'abc', expiresAt: 1_767_225_900 },
  });
const status = (code: number, retryAfter?: string) => () =>
  new Response(null, {
    status: code,
    headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  });

/** Lets all time pass that the call wants, and says how it ended. */
async function ending(call: Promise<unknown>) {
  const outcome = call.catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  return outcome;
}

/** A limit that is asked for by everybody who may wait no longer. */
const busy = (retryAfter = '0') => status(429, retryAfter);
const refusal = () => Response.json({ status: false, message: 'no' }, { status: 400 });

describe('the pause before the next request', () => {
  test.each([
    { random: 0, pauses: [50, 100] },
    { random: 0.999_999, pauses: [100, 200] },
  ])('doubles, half of it left to chance ($random)', async ({ random, pauses }) => {
    vi.spyOn(Math, 'random').mockReturnValue(random);
    const { client, sentAt, events } = scripted([busy()]);
    expect(await ending(client.resolve('t'))).toMatchObject({ code: 'rate_limited', attempts: 3 });
    expect(events.flatMap((event) => (event.type === 'retry' ? [event.delayMs] : []))).toEqual(
      pauses,
    );
    expect(sentAt).toEqual([0, pauses[0], (pauses[0] ?? 0) + (pauses[1] ?? 0)]);
  });

  test.each(['generate', 'resolve'] as const)(
    'is never shorter than the server asked for (%s)',
    async (operation) => {
      vi.spyOn(Math, 'random').mockReturnValue(0);
      const { client, sentAt } = scripted([busy('3'), forBoth], { bearer: 'b' });
      await ending(operation === 'resolve' ? client.resolve('t') : client.generate());
      expect(sentAt).toEqual([0, 3_050]);
    },
  );

  test.each(['9', '99999999999', 'Thu, 01 Jan 2026 00:00:09 GMT', 'Thu Jan  1 00:00:09 2026'])(
    'is not begun when the total time would not last: %s',
    async (retryAfter) => {
      const { client, sentAt } = scripted([busy(retryAfter)], { totalTimeoutMs: 9_000 });
      expect(await ending(client.resolve('t'))).toMatchObject({
        code: 'rate_limited',
        retryable: true,
        attempts: 1,
      });
      expect(sentAt).toEqual([0]);
    },
  );
});

test('the pause is not begun when nothing would be left behind it', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const { client, sentAt } = scripted([busy('3'), good], { totalTimeoutMs: 3_050 });
  expect(await ending(client.resolve('t'))).toMatchObject({ code: 'rate_limited', attempts: 1 });
  expect(sentAt).toEqual([0]);
});

test('a caller who leaves during the pause is not kept', async () => {
  const { client, sentAt, events } = scripted([busy('3'), good]);
  const caller = new AbortController();
  const outcome = client.resolve('t', { signal: caller.signal }).catch((reason) => reason);
  await vi.advanceTimersByTimeAsync(1_000);
  caller.abort('bye');
  await vi.runAllTimersAsync();
  expect(await outcome).toBe('bye');
  expect(sentAt).toEqual([0]);
  expect(events.at(-1)).toMatchObject({ type: 'settled', code: 'aborted', attempts: 1 });
});

describe('a request is sent again', () => {
  test.each([0, 1, 5])('at most %d times as told by maxRetries', async (maxRetries) => {
    const { client, sentAt } = scripted([busy()], { maxRetries });
    expect(await ending(client.resolve('t'))).toMatchObject({ attempts: maxRetries + 1 });
    expect(sentAt).toHaveLength(maxRetries + 1);
  });

  test('until it is answered, and the result is as if nothing had been', async () => {
    const { client, events } = scripted([busy(), busy(), good]);
    expect(await ending(client.resolve('t'))).toMatchObject({ ok: true, userId: 'u' });
    expect(events).toMatchObject([
      { type: 'start', operation: 'resolve' },
      { type: 'retry', operation: 'resolve', attempt: 1, code: 'rate_limited', status: 429 },
      { type: 'retry', operation: 'resolve', attempt: 2, code: 'rate_limited', status: 429 },
      { type: 'settled', operation: 'resolve', outcome: 'ok', attempts: 3 },
    ]);
  });

  test.each([408, 421, 425, 429, 500, 502, 503, 504])('for generate after a %d', async (code) => {
    const { client, sentAt } = scripted([status(code), forBoth], { bearer: 'b' });
    expect(await ending(client.generate())).toHaveProperty('shortToken');
    expect(sentAt).toHaveLength(2);
  });

  test.each([400, 401, 403, 404, 409, 413])('never for generate after a %d', async (code) => {
    const { client, sentAt } = scripted([status(code), forBoth], { bearer: 'b' });
    expect(await ending(client.generate())).toMatchObject({ retryable: false, attempts: 1 });
    expect(sentAt).toEqual([0]);
  });

  test.each([408, 500, 502, 503, 504])('never for resolve after a %d', async (code) => {
    const { client, sentAt } = scripted([status(code), good]);
    expect(await ending(client.resolve('t'))).toMatchObject({
      code: 'upstream_error',
      retryable: false,
      attempts: 1,
    });
    expect(sentAt).toEqual([0]);
  });

  test('for generate after a time limit, within the total time', async () => {
    let sent = 0;
    const client = createShortTokenClient({
      bearer: 'b',
      fetch: async () => (++sent === 1 ? new Promise(() => {}) : forBoth()),
    });
    const call = client.generate();
    await vi.advanceTimersByTimeAsync(5_200);
    expect(await call).toHaveProperty('shortToken');
  });
});

describe('a refusal', () => {
  test('counts as the first answer', async () => {
    const { client } = scripted([refusal]);
    expect(await ending(client.resolve('t'))).toEqual({ ok: false, code: 'short_token_invalid' });
  });

  test.each([421, 425, 429])('after a repetition is no refusal (%d)', async (code) => {
    const { client, sentAt, events } = scripted([status(code), refusal, good]);
    expect(await ending(client.resolve('t'))).toMatchObject({
      name: 'ShortTokenError',
      code: 'outcome_unknown',
      status: 400,
      retryable: false,
      attempts: 2,
    });
    expect(sentAt).toHaveLength(2);
    expect(events.at(-1)).toMatchObject({ outcome: 'failed', code: 'outcome_unknown' });
  });
});

describe('the total time', () => {
  test('cuts the last request short', async () => {
    let sent = 0;
    const client = createShortTokenClient({
      timeoutMs: 5_000,
      totalTimeoutMs: 6_000,
      fetch: () =>
        ++sent === 1
          ? new Promise((done) => setTimeout(() => done(status(429)()), 4_000))
          : new Promise(() => {}),
    });
    const outcome = client.resolve('t').catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(5_999);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await outcome).toMatchObject({ code: 'timeout', attempts: 2 });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('includes the time that the bearer takes', async () => {
    const client = createShortTokenClient({
      totalTimeoutMs: 1_000,
      bearer: () => new Promise(() => {}),
      fetch: async () => expect.unreachable('there is no bearer to send'),
    });
    const outcome = client.generate().catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await outcome).toMatchObject({
      code: 'timeout',
      attempts: 0,
      retryable: true,
      message: expect.stringContaining('nothing was sent'),
    });
  });

  test('ends a call whose fetch ignores every signal', async () => {
    const client = createShortTokenClient({ fetch: () => new Promise(() => {}) });
    const outcome = client.resolve('t').catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await outcome).toMatchObject({ code: 'timeout', attempts: 1, retryable: false });
  });

  test('is at least the time of one request, where neither the client nor the call gives it', async () => {
    const client = createShortTokenClient({ fetch: () => new Promise(() => {}) });
    const outcome = client.resolve('t', { timeoutMs: 30_000 }).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(29_999);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await outcome).toMatchObject({ code: 'timeout' });
  });

  test.each([0, 1.5, 600_001, '5'])('of a call cannot be %s', async (timeoutMs) => {
    const { client, sentAt } = scripted([good]);
    const call = client.resolve('t', { timeoutMs: timeoutMs as number });
    await expect(call).rejects.toThrow('timeoutMs must be');
    expect(sentAt).toEqual([]);
  });

  test('leaves no timer behind after an answer', async () => {
    const { client } = scripted([good]);
    await client.resolve('t');
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('on a server, where a runtime asks for the body once it is connected', () => {
  interface ServerInit {
    readonly body: ReadableStream;
    readonly headers: Readonly<Record<string, string>>;
  }
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  /** The client of a process whose own `fetch` is this one. */
  async function clientOf(
    fetch: (init: ServerInit) => Promise<unknown>,
    options: ShortTokenClientOptions = {},
  ) {
    vi.resetModules();
    vi.stubGlobal('fetch', (_url: string, init: ServerInit) => fetch(init));
    const fresh = await import('../../src/client/create-short-token-client.ts');
    return fresh.createShortTokenClient({ maxRetries: 0, ...options });
  }
  const never = () => new Promise(() => {});

  test('the body arrives whole, with its length', async () => {
    const seen: unknown[] = [];
    const client = await clientOf(async ({ body, headers }) => {
      seen.push(await new Response(body).text(), headers['content-length']);
      return good();
    });
    expect(await ending(client.resolve('t'))).toMatchObject({ ok: true });
    expect(seen).toEqual(['{"shortToken":"t"}', '18']);
  });

  test('a call without a body has none', async () => {
    const seen: object[] = [];
    const client = await clientOf(
      async (init) => {
        seen.push(init);
        return forBoth();
      },
      { bearer: 'b' },
    );
    expect(await ending(client.generate())).toHaveProperty('shortToken');
    expect(seen[0]).not.toHaveProperty('body');
  });

  test('a connection that is not made in its time is unreachable, and tried again', async () => {
    const fetch = vi.fn(never);
    const client = await clientOf(fetch, { maxRetries: 2 });
    expect(await ending(client.resolve('t'))).toMatchObject({
      code: 'network_unreachable',
      cause: { code: 'ETIMEDOUT' },
      retryable: true,
      attempts: 3,
    });
    expect(fetch).toHaveBeenCalledTimes(3);
  });

  test.each([
    ['of the connection', { connectTimeoutMs: 700 }, 700],
    ['of the request, if that is less', { connectTimeoutMs: 700, timeoutMs: 300 }, 300],
  ])('the time %s counts', async (_name, options, ms) => {
    const client = await clientOf(never, options);
    const outcome = client.resolve('t').catch(({ code }: { code: string }) => code);
    await vi.advanceTimersByTimeAsync(ms - 1);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await outcome).toBe('network_unreachable');
  });

  test('a body that was not asked for in time is not given any more', async () => {
    let late: Promise<unknown> = Promise.resolve();
    const client = await clientOf(({ body }) => {
      late = new Promise((done) => setTimeout(done, 3_000)).then(() => new Response(body).text());
      late.catch(() => {});
      return never();
    });
    expect(await ending(client.resolve('t'))).toMatchObject({ code: 'network_unreachable' });
    await expect(late).rejects.toThrow(TypeError);
  });

  test('a request that was sent may have been processed', async () => {
    const client = await clientOf(async ({ body }) => {
      await new Response(body).text();
      return never();
    });
    expect(await ending(client.resolve('t'))).toMatchObject({
      code: 'timeout',
      retryable: false,
      attempts: 1,
    });
    expect(Date.now() - NOW).toBe(5_000);
  });

  test('what breaks before the body is asked for was not sent', async () => {
    const client = await clientOf(() => Promise.reject(new TypeError('fetch failed')));
    expect(await ending(client.resolve('t'))).toMatchObject({ code: 'network_unreachable' });
  });

  test('what breaks in an answer was sent, even if the body was not asked for', async () => {
    const get = () => {
      throw new Error('no header');
    };
    const client = await clientOf(async () => ({ status: 200, headers: { get } }));
    expect(await ending(client.resolve('t'))).toMatchObject({ code: 'response_truncated' });
  });

  test('what breaks after it may have been', async () => {
    const client = await clientOf(async ({ body }) => {
      await new Response(body).text();
      throw new TypeError('fetch failed');
    });
    expect(await ending(client.resolve('t'))).toMatchObject({ code: 'network_interrupted' });
  });
});
