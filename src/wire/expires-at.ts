/** Above this a number is read as milliseconds: as seconds it would be the year 5138. */
const LARGEST_SECONDS = 1e11;

/** RFC 3339's date-time; the zone is required, since a local time would depend on who reads it. */
const ISO_8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/;

/**
 * Reads `expiresAt` as the wire may carry it: Unix seconds, Unix milliseconds, or ISO 8601 with a zone.
 *
 * @param value - a number (above 1e11: milliseconds), digits as text, or an ISO 8601 string
 * @returns the instant, or `undefined` for anything else
 */
export function readExpiresAt(value: unknown): Date | undefined {
  if (typeof value === 'string') {
    if (ISO_8601.test(value))
      return existing(new Date(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')));
    return /^\d{1,16}$/.test(value) ? readExpiresAt(Number(value)) : undefined;
  }
  if (typeof value !== 'number' || !(value > 0)) return undefined;
  return existing(new Date(value > LARGEST_SECONDS ? value : value * 1_000));
}

/** Writes an instant the way the wire documents it: whole Unix seconds, rounded down so that nobody waits too long. */
export function writeExpiresAt(expiresAt: Date): number {
  return Math.floor(expiresAt.getTime() / 1_000);
}

function existing(date: Date): Date | undefined {
  return Number.isNaN(date.getTime()) ? undefined : date;
}
