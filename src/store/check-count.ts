/**
 * Refuses an option that is not a whole number within its bounds.
 *
 * @throws TypeError for anything but a number
 * @throws RangeError for a number out of bounds
 */
export function checkCount(name: string, value: number, least: number, most: number): void {
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number.`);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RangeError(`${name} must be a whole number from ${least} to ${most}.`);
  }
}
