import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createShortTokenClient } from '../../src/client/create-short-token-client.ts';
import {
  type Failure,
  failedWith,
  readRetryAfter,
  retryability,
  retryDelay,
} from '../../src/client/failure.ts';
import type { ShortTokenClientEvent } from '../../src/client/options.ts';
import { isShortTokenError, type ShortTokenErrorCode } from '../../src/wire/short-token-error.ts';
import { CODES } from './support/codes.ts';
import { FAILURE_ROWS } from './support/failure-rows.ts';

const SHORT_TOKEN = 'vKq7Rm3TzWc9XpHd4NbF2s';
const BEARER = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0ZXN0In0.c2lnbmF0dXJl';

describe.concurrent('a failed call tells what happened', () => {
  test.each(FAILURE_ROWS)('$name: $code', async (row) => {
    const server = await row.arrange();
    const events: ShortTokenClientEvent[] = [];
    const client = createShortTokenClient({
      baseUrl: server.baseUrl,
      bearer: BEARER,
      ...row.options,
      onEvent: (event) => events.push(event),
    });
    try {
      const error = await (row.operation === 'resolve'
        ? client.resolve(SHORT_TOKEN)
        : client.generate()
      ).then(
        () => expect.unreachable('the call must fail'),
        (reason: unknown) => reason,
      );

      if (!isShortTokenError(error)) throw error;
      const { code, retryable, attempts, status, retryAfterMs, issues } = error;
      expect({ code, retryable, attempts, status, retryAfterMs, issues }).toEqual({
        code: row.code,
        retryable: row.retryable,
        attempts: row.attempts,
        status: row.status,
        retryAfterMs: row.retryAfterMs,
        issues: row.issues,
      });

      // What the server saw: as many requests as there were attempts, each to the one endpoint.
      const arrived = row.arrived ?? row.attempts;
      expect(server.seen).toHaveLength(arrived);
      for (const { method, path } of server.seen) {
        expect(`${method} ${path}`).toBe(`POST /api/v3/short-token/${row.operation}`);
      }
      // One key for one resolve, so that the server can tell a repetition.
      const keys = new Set(server.seen.map(({ headers }) => headers['idempotency-key']));
      const key = row.operation === 'resolve' ? expect.stringMatching(/^[\da-f-]{36}$/) : undefined;
      expect([...keys]).toEqual(arrived > 0 ? [key] : []);

      expect(events.map(({ type }) => type)).toEqual([
        'start',
        ...Array(row.attempts - 1).fill('retry'),
        'settled',
      ]);
      expect(events.at(-1)).toMatchObject({ outcome: 'failed', code, attempts });
    } finally {
      await server.close();
    }
  });
});

test('the table has every code that a server or a network can cause', () => {
  const elsewhere: readonly ShortTokenErrorCode[] = [
    'short_token_malformed',
    'insecure_url',
    'aborted',
    'bearer_missing',
    'outcome_unknown',
  ];
  const codes = new Set([...FAILURE_ROWS.map(({ code }) => code), ...elsewhere]);
  expect([...codes].sort()).toEqual(Object.keys(CODES).sort());
});

describe('an error says what is known', () => {
  test.each<[string, Failure, string]>([
    ['nothing but its code', { code: 'conflict' }, ''],
    ['the status', { code: 'conflict', status: 409 }, ' (HTTP 409)'],
    [
      'the fields',
      { code: 'response_invalid', status: 200, issues: ['data.userId', 'status'] },
      ' (HTTP 200, data.userId, status)',
    ],
    ['the cause', { code: 'network_interrupted', cause: 'ECONNRESET' }, ' (ECONNRESET)'],
  ])('in its message: %s', (_name, failure, facts) => {
    const { message } = failedWith(failure, 1);
    expect(message.replace(/^[^()]+[^() ]/, '')).toBe(facts);
  });

  test('in its fields, and those that are not known are absent', () => {
    const known = failedWith({ code: 'timeout', requestId: 'r-1', cause: 'ECONNRESET' }, 2, true);
    expect(known).toMatchObject({ requestId: 'r-1', cause: { code: 'ECONNRESET' }, attempts: 2 });
    expect(Object.keys(failedWith({ code: 'conflict' }))).not.toContain('cause');
  });

  test.each<[string, Failure, number, boolean]>([
    ['a bearer that did not come in time', { code: 'timeout' }, 0, true],
    ['an answer that did not come in time', { code: 'timeout' }, 1, false],
    ['a token that is none', { code: 'short_token_malformed' }, 0, false],
  ])('about %s', (_name, failure, attempts, retryable) => {
    const error = failedWith(failure, attempts);
    expect(error.message.includes('bearer function')).toBe(retryable);
    expect(error.retryable).toBe(retryable);
  });
});

