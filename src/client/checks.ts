import { isBearer, isShortToken } from '../token/characters.ts';
import { toShortTokenError } from './to-error.ts';

/** @throws ShortTokenError `short_token_malformed` before anything is sent */
export function checkShortToken(value: unknown): void {
  if (!isShortToken(value) || value === '{SHORT_TOKEN}') {
    throw toShortTokenError({ code: 'short_token_malformed' });
  }
}

/** @throws TypeError that does not quote the value */
export function checkBearer(value: unknown): string {
  if (isBearer(value)) return value;
  throw new TypeError(
    value === undefined
      ? 'bearer is missing: give it to the client or to the call'
      : 'bearer must be a string of 1 to 16384 visible ASCII characters, without the word "Bearer" before it',
  );
}

/** @throws TypeError for anything that cannot be called */
export function checkFunction(name: string, value: unknown): void {
  if (typeof value !== 'function') throw new TypeError(`${name} must be a function`);
}

/** @throws TypeError for another type, RangeError beyond the bounds */
export function checkWhole(name: string, value: unknown, least: number, most: number): number {
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number`);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RangeError(`${name} must be a whole number from ${least} to ${most}`);
  }
  return value;
}
