import { BrandedError, hasBrand } from '../errors.ts';
import type { ModuleUrlErrorCode } from './refusals.ts';

/**
 * A module URL that may not be used, or a short token that may not be put into one; `message` quotes
 * neither.
 */
export class ModuleUrlError extends BrandedError {
  /** The first error found; see the diagnostics table. */
  readonly code: ModuleUrlErrorCode;

  constructor(code: ModuleUrlErrorCode, message: string) {
    super(message);
    this.code = code;
  }

  override get name(): string {
    return 'ModuleUrlError';
  }
}

/**
 * Tells a {@link ModuleUrlError}, of this or another copy of the package, from everything else. Never throws.
 *
 * @param value - anything, such as what a `catch` caught
 * @param code - the only code that counts; by default any
 * @returns whether it is one
 * @example
 * if (isModuleUrlError(error, 'generator-timeout')) askToTryAgain();
 */
export function isModuleUrlError<Code extends ModuleUrlErrorCode = ModuleUrlErrorCode>(
  value: unknown,
  code?: Code,
): value is ModuleUrlError & { readonly code: Code } {
  return hasBrand(value, 'ModuleUrlError', code);
}
