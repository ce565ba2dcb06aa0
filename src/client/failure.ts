import { ShortTokenError, type ShortTokenErrorCode } from '../wire/short-token-error.ts';
import type { FetchHeaders } from './options.ts';

/** Why a call failed, before it becomes an error; nothing in it comes from a body or a URL. */
export interface Failure {
  readonly code: ShortTokenErrorCode;
  readonly status?: number | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly requestId?: string | undefined;
  readonly issues?: readonly string[] | undefined;
  /** A code of the runtime, out of a fixed list. */
  readonly cause?: string | undefined;
}

const MESSAGES: Readonly<Record<ShortTokenErrorCode, string>> = {
  short_token_malformed:
    'A short token is 1 to 512 visible ASCII characters, and not the placeholder',
  insecure_url: 'baseUrl must use https; http is for loopback hosts only',
  network_unreachable: 'The server could not be reached: check baseUrl and the network',
  network_interrupted: 'The connection broke; the server may have processed the call',
  tls_error: 'The server could not prove who it is: check its certificate and baseUrl',
  timeout: 'No whole answer in time; the server may have processed the call',
  aborted: 'The call was aborted',
  outcome_unknown:
    'The refusal may answer a repetition of a call that succeeded: have the user open the module again',
  redirect_refused: 'The answer is a redirect, which is never followed: check baseUrl',
  bad_request: 'The server did not accept the request',
  bearer_missing: 'There is no bearer: give one to the client or to the call',
  bearer_rejected: 'The bearer is expired or revoked: get a new one',
  forbidden: 'The server does not allow the call',
  endpoint_not_found: 'There is no such endpoint: check baseUrl',
  conflict: 'The server reports a conflict with another call',
  request_too_large: 'The server finds the request too large',
  rate_limited: 'Too many requests: the limit is for the whole organization',
  upstream_error: 'The server failed',
  response_not_json: 'The answer is not JSON: check baseUrl for a proxy',
  response_truncated: 'The answer broke off; the server may have processed the call',
  response_invalid: 'The answer does not have the documented shape',
  response_too_large: 'The answer is larger than maxResponseBytes',
};

/**
 * Makes the error of a failed call, from fixed texts and numbers alone.
 *
 * @param attempts - requests sent
 * @param repeatable - whether processing the call twice does no harm
 */
export function failedWith(failure: Failure, attempts = 0, repeatable = false): ShortTokenError {
  const { code, status, retryAfterMs, requestId, issues, cause } = failure;
  const facts = [status ? `HTTP ${status}` : [], issues ?? [], cause ?? []].flat().join(', ');
  const nothingSent = code === 'timeout' && attempts === 0;
  const message = nothingSent
    ? 'The bearer function gave no bearer in time; nothing was sent'
    : MESSAGES[code];
  const hope = retryability(failure);
  return new ShortTokenError(code, message + (facts && ` (${facts})`), {
    retryable: nothingSent || hope === 'unprocessed' || (repeatable && hope === 'passing'),
    status,
    attempts,
    retryAfterMs,
    requestId,
    issues,
    cause: cause === undefined ? undefined : { code: cause },
  });
}

/**
 * Whether a call may be sent again after this failure: `unprocessed` when the server cannot have
 * processed it, `passing` when trouble passes but the server may have, `final` when the same call
 * gets the same answer.
 */
export function retryability({ code, status }: Failure): 'unprocessed' | 'passing' | 'final' {
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
/** IMF-fixdate, RFC 850 and asctime (RFC 9110, section 5.6.7); each begins with its weekday. */
const HTTP_DATE =
  /^[A-Z][a-z]{2,8},? (?:(\d\d)[ -]([A-Z][a-z]{2})[ -](\d{4}|\d\d) (\d\d):(\d\d):(\d\d) GMT|([A-Z][a-z]{2}) ([ \d]\d) (\d\d):(\d\d):(\d\d) (\d{4}))$/;

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
