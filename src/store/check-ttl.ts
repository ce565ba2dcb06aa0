/**
 * Refuses a lifetime that no store can keep: one rule for every engine.
 *
 * @throws RangeError for anything but whole milliseconds from 1 to 2⁵³−1
 */
export function checkTtl(ttlMs: number): void {
  if (!Number.isSafeInteger(ttlMs) || ttlMs < 1) {
    throw new RangeError('ttlMs must be a whole number of milliseconds, at least 1.');
  }
}
