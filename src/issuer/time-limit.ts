import { ShortTokenError } from '../wire/short-token-error.ts';

/** Work that did not end in time. */
export class TimeLimitError extends Error {
  override get name(): string {
    return 'TimeLimitError';
  }
}

// Settled for good: what is chained to it runs in the next turn of the microtask queue.
const NEXT_TURN = Promise.resolve();

/**
 * Bounds what a piece of work waits for, in milliseconds and by the caller's own patience, even
 * when what it waits for ignores the signal.
 *
 * The clock starts with the first wait that is one: an answer that is there already, as a store in
 * memory gives it, costs no timer.
 */
export class TimeLimit {
  readonly #ms: number;
  readonly #caller: AbortSignal | undefined;
  #controller: AbortController | undefined;
  #stoppedBy: Error | undefined;
  readonly #stopWaits: ((error: Error) => void)[] = [];
  #release: (() => void) | undefined;

  constructor(ms: number, caller?: AbortSignal) {
    this.#ms = ms;
    this.#caller = caller;
  }

  /** Fires when the time is up or the caller leaves; made on first use, since it is not cheap. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  /**
   * Asks and waits for the answer; what it comes to after the end is dropped.
   *
   * @param check - makes the value of the answer, or throws
   * @param failed - makes the error of what `ask` throws or rejects with
   * @throws TimeLimitError when the time is up
   * @throws ShortTokenError `aborted` when the caller leaves
   */
  wait<Answer, Value = Answer>(
    ask: () => Answer | PromiseLike<Answer>,
    check: (answer: Answer) => Value,
    failed: (error: unknown) => unknown,
  ): Promise<Value> {
    return new Promise((resolve, reject) => {
      let isOver = false;
      const stop = (error: unknown) => {
        isOver = true;
        reject(error);
      };
      let asked: Answer | PromiseLike<Answer>;
      try {
        asked = ask();
      } catch (error) {
        stop(failed(error));
        return;
      }
      Promise.resolve(asked).then(
        (answer) => {
          if (isOver) return;
          isOver = true;
          try {
            resolve(check(answer));
          } catch (error) {
            reject(error);
          }
        },
        (error) => {
          if (!isOver) stop(failed(error));
        },
      );
      NEXT_TURN.then(() => {
        if (!isOver) this.#start(stop);
      });
    });
  }

  /** Lets go of the timer and of the caller's signal. */
  end(): void {
    this.#release?.();
  }

  #start(stopWait: (error: Error) => void): void {
    if (this.#stoppedBy !== undefined) {
      stopWait(this.#stoppedBy);
      return;
    }
    this.#stopWaits.push(stopWait);
    if (this.#stopWaits.length > 1) return;
    const caller = this.#caller;
    const onAbort = () => this.#stop(aborted());
    if (caller?.aborted) {
      onAbort();
      return;
    }
    caller?.addEventListener('abort', onAbort);
    const onTimeout = () => this.#stop(new TimeLimitError(`Not done within ${this.#ms} ms.`));
    const timer = setTimeout(onTimeout, this.#ms);
    this.#release = () => {
      clearTimeout(timer);
      caller?.removeEventListener('abort', onAbort);
    };
  }

  #stop(error: Error): void {
    this.#stoppedBy = error;
    for (const stopWait of this.#stopWaits) stopWait(error);
    this.#controller?.abort(error);
  }
}

/**
 * Runs work for at most `ms` milliseconds.
 *
 * @throws TimeLimitError when the time is up
 */
export async function withTimeLimit<Value>(
  work: () => Value | PromiseLike<Value>,
  ms: number,
): Promise<Value> {
  const limit = new TimeLimit(ms);
  try {
    return await limit.wait(work, same, same);
  } finally {
    limit.end();
  }
}

function same<Value>(value: Value): Value {
  return value;
}

/** What a call ends with when its caller leaves. */
export function aborted(): ShortTokenError {
  return new ShortTokenError('aborted', 'The caller gave up waiting.');
}
