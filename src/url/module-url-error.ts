import { BrandedError, hasBrand } from '../errors.ts';
import type { ModuleUrlDiagnostic, ModuleUrlErrorCode } from './diagnostics.ts';

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
