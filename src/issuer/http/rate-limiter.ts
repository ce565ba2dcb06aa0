import { hash } from 'node:crypto';
import type { ShortTokenOperation } from '../../wire/paths.ts';
import { withTimeLimit } from '../time-limit.ts';
import { retryLater } from './answers.ts';
import type { Answer, HeaderLookup, RequestHead } from './http-types.ts';

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

/**
 * Names the caller of a refused call, 1 to 1,024 characters. Throwing or giving anything else refuses
 * the call with 503.
 */
export type NameCaller = (header: HeaderLookup, remoteAddress: string | undefined) => string;

/** A limiter that answers in HTTP and never throws. */
export interface Limits {
  /** Counts a generate for its bearer; the answer that turns it away, if any. */
  forBearer(bearer: string): Promise<Answer | undefined>;
  /** Counts a refused call for its caller; the answer that takes the place of the refusal, if any. */
  forRefused(operation: ShortTokenOperation, head: RequestHead): Promise<Answer | undefined>;
}

const REFUSED_POINTS = 10;
const TIME_LIMIT_MS = 5_000;
const RETRY_AFTER_OUTAGE_MS = 1_000;
const MAX_CALLER_LENGTH = 1_024;

/**
 * Wraps a limiter so that strangers cannot use up somebody else's allowance: a bearer counts for
 * itself, and only calls that were refused count for the address that they came from. All resolves
 * of a receiver come from its one address; a good token passes whatever else came from there.
 *
 * @param nameCaller - default the remote address
 * @param onError - told why a call was refused because of the limiter itself
 */
export function createLimits(
  limiter: RequestLimiter,
  nameCaller: NameCaller | undefined,
  onError: (error: unknown) => void,
): Limits {
  async function ask(callOf: () => LimitedCall): Promise<Answer | undefined> {
    try {
      const waitMs = await withTimeLimit(() => limiter(callOf()), TIME_LIMIT_MS);
      if (Number.isFinite(waitMs) && waitMs >= 0) {
        return waitMs === 0 ? undefined : retryLater(429, waitMs);
      }
      throw new TypeError('limiter must give 0 or the milliseconds to wait, a finite number.');
    } catch (error) {
      onError(error);
      return retryLater(503, RETRY_AFTER_OUTAGE_MS);
    }
  }
  function callerOf(head: RequestHead): string {
    if (nameCaller === undefined) return head.remoteAddress ?? 'unknown';
    const name: unknown = nameCaller((header) => head.header(header), head.remoteAddress);
    if (typeof name === 'string' && name.length > 0 && name.length <= MAX_CALLER_LENGTH) {
      return name;
    }
    throw new TypeError('caller must give 1 to 1,024 characters; fall back on the remote address.');
  }

  return {
    forBearer: (bearer) =>
      ask(() => {
        const key = `bearer:${hash('sha256', bearer, 'base64url')}`;
        return { operation: 'generate', key, points: 1 };
      }),
    forRefused: (operation, head) =>
      ask(() => ({ operation, key: `caller:${callerOf(head)}`, points: REFUSED_POINTS })),
  };
}
