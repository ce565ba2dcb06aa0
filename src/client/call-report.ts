import { isShortTokenError, type ShortTokenError } from '../wire/short-token-error.ts';
import { type ClientEvent, newCallId } from './events.ts';
import { type Failure, failedWith } from './failure.ts';
import { type Ending, now } from './with-time-limit.ts';

/** Counts the requests of one call, and turns what becomes of it into events and errors. */
export interface CallReport {
  /** Counts a request that is about to be sent. */
  nextAttempt(): number;
  /** Tells of records that are left out. */
  skipped(issues: readonly string[]): void;
  /** Tells that the failed request is sent again after a pause. */
  retry(failure: Failure, delayMs: number): void;
  /** Tells that the call is over. */
  settled(outcome: 'ok' | 'refused'): void;
  /** Tells that the call failed, and makes its error. */
  fail(failure: Failure): ShortTokenError;
  /** The value of work that is done; for any other ending the call is over. */
  unwrap<Value>(ending: Ending<Value>): Value;
}

/**
 * Starts the report of one call.
 *
 * @param emit - must not throw
 * @param repeatable - whether processing the call twice does no harm
 */
export function startReport<Operation extends string>(
  operation: Operation,
  emit: ((event: ClientEvent<Operation>) => void) | undefined,
  repeatable: boolean,
): CallReport {
  const startedAt = now();
  const callId = emit ? newCallId() : '';
  let attempts = 0;
  emit?.({ type: 'start', operation, callId });

  function settled(outcome: 'ok' | 'refused' | 'failed', failure?: Failure): void {
    const durationMs = Math.round(now() - startedAt);
    emit?.({
      type: 'settled',
      operation,
      callId,
      outcome,
      ...(failure && factsOf(failure)),
      attempts,
      durationMs,
    });
  }

  function fail(failure: Failure): ShortTokenError {
    settled('failed', failure);
    return failedWith(failure, attempts, repeatable);
  }

  return {
    nextAttempt: () => ++attempts,
    skipped: (issues) => emit?.({ type: 'skipped', operation, callId, issues }),
    retry: (failure, delayMs) =>
      emit?.({
        type: 'retry',
        operation,
        callId,
        attempt: attempts,
        ...factsOf(failure),
        delayMs,
      }),
    settled,
    fail,
    unwrap(ending) {
      if (ending.end === 'done') return ending.value;
      if (ending.end === 'timeout') throw fail({ code: 'timeout' });
      if (ending.end === 'failed') {
        const { error } = ending;
        settled('failed', isShortTokenError(error) ? { code: error.code } : undefined);
        throw error;
      }
      settled('failed', { code: 'aborted' });
      throw ending.reason;
    },
  };
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
