/**
 * Marks our errors across realms and across two installed copies of the package, where
 * `instanceof` says no.
 */
const BRAND = Symbol.for('@mileapp/custom-module-url/error');

/** What all errors of this package have in common. */
export abstract class BrandedError extends Error {
  abstract readonly code: string;

  get [BRAND](): string {
    return this.name;
  }
}

/** Tells an error of the family `name`, of this or another copy of the package, from everything else. */
export function hasBrand(value: unknown, name: string, code?: string): boolean {
  const error = value as Partial<BrandedError> | null | undefined;
  return error?.[BRAND] === name && (code === undefined || error.code === code);
}
