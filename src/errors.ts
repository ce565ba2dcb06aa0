import type { ModuleUrlDiagnostic, ModuleUrlErrorCode } from './url/diagnostic.ts';

/**
 * Marks our errors across realms and across two installed copies of the package, where
 * `instanceof` says no.
 */
const BRAND = Symbol.for('@mileapp/custom-module-url/error');

abstract class BrandedError extends Error {
  abstract readonly code: string;

  get [BRAND](): string {
    return this.name;
  }
}

function hasBrand(value: unknown, name: string, code?: string): boolean {
  const error = value as Partial<BrandedError> | null | undefined;
  return error?.[BRAND] === name && (code === undefined || error.code === code);
}

/**
 * A module URL that may not be used, or a short token that may not be put into one.
 *
 * `message` never quotes the URL or the token. `diagnostics` may (a fix is a whole corrected URL),
 * so it is not enumerable: reading it works, logging and `JSON.stringify` leave it out.
 */
export class ModuleUrlError extends BrandedError {
  /** The first error found; see the diagnostics table. */
  readonly code: ModuleUrlErrorCode;
  /** Everything that `checkModuleUrl` reports of the URL; empty for an error about the token. */
  declare readonly diagnostics: readonly ModuleUrlDiagnostic[];

  constructor(
    code: ModuleUrlErrorCode,
    message: string,
    diagnostics: readonly ModuleUrlDiagnostic[] = [],
  ) {
    super(message);
    this.code = code;
    Object.defineProperty(this, 'diagnostics', { value: diagnostics });
  }

  override get name(): string {
    return 'ModuleUrlError';
  }
}

/**
 * Tells a {@link ModuleUrlError}, of this or another copy of the package, from everything else.
 *
 * @param code - also require this code
 * @example
 * if (isModuleUrlError(error, 'generator-timeout')) askToTryAgain();
 */
export function isModuleUrlError(
  value: unknown,
  code?: ModuleUrlErrorCode,
): value is ModuleUrlError {
  return hasBrand(value, 'ModuleUrlError', code);
}

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
export function isShortTokenError(
  value: unknown,
  code?: ShortTokenErrorCode,
): value is ShortTokenError {
  return hasBrand(value, 'ShortTokenError', code);
}

/** `store_full`: at its bound, and it never evicts a live token. `store_unavailable`: no answer to be had. */
export type StoreUnavailableErrorCode = 'store_unavailable' | 'store_full';

/** The store could not answer; never a statement about a token (on the wire 503, not 400). */
export class StoreUnavailableError extends BrandedError {
  readonly code: StoreUnavailableErrorCode;

  constructor(code: StoreUnavailableErrorCode, message: string) {
    super(message);
    this.code = code;
  }

  override get name(): string {
    return 'StoreUnavailableError';
  }
}

/** Tells a {@link StoreUnavailableError}, of this or another copy of the package, from everything else. */
export function isStoreUnavailableError(
  value: unknown,
  code?: StoreUnavailableErrorCode,
): value is StoreUnavailableError {
  return hasBrand(value, 'StoreUnavailableError', code);
}

/** Why the API refused a Custom Module call, by its `failedCode`; `refused` for one that is not documented. */
export type CustomModuleErrorCode =
  | 'duplicate'
  | 'not_found'
  | 'forbidden'
  | 'create_failed'
  | 'update_failed'
  | 'delete_failed'
  | 'permission_denied'
  | 'server_failure'
  | 'refused';

const CUSTOM_MODULE_FAILURES: Readonly<
  Record<string, readonly [code: CustomModuleErrorCode, message: string]>
> = {
  'cmod-031': ['duplicate', 'There is a module of this name: choose another name'],
  'cmod-033': ['not_found', 'There is no such module: it may have been deleted'],
  'cmod-035': ['forbidden', 'The user may not do this'],
  'cmod-036': ['create_failed', 'The server could not create the module'],
  'cmod-037': ['update_failed', 'The server could not update the module'],
  'cmod-038': ['delete_failed', 'The server could not delete the module'],
  'cmod-039': ['permission_denied', 'The user lacks the permission for this'],
  'cmod-045': ['server_failure', 'The server failed'],
};

/** A Custom Module call that the API understood and refused. */
export class CustomModuleError extends BrandedError {
  readonly code: CustomModuleErrorCode;
  /** As the API said it, for example `cmod-031`. */
  readonly failedCode: string;
  /** HTTP status of the answer. */
  readonly status: number;

  constructor(failedCode: string, status: number) {
    const [code, message] = CUSTOM_MODULE_FAILURES[failedCode] ?? [
      'refused',
      'The server refused the call',
    ];
    super(`${message} (${failedCode}, HTTP ${status})`);
    this.code = code;
    this.failedCode = failedCode;
    this.status = status;
  }

  override get name(): string {
    return 'CustomModuleError';
  }
}

/** Tells a {@link CustomModuleError}, of this or another copy of the package, from everything else. */
export function isCustomModuleError(
  value: unknown,
  code?: CustomModuleErrorCode,
): value is CustomModuleError {
  return hasBrand(value, 'CustomModuleError', code);
}