describe('a failure', () => {
  const kinds: Partial<Record<ShortTokenErrorCode, string>> = {
    network_unreachable: 'unprocessed',
    rate_limited: 'unprocessed',
    upstream_error: 'passing',
    network_interrupted: 'passing',
    timeout: 'passing',
    response_truncated: 'passing',
  };
  test.each(Object.keys(CODES) as ShortTokenErrorCode[])('%s passes or is final', (code) => {
    expect(retryability({ code, status: 500 })).toBe(kinds[code] ?? 'final');
  });

  test.each([421, 425])('with the status %i was not processed', (status) => {
    expect(retryability({ code: 'upstream_error', status })).toBe('unprocessed');
  });
});

const YEAR_MS = 31_536_000_000;

describe('Retry-After is read', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test.each([
    ['nothing', undefined, undefined],
    ['seconds', '120', 120_000],
    ['no seconds at all', '0', 0],
    ['a number of ten digits', '9999999999', YEAR_MS],
    ['a number beyond reckoning', '9'.repeat(400), YEAR_MS],
    ['an HTTP date ahead', 'Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['an HTTP date gone by', 'Wed, 31 Dec 2025 23:59:30 GMT', 0],
    ['a date of RFC 850', 'Thursday, 01-Jan-26 00:00:30 GMT', 30_000],
    ['a date of RFC 850 from the last century', 'Sunday, 06-Nov-94 08:49:37 GMT', 0],
    ['a date of RFC 850 fifty years ahead', 'Friday, 20-Dec-75 00:00:00 GMT', YEAR_MS],
    ['a date of RFC 850 beyond', 'Friday, 20-Dec-75 00:00:01 GMT', 0],
    ['a date of asctime, which is UTC', 'Thu Jan  1 00:00:30 2026', 30_000],
    ['a date of asctime with two digits', 'Mon Jan 12 00:00:00 2026', 11 * 86_400_000],
    ['a month that does not exist', 'Thu, 01 Jax 2026 00:00:30 GMT', undefined],
    ['letters across two months', 'Thu, 01 anF 2026 00:00:30 GMT', undefined],
    ['a fraction', '1.5', undefined],
    ['a negative number', '-1', undefined],
    ['an ISO date', '2026-01-01T00:00:30Z', undefined],
    ['words', 'soon', undefined],
    ['an empty value', '', undefined],
  ])('from %s', (_name, value, expected) => {
    const headers = new Headers(value === undefined ? {} : { 'retry-after': value });
    expect(readRetryAfter(headers)).toBe(expected);
  });

  test('on every clock of the world alike', () => {
    const zone = process.env.TZ;
    try {
      for (const place of ['Asia/Jakarta', 'America/Los_Angeles', 'UTC']) {
        process.env.TZ = place;
        const headers = new Headers({ 'retry-after': 'Thu Jan  1 00:00:30 2026' });
        expect(readRetryAfter(headers)).toBe(30_000);
      }
    } finally {
      process.env.TZ = zone;
      if (zone === undefined) delete process.env.TZ;
    }
  });

  test.each([
    ['1500', 1_500],
    ['1500.25', 1_500.25],
    ['soon', 2_000],
    ['1500 ms', 2_000],
    ['in 1500', 2_000],
    ['1500.', 2_000],
    ['', 2_000],
  ])('from retry-after-ms first, which is more exact: %j', (exact, expected) => {
    const headers = new Headers({ 'retry-after': '2', 'retry-after-ms': exact });
    expect(readRetryAfter(headers)).toBe(expected);
  });
});

describe('the pause', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test.each([
    { random: 0, pauses: [50, 100, 200, 400, 800, 1_000, 1_000] },
    { random: 0.999_999, pauses: [100, 200, 400, 800, 1_600, 2_000, 2_000] },
  ])('doubles up to two seconds, half of it left to chance ($random)', ({ random, pauses }) => {
    vi.spyOn(Math, 'random').mockReturnValue(random);
    expect(pauses.map((_, at) => retryDelay(at + 1))).toEqual(pauses);
  });

  test('comes on top of what the server asked for', () => {
    expect(retryDelay(1, 3_000)).toBeGreaterThanOrEqual(3_050);
  });
});
