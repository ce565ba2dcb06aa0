import { ShortTokenError, type ShortTokenErrorCode } from '../wire/short-token-error.ts';
import { retryability } from './retry.ts';

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
