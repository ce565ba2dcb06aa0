import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readRetryAfter, retryability, retryDelay } from '../../src/client/retry.ts';
import type { ShortTokenErrorCode } from '../../src/wire/short-token-error.ts';
import { CODES } from './support/codes.ts';

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
