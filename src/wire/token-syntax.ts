/** Longest short token that anybody may have minted. */
export const MAX_SHORT_TOKEN_LENGTH = 512;

/** Longest bearer: what servers take in an `Authorization` header. */
export const MAX_BEARER_LENGTH = 16_384;

/** Whether it is text of 1 to 512 visible ASCII characters. */
export function isShortToken(value: unknown): value is string {
  return isVisibleAscii(value, MAX_SHORT_TOKEN_LENGTH);
}

/** Whether it is text of 1 to 16,384 visible ASCII characters. */
export function isBearer(value: unknown): value is string {
  return isVisibleAscii(value, MAX_BEARER_LENGTH);
}

/** Not a regular expression: engines keep the last subject of one within reach (`RegExp.input`). */
function isVisibleAscii(value: unknown, most: number): value is string {
  if (typeof value !== 'string' || value === '' || value.length > most) return false;
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code < 0x21 || code > 0x7e) return false;
  }
  return true;
}
