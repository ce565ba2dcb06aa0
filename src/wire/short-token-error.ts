import { BrandedError, hasBrand } from '../errors.ts';

/** Why a generate or a resolve call could not be answered. An invalid token is a value, not one of these. */
export type ShortTokenErrorCode =
  | 'short_token_malformed'
  | 'insecure_url'
  | 'network_unreachable'
  | 'network_interrupted'
  | 'tls_error'
  | 'timeout'
  | 'aborted'
  | 'outcome_unknown'
  | 'redirect_refused'
  | 'bad_request'
  | 'bearer_missing'
  | 'bearer_rejected'
  | 'forbidden'
  | 'endpoint_not_found'
  | 'conflict'
  | 'request_too_large'
  | 'rate_limited'
  | 'upstream_error'
  | 'response_not_json'
  | 'response_truncated'
  | 'response_invalid'
  | 'response_too_large';

/** What is known of a failed call; none of it is taken from a body or a URL. */
export interface ShortTokenErrorDetails {
  /** Whether the same call may be tried again later with a hope of success. */
  readonly retryable?: boolean | undefined;
  /** HTTP status of the answer, where there was one. */
  readonly status?: number | undefined;
  /** How many requests were sent. */
  readonly attempts?: number | undefined;
  /** Milliseconds that the server asked to wait. */
  readonly retryAfterMs?: number | undefined;
  /** The answer's `x-request-id`, for whoever runs the server. */
  readonly requestId?: string | undefined;
  /** Paths in the answer that did not have the documented shape; never their values. */
  readonly issues?: readonly string[] | undefined;
  /** A code of the runtime such as `ECONNRESET`, out of a fixed list; nothing else of its error is kept. */
  readonly cause?: RuntimeCause | undefined;
}

/** Why the runtime failed, as far as it may be told. */
export interface RuntimeCause {
  /** For example `ECONNRESET`, `UND_ERR_SOCKET`, `CERT_HAS_EXPIRED` or `CORS_SUSPECTED`. */
  readonly code: string;
}

const DETAILS = ['status', 'attempts', 'retryAfterMs', 'requestId', 'issues', 'cause'] as const;

/** A generate or resolve call without an answer that can be trusted: an outage, never a logged-out user. */
export class ShortTokenError extends BrandedError implements ShortTokenErrorDetails {
  /** What went wrong. Stable: messages may change, codes do not. */
  readonly code: ShortTokenErrorCode;
  /** Whether the same call may be tried again later with a hope of success. */
  readonly retryable: boolean;
  /** HTTP status of the answer, where there was one. */
  declare readonly status?: number;
  /** How many requests were sent. */
  declare readonly attempts?: number;
  /** Milliseconds that the server asked to wait. */
  declare readonly retryAfterMs?: number;
  /** The answer's `x-request-id`. */
  declare readonly requestId?: string;
  /** Paths in the answer that did not have the documented shape; never their values. */
  declare readonly issues?: readonly string[];
  /** The runtime's code, where it is one of a fixed list. */
  declare readonly cause?: RuntimeCause;

  constructor(code: ShortTokenErrorCode, message: string, details: ShortTokenErrorDetails = {}) {
    super(message);
    this.code = code;
    this.retryable = details.retryable ?? false;
    for (const key of DETAILS) {
      // Absent rather than undefined, so that a log shows what is known and nothing else.
      if (details[key] !== undefined) Object.assign(this, { [key]: details[key] });
    }
  }

  override get name(): string {
    return 'ShortTokenError';
  }
}

/**
 * Tells a {@link ShortTokenError}, of this or another copy of the package, from everything else. It
 * never throws.
 *
 * @param value - anything, such as what a `catch` was given
 * @param code - only errors of this code; `value.code` is narrowed to it
 * @returns whether it is one
 * @example
 * if (isShortTokenError(error, 'rate_limited')) await pause(error.retryAfterMs ?? 1_000);
 */
export function isShortTokenError<Code extends ShortTokenErrorCode = ShortTokenErrorCode>(
  value: unknown,
  code?: Code,
): value is ShortTokenError & { readonly code: Code } {
  return hasBrand(value, 'ShortTokenError', code);
}
