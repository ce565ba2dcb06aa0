import { hash } from 'node:crypto';
import type { ShortTokenOperation } from '../../wire/paths.ts';
import { withTimeLimit } from '../time-limit.ts';
import { retryLater } from './answers.ts';
import type { Answer } from './http-types.ts';

/** What a limiter is asked to count. */
export interface LimitedCall {
  /** Which endpoint was called. */
  readonly operation: ShortTokenOperation;
  /**
   * Whose allowance it takes from: `bearer:` and a digest for a generate, `caller:` and the caller's
   * name for a call that was refused.
   */
  readonly key: string;
  /** 1 for a generate, 10 for a call that was refused: guessing is ten times as expensive as using. */
  readonly points: number;
}

/**
 * Counts calls. Gives 0 to let one pass, or the milliseconds to wait. Anything else but a
 * non-negative finite number, a rejection or 5 seconds of silence refuses the call with 503.
 */
export type RequestLimiter = (call: LimitedCall) => number | Promise<number>;

/** A limiter that answers in HTTP and never throws. */
export interface Limits {
  /** Counts a generate for its bearer; the answer that turns it away, if any. */
  forBearer(bearer: string): Promise<Answer | undefined>;
  /** Counts a refused call for its caller; the answer that takes the place of the refusal, if any. */
  forRefused(operation: ShortTokenOperation, caller: string): Promise<Answer | undefined>;
}

const REFUSED_POINTS = 10;
const TIME_LIMIT_MS = 5_000;
const RETRY_AFTER_OUTAGE_MS = 1_000;

/**
 * Wraps a limiter so that strangers cannot use up somebody else's allowance: a bearer counts for
 * itself, and only calls that were refused count for the address that they came from. All resolves
 * of a receiver come from its one address; a good token passes whatever else came from there.
 *
 * @param onError - told why a call was refused because of the limiter itself
 */
export function createLimits(limiter: RequestLimiter, onError: (error: unknown) => void): Limits {
  async function ask(call: LimitedCall): Promise<Answer | undefined> {
    try {
      const waitMs: unknown = await withTimeLimit(() => limiter(call), TIME_LIMIT_MS);
      if (waitMs === 0) return undefined;
      if (typeof waitMs === 'number' && waitMs > 0 && Number.isFinite(waitMs)) {
        return retryLater(429, waitMs);
      }
      throw new TypeError('limiter must give 0 or the milliseconds to wait, a finite number.');
    } catch (error) {
      onError(error);
      return retryLater(503, RETRY_AFTER_OUTAGE_MS);
    }
  }
  return {
    forBearer: (bearer) => {
      const key = `bearer:${hash('sha256', bearer, 'base64url')}`;
      return ask({ operation: 'generate', key, points: 1 });
    },
    forRefused: (operation, caller) =>
      ask({ operation, key: `caller:${caller}`, points: REFUSED_POINTS }),
  };
}
