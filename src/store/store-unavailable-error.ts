import { BrandedError, hasBrand } from '../errors.ts';

/** `store_full`: at its bound, and it never evicts a live token. `store_unavailable`: no answer to be had. */
export type StoreUnavailableErrorCode = 'store_unavailable' | 'store_full';

/**
 * The store could not answer; never a statement about a token (on the wire 503, not 400).
 *
 * @example
 * throw new StoreUnavailableError('store_unavailable', 'The database did not answer.', error);
 */
export class StoreUnavailableError extends BrandedError {
  /** Whether it cannot answer, or has no room. */
  readonly code: StoreUnavailableErrorCode;
  /** Class of what the driver threw, for example `ReplyError`; nothing else of it is kept. */
  declare readonly causeName?: string;

  /**
   * @param code - see {@link StoreUnavailableErrorCode}
   * @param message - for an operator; it must not quote a key or a value
   * @param cause - what the driver threw; only the name of its class is kept
   */
  constructor(code: StoreUnavailableErrorCode, message: string, cause?: unknown) {
    super(message);
    this.code = code;
    // Absent rather than undefined, so that a log shows what is known and nothing else.
    if (cause !== undefined) Object.assign(this, { causeName: className(cause) });
  }

  override get name(): string {
    return 'StoreUnavailableError';
  }
}

/**
 * Tells a {@link StoreUnavailableError}, of this or another copy of the package, from everything else. Never throws.
 *
 * @param value - anything, such as what a `catch` caught
 * @param code - the only code that counts; default any
 * @returns whether it is one
 * @example
 * if (isStoreUnavailableError(error, 'store_full')) alertSomebody();
 */
export function isStoreUnavailableError<
  Code extends StoreUnavailableErrorCode = StoreUnavailableErrorCode,
>(value: unknown, code?: Code): value is StoreUnavailableError & { readonly code: Code } {
  return hasBrand(value, 'StoreUnavailableError', code);
}

/** The name of a value's class, which no data gets into; names that no class has count for nothing. */
function className(value: unknown): string {
  const name: unknown = Object(value).constructor?.name;
  return typeof name === 'string' && /^[A-Za-z_$][\w$]{0,63}$/.test(name) ? name : typeof value;
}
