import { BrandedError, hasBrand } from '../errors.ts';

/** Why a sandbox cannot start or do what it was asked. */
export type SandboxErrorCode =
  | 'option_invalid'
  | 'seed_invalid'
  | 'port_in_use'
  | 'port_forbidden'
  | 'redis_unreachable'
  | 'module_unknown'
  | 'user_unknown'
  | 'not_permitted'
  | 'receiver_unreachable'
  | 'audit_running';

/** A sandbox that cannot start, or a call that it cannot carry out; the message says what to do. */
export class SandboxError extends BrandedError {
  /** Stable name of what is wrong. */
  readonly code: SandboxErrorCode;

  constructor(code: SandboxErrorCode, message: string) {
    super(message);
    this.code = code;
  }

  override get name(): string {
    return 'SandboxError';
  }
}

/**
 * Tells a {@link SandboxError}, of this or another copy of the package, from everything else. Never throws.
 *
 * @param value - anything, such as what a `catch` caught
 * @param code - the only code that counts; by default any
 * @returns whether it is one
 * @example
 * if (isSandboxError(error, 'port_in_use')) await startSandbox({ port: 4710 });
 */
export function isSandboxError<Code extends SandboxErrorCode = SandboxErrorCode>(
  value: unknown,
  code?: Code,
): value is SandboxError & { readonly code: Code } {
  return hasBrand(value, 'SandboxError', code);
}
