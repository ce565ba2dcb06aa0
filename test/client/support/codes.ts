import type { ShortTokenErrorCode } from '../../../src/wire/short-token-error.ts';

/** Every code once: the build breaks when this list and the union drift apart. */
export const CODES: Readonly<Record<ShortTokenErrorCode, true>> = {
  short_token_malformed: true,
  insecure_url: true,
  network_unreachable: true,
  network_interrupted: true,
  tls_error: true,
  timeout: true,
  aborted: true,
  outcome_unknown: true,
  redirect_refused: true,
  bad_request: true,
  bearer_missing: true,
  bearer_rejected: true,
  forbidden: true,
  endpoint_not_found: true,
  conflict: true,
  request_too_large: true,
  rate_limited: true,
  upstream_error: true,
  response_not_json: true,
  response_truncated: true,
  response_invalid: true,
  response_too_large: true,
};
