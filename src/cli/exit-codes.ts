/** Ends of a command, alike for all of them. */
export const EXIT = {
  ok: 0,
  /** The token is invalid, the bearer rejected, the URL not usable. */
  no: 1,
  usage: 2,
  /** Nobody could say. */
  unknown: 3,
} as const;
