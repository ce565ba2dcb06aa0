import { isShortTokenError, type ShortTokenError } from '../wire/short-token-error.ts';
import { type Failure, failedWith } from './failure.ts';
import type { ClientEvent } from './options.ts';
import { type Ending, now } from './with-time-limit.ts';

/** Counts the requests of one call, and turns what becomes of it into events and errors. */
export class CallReport<Operation extends string> {
  readonly #operation: Operation;
  readonly #emit: ((event: ClientEvent<Operation>) => void) | undefined;
  readonly #repeatable: boolean;
  readonly #startedAt = now();
  readonly #callId: string;
  #attempts = 0;

  /**
   * Starts the report.
   *
   * @param emit - must not throw
   * @param repeatable - whether processing the call twice does no harm
   */
  constructor(
    operation: Operation,
    emit: ((event: ClientEvent<Operation>) => void) | undefined,
    repeatable: boolean,
  ) {
    this.#operation = operation;
    this.#emit = emit;
    this.#repeatable = repeatable;
    this.#callId = emit ? newCallId() : '';
    emit?.({ type: 'start', operation, callId: this.#callId });
  }

  /** Counts a request that is about to be sent. */
  nextAttempt(): number {
    return ++this.#attempts;
  }

  /** Tells of records that are left out. */
  skipped(issues: readonly string[]): void {
    this.#emit?.({ type: 'skipped', operation: this.#operation, callId: this.#callId, issues });
  }

  /** Tells that the failed request is sent again after a pause. */
  retry(failure: Failure, delayMs: number): void {
    this.#emit?.({
      type: 'retry',
      operation: this.#operation,
      callId: this.#callId,
      attempt: this.#attempts,
      ...factsOf(failure),
      delayMs,
    });
  }

  /** Tells that the call is over. */
  settled(outcome: 'ok' | 'refused' | 'failed', failure?: Failure): void {
    this.#emit?.({
      type: 'settled',
      operation: this.#operation,
      callId: this.#callId,
      outcome,
      ...(failure && factsOf(failure)),
      attempts: this.#attempts,
      durationMs: Math.round(now() - this.#startedAt),
    });
  }

  /** Tells that the call failed, and makes its error. */
  fail(failure: Failure): ShortTokenError {
    this.settled('failed', failure);
    return failedWith(failure, this.#attempts, this.#repeatable);
  }

  /** The value of work that is done; for any other ending the call is over. */
  unwrap<Value>(ending: Ending<Value>): Value {
    if (ending.end === 'done') return ending.value;
    if (ending.end === 'timeout') throw this.fail({ code: 'timeout' });
    if (ending.end === 'failed') {
      const { error } = ending;
      this.settled('failed', isShortTokenError(error) ? { code: error.code } : undefined);
      throw error;
    }
    this.settled('failed', { code: 'aborted' });
    throw ending.reason;
  }
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

/** What an event says of a failure: fields that are known and no others. */
function factsOf({ code, status, requestId, cause }: Failure) {
  return {
    code,
    ...(status && { status }),
    ...(requestId && { requestId }),
    ...(cause && { cause }),
  };
}

let calls = 0;

/** A name for one call that tells it from others, here and on other machines. */
function newCallId(): string {
  calls = (calls + 1) % 1e6;
  return `${Math.random().toString(36).slice(2, 10)}-${calls}`;
}

function ignore(): void {}
