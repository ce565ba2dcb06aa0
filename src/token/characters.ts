import { MAX_BEARER_LENGTH, MAX_TOKEN_LENGTH } from './limits.ts';

/** Whether the value is text of 1 to 512 visible ASCII characters. */
export function isShortToken(value: unknown): value is string {
  return isVisibleAscii(value, MAX_TOKEN_LENGTH);
}

/** Whether the value is text of 1 to 16,384 visible ASCII characters. */
export function isBearer(value: unknown): value is string {
  return isVisibleAscii(value, MAX_BEARER_LENGTH);
}

/**
 * Whether the value is text of 1 to `maxLength` visible ASCII characters.
 *
 * Not a regular expression: engines keep the last subject of one within reach (`RegExp.input`).
 */
export function isVisibleAscii(value: unknown, maxLength: number): value is string {
  if (typeof value !== 'string' || value === '' || value.length > maxLength) return false;
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code < 0x21 || code > 0x7e) return false;
  }
  return true;
}
