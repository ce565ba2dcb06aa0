/** Above this a number is read as milliseconds: as seconds it would be the year 5138. */
const LARGEST_SECONDS = 1e11;

/** The last instant that a `Date` can hold, in milliseconds (ECMA-262, section 21.4.1.1). */
export const LARGEST_MILLISECONDS = 8.64e15;

/** Digits, not all of them 0. */
export const DIGITS = '^(?!0+$)\\d{1,15}$';

/** RFC 3339's date-time; the zone is required, since a local time would depend on who reads it. */
export const ISO_8601 =
  '^\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])T(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.\\d{1,9})?)?(?:Z|[+-](?:[01]\\d|2[0-3]):?[0-5]\\d)$';

const digits = new RegExp(DIGITS);
const iso = new RegExp(ISO_8601);

/**
 * Reads `expiresAt` as the wire may carry it: Unix seconds, Unix milliseconds, or ISO 8601 with a zone.
 *
 * @param value - a number (above 1e11: milliseconds), digits as text, or an ISO 8601 string
 * @returns the instant, or `undefined` for anything else
 */
export function readExpiresAt(value: unknown): Date | undefined {
  if (typeof value === 'string') {
    if (iso.test(value)) return existing(Date.parse(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')));
    return digits.test(value) ? readExpiresAt(Number(value)) : undefined;
  }
  if (typeof value !== 'number' || !(value > 0)) return undefined;
  return existing(value > LARGEST_SECONDS ? value : value * 1_000);
}

/** Writes an instant the way the wire documents it: whole Unix seconds, rounded down so that nobody waits too long. */
export function writeExpiresAt(expiresAt: Date): number {
  return Math.floor(expiresAt.getTime() / 1_000);
}

function existing(ms: number): Date | undefined {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
