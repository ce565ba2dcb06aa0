import { ShortTokenError, type ShortTokenErrorCode } from '../wire/short-token-error.ts';
import { type Failure, repetition } from './failure.ts';

const MESSAGES: Readonly<Record<ShortTokenErrorCode, string>> = {
  short_token_malformed:
    'A short token is 1 to 512 visible ASCII characters, and not the placeholder',
  insecure_url: 'baseUrl must use https; http is for loopback hosts only',
  network_unreachable: 'The server could not be reached: check baseUrl and the network',
  network_interrupted: 'The connection broke; the server may have processed the call',
  tls_error: 'The server could not prove who it is: check its certificate and baseUrl',
  timeout: 'No whole answer in time; the server may have processed the call',
  aborted: 'The call was aborted',
  redirect_refused: 'The answer is a redirect, which is never followed: check baseUrl',
  bad_request: 'The server did not accept the request',
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
export function toShortTokenError(
  failure: Failure,
  attempts = 0,
  repeatable = false,
): ShortTokenError {
  const { code, status, retryAfterMs, issues } = failure;
  const facts = [status ? `HTTP ${status}` : [], issues ?? []].flat().join(', ');
  const again = repetition(failure);
  return new ShortTokenError(code, MESSAGES[code] + (facts && ` (${facts})`), {
    retryable: again === 'safe' || (repeatable && again === 'perhaps'),
    status,
    attempts,
    retryAfterMs,
    issues,
  });
}
