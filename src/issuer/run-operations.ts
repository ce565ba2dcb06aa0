import {
  isStoreUnavailableError,
  StoreUnavailableError,
} from '../store/store-unavailable-error.ts';
import { isShortTokenError, ShortTokenError } from '../wire/short-token-error.ts';
import { causeOf, type IssuerObserver, type IssuerOperation, type IssuerPart } from './events.ts';
import { aborted, TimeLimit, TimeLimitError } from './time-limit.ts';

/** One operation under way. */
export interface RunningOperation {
  /** What it waits for at the moment. */
  part: IssuerPart;
  /** What it waits for has to be waited for through this. */
  readonly limit: TimeLimit;
}

/** Runs operations under one time limit, reports how they fail, and ends when they have. */
export interface OperationRunner {
  run<Value>(
    operation: IssuerOperation,
    signal: AbortSignal | undefined,
    work: (running: RunningOperation) => Promise<Value>,
  ): Promise<Value>;
  /** Turns new operations away and waits for those under way; called once. */
  drain(): Promise<void>;
}

/**
 * Makes a runner.
 *
 * @param timeoutMs - for each operation as a whole
 * @param report - told of every operation that fails
 * @param onError - told of time limits and mistakes
 */
export function createOperationRunner(
  timeoutMs: number,
  report: IssuerObserver,
  onError: (error: unknown) => void,
): OperationRunner {
  let underWay = 0;
  let isClosed = false;
  let drained: () => void = () => {};

  function failureOf(operation: IssuerOperation, part: IssuerPart, error: unknown): unknown {
    const cause = causeOf(error);
    if (error instanceof TimeLimitError) {
      onError(error);
      report({ type: 'unavailable', operation, part, cause });
      return timedOut(part, timeoutMs);
    }
    if (isShortTokenError(error, 'bearer_rejected')) return error;
    if (isShortTokenError(error, 'aborted')) report({ type: 'aborted', operation });
    else if (isStoreUnavailableError(error) || isShortTokenError(error)) {
      report({ type: 'unavailable', operation, part, cause });
    } else {
      onError(error);
      report({ type: 'failed', operation, cause });
    }
    return error;
  }

  return {
    async run(operation, signal, work) {
      if (isClosed) throw new StoreUnavailableError('store_unavailable', 'The issuer is closed.');
      underWay += 1;
      const limit = new TimeLimit(timeoutMs, signal);
      const running: RunningOperation = { part: 'store', limit };
      try {
        if (signal?.aborted) throw aborted();
        return await work(running);
      } catch (error) {
        throw failureOf(operation, running.part, error);
      } finally {
        limit.end();
        underWay -= 1;
        if (underWay === 0) drained();
      }
    },
    async drain() {
      isClosed = true;
      if (underWay === 0) return;
      await new Promise<void>((done) => {
        drained = done;
      });
    },
  };
}

function timedOut(part: IssuerPart, ms: number): Error {
  const message = `No answer within ${ms} ms.`;
  if (part === 'store') return new StoreUnavailableError('store_unavailable', message);
  return new ShortTokenError('timeout', message, { retryable: true });
}
