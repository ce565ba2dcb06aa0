import type { scenarios } from '../../../testing/scenarios.ts';
import type { ShortTokenErrorCode } from '../../../wire/short-token-error.ts';

/** Names of the failures that can be played. */
export type ScenarioName = keyof typeof scenarios;

/**
 * The code that each failure leads to. By hand, so that the pages do not carry the failures
 * themselves; the compiler misses a name, a test a code.
 */
export const SCENARIO_CODES: Readonly<Record<ScenarioName, ShortTokenErrorCode>> = {
  rateLimited: 'rate_limited',
  upstreamError: 'upstream_error',
  timeout: 'timeout',
  networkUnreachable: 'network_unreachable',
  networkInterrupted: 'network_interrupted',
  tlsError: 'tls_error',
  redirectRefused: 'redirect_refused',
  badRequest: 'bad_request',
  bearerRejected: 'bearer_rejected',
  forbidden: 'forbidden',
  endpointNotFound: 'endpoint_not_found',
  conflict: 'conflict',
  requestTooLarge: 'request_too_large',
  responseNotJson: 'response_not_json',
  responseTruncated: 'response_truncated',
  responseInvalid: 'response_invalid',
  responseTooLarge: 'response_too_large',
};
