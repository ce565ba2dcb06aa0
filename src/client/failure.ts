import type { ShortTokenErrorCode } from '../wire/short-token-error.ts';

/** Why a call came to nothing, before it becomes an error; nothing in it comes from a body or a URL. */
export interface Failure {
  readonly code: ShortTokenErrorCode;
  readonly status?: number | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly issues?: readonly string[] | undefined;
}

/**
 * Whether a call may be sent again after this failure: `safe` when the server cannot have processed
 * it, `perhaps` when trouble passes but the server may have, `no` when the same call gets the same answer.
 */
export function repetition({ code, status }: Failure): 'safe' | 'perhaps' | 'no' {
  switch (code) {
    case 'network_unreachable':
    case 'rate_limited':
      return 'safe';
    case 'upstream_error':
      return status === 503 ? 'safe' : 'perhaps';
    case 'network_interrupted':
    case 'timeout':
    case 'response_truncated':
      return 'perhaps';
    default:
      return 'no';
  }
}
