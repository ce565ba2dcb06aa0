import type { ShortTokenErrorCode } from '../wire/short-token-error.ts';

/** What all events of one call have in common. */
interface OfCall<Operation extends string> {
  readonly operation: Operation;
  /** The same in every event of one call; it says nothing about the call. */
  readonly callId: string;
}

/** What is known of an answer, or of its absence. */
interface Ended {
  readonly code?: ShortTokenErrorCode;
  readonly status?: number;
  /** The answer's `x-request-id`. */
  readonly requestId?: string;
  /** The runtime's code, as in the error's `cause.code`. */
  readonly cause?: string;
}

/** What a client tells of its calls: these fields and no others, so that an event may be logged as it is. */
export type ClientEvent<Operation extends string = string> =
  | (OfCall<Operation> & { readonly type: 'start' })
  | (OfCall<Operation> &
      Ended & {
        readonly type: 'retry';
        /** Which request failed, from 1. */
        readonly attempt: number;
        readonly code: ShortTokenErrorCode;
        /** Milliseconds until the next request. */
        readonly delayMs: number;
      })
  | (OfCall<Operation> & {
      /** Records of a list that were left out, because they do not have the documented shape. */
      readonly type: 'skipped';
      /** Paths in the answer; never their values. */
      readonly issues: readonly string[];
    })
  | (OfCall<Operation> &
      Ended & {
        readonly type: 'settled';
        /** `failed` without a code: the caller's own `bearer` function threw. */
        readonly outcome: 'ok' | 'refused' | 'failed';
        /** How many requests were sent. */
        readonly attempts: number;
        /** Whole milliseconds from the call to its end. */
        readonly durationMs: number;
      });

let calls = 0;

/** A name for one call that tells it from others, here and on other machines. */
export function newCallId(): string {
  calls = (calls + 1) % 1e6;
  return `${Math.random().toString(36).slice(2, 10)}-${calls}`;
}

/** Wraps a listener so that nothing it does can change how a call ends. */
export function quietListener<Event extends object>(
  listener: ((event: Event) => unknown) | undefined,
): ((event: Event) => void) | undefined {
  return (
    listener &&
    ((event) => {
      try {
        Promise.resolve(listener(Object.freeze(event))).catch(ignore);
      } catch {
        // An observer's trouble is not the call's.
      }
    })
  );
}

function ignore(): void {}
