/**
 * Marks our errors across realms and across two installed copies of the package, where
 * `instanceof` fails.
 */
const BRAND = Symbol.for('@mileapp/custom-module-url/error');

/** What all errors of this package have in common. */
export abstract class BrandedError extends Error {
  /** Stable name of what went wrong; messages may change. */
  abstract readonly code: string;

  get [BRAND](): string {
    return this.name;
  }
}

/** Whether `value` is an error of the class `name`, from this copy of the package or another one. */
export function hasBrand(value: unknown, name: string, code?: string): boolean {
  const error = value as Partial<BrandedError> | null | undefined;
  try {
    return error?.[BRAND] === name && (code === undefined || error.code === code);
  } catch {
    // Whatever was thrown: it may be an object that throws when it is asked.
    return false;
  }
}
