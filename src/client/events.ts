import type { ShortTokenErrorCode } from '../wire/short-token-error.ts';

/** What a client tells of its calls: these fields and no others, so that an event may be logged as it is. */
export type ClientEvent<Operation extends string = string> =
  | {
      readonly type: 'retry';
      readonly operation: Operation;
      /** Which request failed, from 1. */
      readonly attempt: number;
      readonly code: ShortTokenErrorCode;
      readonly status?: number;
      /** Milliseconds until the next request. */
      readonly delayMs: number;
    }
  | {
      readonly type: 'settled';
      readonly operation: Operation;
      readonly outcome: 'ok' | 'refused' | 'failed';
      /** Why it failed; missing when the caller's own `bearer` function did. */
      readonly code?: ShortTokenErrorCode;
      readonly status?: number;
      /** How many requests were sent. */
      readonly attempts: number;
      /** Whole milliseconds from the call to its end. */
      readonly durationMs: number;
    };

/** Wraps a listener so that nothing it does can change how a call ends. */
export function quietly<Event extends object>(
  listener: ((event: Event) => unknown) | undefined,
): (event: Event) => void {
  if (listener === undefined) return ignore;
  return (event) => {
    try {
      Promise.resolve(listener(Object.freeze(event))).catch(ignore);
    } catch {
      // An observer's trouble is not the call's.
    }
  };
}

function ignore(): void {}
