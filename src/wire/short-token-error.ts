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
  | 'redirect_refused'
  | 'bad_request'
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

/** What is known of a failed call; none of it is taken from a body, a header value or a URL. */
export interface ShortTokenErrorDetails {
  /** Whether the same call may be tried again later with a hope of success. */
  readonly retryable?: boolean | undefined;
  /** HTTP status of the answer, where there was one. */
  readonly status?: number | undefined;
  /** How many requests were sent. */
  readonly attempts?: number | undefined;
  /** Milliseconds that the server asked to wait. */
  readonly retryAfterMs?: number | undefined;
  /** Paths in the answer that did not have the documented shape; never their values. */
  readonly issues?: readonly string[] | undefined;
}

/** A generate or resolve call without an answer that can be trusted: an outage, never a logged-out user. */
export class ShortTokenError extends BrandedError implements ShortTokenErrorDetails {
  readonly code: ShortTokenErrorCode;
  readonly retryable: boolean;
  declare readonly status?: number;
  declare readonly attempts?: number;
  declare readonly retryAfterMs?: number;
  declare readonly issues?: readonly string[];

  constructor(code: ShortTokenErrorCode, message: string, details: ShortTokenErrorDetails = {}) {
    super(message);
    this.code = code;
    this.retryable = details.retryable ?? false;
    for (const key of ['status', 'attempts', 'retryAfterMs', 'issues'] as const) {
      // Absent rather than undefined, so that a log shows what is known and nothing else.
      if (details[key] !== undefined) Object.assign(this, { [key]: details[key] });
    }
  }

  override get name(): string {
    return 'ShortTokenError';
  }
}

/** Tells a {@link ShortTokenError}, of this or another copy of the package, from everything else. */
export function isShortTokenError<Code extends ShortTokenErrorCode = ShortTokenErrorCode>(
  value: unknown,
  code?: Code,
): value is ShortTokenError & { readonly code: Code } {
  return hasBrand(value, 'ShortTokenError', code);
}
