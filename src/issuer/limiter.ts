import type { ShortTokenOperation } from '../wire/paths.ts';

/** One call, or the surcharge for a failed one. */
export interface LimitedCall {
  readonly operation: ShortTokenOperation;
  /** Whom to count it for. */
  readonly caller: string;
  /** 1 for a call, 9 more once a resolve was refused: guessing is ten times as expensive as using. */
  readonly points: number;
}

/**
 * Counts calls. Gives 0 to let one pass, or the milliseconds to wait; what it gives for a surcharge
 * is ignored. When it throws or rejects, the call is answered with 503.
 */
export type RequestLimiter = (call: LimitedCall) => number | Promise<number>;

/** Points on top of the first for a resolve that was refused. */
export const REFUSED_RESOLVE_POINTS = 9;
