import type { ShortTokenErrorCode } from '../wire/short-token-error.ts';
import type { FetchHeaders } from './options.ts';

/** What a failure is about. */
interface FailureKind {
  readonly code: ShortTokenErrorCode;
  readonly status?: number | undefined;
}

/**
 * Whether a call may be sent again after this failure: `unprocessed` when the server cannot have
 * processed it, `passing` when trouble passes but the server may have, `final` when the same call
 * gets the same answer.
 */
export function retryability({ code, status }: FailureKind): 'unprocessed' | 'passing' | 'final' {
  switch (code) {
    case 'network_unreachable':
    case 'rate_limited':
      return 'unprocessed';
    case 'upstream_error':
      // RFC 9110, section 15.5.20 and RFC 8470, section 5.2: refused before any processing.
      return status === 421 || status === 425 ? 'unprocessed' : 'passing';
    case 'network_interrupted':
    case 'timeout':
    case 'response_truncated':
      return 'passing';
    default:
      return 'final';
  }
}

/**
 * The pause before the next request: doubling from 100 ms to 2 s, half of it random, so that clients
 * that failed together do not return together. What the server asked for comes on top.
 *
 * @param attempt - which request failed, from 1
 */
export function retryDelay(attempt: number, retryAfterMs = 0): number {
  const step = Math.min(2_000, 100 * 2 ** (attempt - 1));
  return retryAfterMs + Math.round(step * (0.5 + Math.random() / 2));
}

/** The longest wait that is told apart from a longer one: a year. */
const LONGEST_MS = 31_536_000_000;

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const TIME = '(\\d\\d):(\\d\\d):(\\d\\d)';
/** `06 Nov 1994 08:49:37 GMT`, and `06-Nov-94 08:49:37 GMT` as in RFC 850. */
const DAY_FIRST = `(\\d\\d)[ -]([A-Z][a-z]{2})[ -](\\d{4}|\\d\\d) ${TIME} GMT`;
/** `Nov  6 08:49:37 1994`, of C's asctime, which is UTC too. */
const MONTH_FIRST = `([A-Z][a-z]{2}) ([ \\d]\\d) ${TIME} (\\d{4})`;
/** The three forms of RFC 9110, section 5.6.7; each begins with its weekday. */
const HTTP_DATE = RegExp(`^[A-Z][a-z]{2,8},? (?:${DAY_FIRST}|${MONTH_FIRST})$`);

/**
 * Reads how long a server asks to wait: `Retry-After` (RFC 9110, section 10.2.3) as seconds or as one
 * of the three HTTP dates, or `retry-after-ms`, which is more exact.
 *
 * @returns milliseconds, at most a year, or `undefined` when there is nothing to go by
 */
export function readRetryAfter(headers: FetchHeaders): number | undefined {
  const exact = headers.get('retry-after-ms') ?? '';
  if (/^\d+(?:\.\d+)?$/.test(exact)) return atMost(Number(exact));
  const value = headers.get('retry-after') ?? '';
  if (/^\d+$/.test(value)) return atMost(Number(value) * 1_000);
  const at = readHttpDate(value);
  return at === undefined ? undefined : atMost(Math.max(0, at - Date.now()));
}

// Not Date.parse: engines differ on the two older forms, and read asctime as local time.
function readHttpDate(value: string): number | undefined {
  const found = HTTP_DATE.exec(value);
  if (!found) return undefined;
  const [day, month, year, ...time] = (
    found[1]
      ? [found[1], found[2], found[3], found[4], found[5], found[6]]
      : [found[8], found[7], found[12], found[9], found[10], found[11]]
  ) as [string, string, string, string, string, string];
  const monthAt = MONTHS.indexOf(month) / 3;
  // Neither what stands between two months nor what is not there, at -1, is whole.
  if (!Number.isInteger(monthAt)) return undefined;
  const [hour, minute, second] = time.map(Number) as [number, number, number];
  const at = (century: number) =>
    Date.UTC(century + Number(year), monthAt, Number(day), hour, minute, second);
  if (year.length === 4) return at(0);
  // Two digits that would lie more than 50 years ahead mean the past.
  return at(2_000) > Date.now() + 50 * LONGEST_MS ? at(1_900) : at(2_000);
}

function atMost(ms: number): number {
  return Math.min(ms, LONGEST_MS);
}
