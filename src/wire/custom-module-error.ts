import { BrandedError, hasBrand } from '../errors.ts';

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
  /** Why it refused. Stable: messages may change, codes do not. */
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

/**
 * Tells a {@link CustomModuleError}, of this or another copy of the package, from everything else. It
 * never throws.
 *
 * @param value - anything, such as what a `catch` was given
 * @param code - only errors of this code; `value.code` is narrowed to it
 * @returns whether it is one
 * @example
 * if (isCustomModuleError(error, 'duplicate')) show('Choose another name');
 */
export function isCustomModuleError<Code extends CustomModuleErrorCode = CustomModuleErrorCode>(
  value: unknown,
  code?: Code,
): value is CustomModuleError & { readonly code: Code } {
  return hasBrand(value, 'CustomModuleError', code);
}
