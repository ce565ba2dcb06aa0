import { SandboxError } from './sandbox-error.ts';

/** The sandbox's time: the system's, and what was stepped on top. */
export interface SandboxClock {
  /** Unix time in milliseconds. */
  readonly now: () => number;
  /** Milliseconds ahead of the system's clock. */
  readonly ahead: () => number;
  /** @throws SandboxError `option_invalid` for anything but a length of time */
  readonly advance: (time: Duration) => void;
  readonly reset: () => void;
}

/** Milliseconds, or a number with a unit: `90s`, `5m`, `2h`. */
export type Duration = number | string;

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
const LONGEST_MS = 366 * 24 * UNITS.h;

/** Makes a clock that runs with the system's and can be stepped forward. */
export function createClock(): SandboxClock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    ahead: () => ahead,
    advance(time) {
      ahead = Math.min(LONGEST_MS, ahead + readDuration(time));
    },
    reset() {
      ahead = 0;
    },
  };
}

/**
 * Reads a length of time.
 *
 * @returns milliseconds, 0 to 366 days
 * @throws SandboxError `option_invalid`
 */
export function readDuration(time: Duration): number {
  const [, count, unit] = /^(\d{1,12}(?:\.\d{1,3})?)(ms|s|m|h)$/.exec(String(time)) ?? [];
  const ms = typeof time === 'number' ? time : Number(count) * UNITS[unit as keyof typeof UNITS];
  if (ms >= 0 && ms <= LONGEST_MS) return ms;
  throw new SandboxError(
    'option_invalid',
    'A time is milliseconds or a number with a unit (90s, 5m, 2h), up to 366 days; it only runs forward.',
  );
}
