import { BrandedError, hasBrand } from '../errors.ts';

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
export function isStoreUnavailableError<
  Code extends StoreUnavailableErrorCode = StoreUnavailableErrorCode,
>(value: unknown, code?: Code): value is StoreUnavailableError & { readonly code: Code } {
  return hasBrand(value, 'StoreUnavailableError', code);
}
