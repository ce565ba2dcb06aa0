import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createShortTokenClient } from '../../src/client/create-short-token-client.ts';
import type { ShortTokenClientEvent, ShortTokenClientOptions } from '../../src/client/options.ts';
import { readRetryAfter } from '../../src/client/retry-after.ts';

const NOW = Date.UTC(2026, 0, 1);

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
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

describe('the pause before the next request', () => {
  test.each([
    { random: 0, pauses: [50, 100] },
    { random: 0.999_999, pauses: [100, 200] },
  ])('doubles, half of it left to chance ($random)', async ({ random, pauses }) => {
    vi.spyOn(Math, 'random').mockReturnValue(random);
    const { client, sentAt, events } = scripted([status(503)]);
    expect(await ending(client.resolve('t'))).toMatchObject({
      code: 'upstream_error',
      attempts: 3,
    });
    expect(events.flatMap((event) => (event.type === 'retry' ? [event.delayMs] : []))).toEqual(
      pauses,
    );
    expect(sentAt).toEqual([0, pauses[0], (pauses[0] ?? 0) + (pauses[1] ?? 0)]);
  });

  test('stops doubling at two seconds', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.999_999);
    const { client, events } = scripted([status(503)], { maxRetries: 8, totalTimeoutMs: 60_000 });
    await ending(client.resolve('t'));
    const delays = events.flatMap((event) => (event.type === 'retry' ? [event.delayMs] : []));
    expect(delays).toEqual([100, 200, 400, 800, 1_600, 2_000, 2_000, 2_000]);
  });

  test.each([429, 503])('is never shorter than the server asked for with a %d', async (code) => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const { client, sentAt } = scripted([status(code, '3'), good]);
    expect(await ending(client.resolve('t'))).toMatchObject({ ok: true });
    expect(sentAt).toEqual([0, 3_050]);
  });

  test('is not begun when the total time would not last', async () => {
    const { client, sentAt } = scripted([status(429, '9')], { totalTimeoutMs: 9_000 });
    expect(await ending(client.resolve('t'))).toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 9_000,
      retryable: true,
      attempts: 1,
    });
    expect(sentAt).toEqual([0]);
  });
});

describe('a request is sent again', () => {
  test.each([0, 1, 5])('at most %d times as told by maxRetries', async (maxRetries) => {
    const { client, sentAt } = scripted([status(503)], { maxRetries });
    expect(await ending(client.resolve('t'))).toMatchObject({ attempts: maxRetries + 1 });
    expect(sentAt).toHaveLength(maxRetries + 1);
  });

  test('until it is answered, and the result is as if nothing had been', async () => {
    const { client, events } = scripted([status(503), status(429), good]);
    expect(await ending(client.resolve('t'))).toMatchObject({ ok: true, userId: 'u' });
    expect(events).toMatchObject([
      { type: 'retry', operation: 'resolve', attempt: 1, code: 'upstream_error', status: 503 },
      { type: 'retry', operation: 'resolve', attempt: 2, code: 'rate_limited', status: 429 },
      { type: 'settled', operation: 'resolve', outcome: 'ok', attempts: 3 },
    ]);
  });

  test('and a refusal on the way is final', async () => {
    const refusal = () => Response.json({ status: false, message: 'no' }, { status: 400 });
    const { client, sentAt, events } = scripted([status(503), refusal, good]);
    expect(await ending(client.resolve('t'))).toEqual({ ok: false, code: 'short_token_invalid' });
    expect(sentAt).toHaveLength(2);
    expect(events.at(-1)).toMatchObject({ outcome: 'refused', attempts: 2 });
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
          ? new Promise((done) => setTimeout(() => done(status(503)()), 4_000))
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
    expect(await outcome).toMatchObject({ code: 'timeout', attempts: 0 });
  });

  test('ends a call whose fetch ignores every signal', async () => {
    const client = createShortTokenClient({ fetch: () => new Promise(() => {}) });
    const outcome = client.resolve('t').catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await outcome).toMatchObject({ code: 'timeout', attempts: 1, retryable: false });
  });

  test('leaves no timer behind after an answer', async () => {
    const { client } = scripted([good]);
    await client.resolve('t');
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('Retry-After', () => {
  test.each([
    ['nothing', null, undefined],
    ['seconds', '120', 120_000],
    ['no seconds at all', '0', 0],
    ['an HTTP date ahead', 'Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['an HTTP date gone by', 'Wed, 31 Dec 2025 23:59:30 GMT', 0],
    ['an obsolete date of RFC 850', 'Thursday, 01-Jan-26 00:00:30 GMT', 30_000],
    ['an obsolete date of asctime', 'Thu Jan  1 00:00:30 2026 GMT', 30_000],
    ['a fraction', '1.5', undefined],
    ['a negative number', '-1', undefined],
    ['a number out of reach', '99999999999', undefined],
    ['an ISO date', '2026-01-01T00:00:30Z', undefined],
    ['words', 'soon', undefined],
    ['an empty value', '', undefined],
  ])('of %s', (_name, value, expected) => {
    expect(readRetryAfter(value)).toBe(expected);
  });
});
