import type { ShortTokenErrorCode } from '../wire/short-token-error.ts';

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
