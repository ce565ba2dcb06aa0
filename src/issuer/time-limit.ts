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
  /** What ended the waiting before its time, if anything did. */
  stoppedBy: Error | undefined;
  readonly #ms: number;
  readonly #caller: AbortSignal | undefined;
  #controller: AbortController | undefined;
  #stopWaits: ((error: Error) => void)[] | undefined;
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
   * Waits for an answer; what it comes to after the end is dropped.
   *
   * @throws TimeLimitError when the time is up
   * @throws ShortTokenError `aborted` when the caller leaves
   */
  wait<Value>(answer: Value | PromiseLike<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      let isSettled = false;
      Promise.resolve(answer).then(
        (value) => {
          isSettled = true;
          resolve(value);
        },
        (error) => {
          isSettled = true;
          reject(error);
        },
      );
      NEXT_TURN.then(() => {
        if (!isSettled) this.#start(reject);
      });
    });
  }

  /** Lets go of the timer and of the caller's signal. */
  end(): void {
    this.#release?.();
  }

  #start(stopWait: (error: Error) => void): void {
    if (this.stoppedBy !== undefined) return stopWait(this.stoppedBy);
    if (this.#stopWaits !== undefined) {
      this.#stopWaits.push(stopWait);
      return;
    }
    this.#stopWaits = [stopWait];
    const caller = this.#caller;
    const onAbort = () => this.#stop(aborted());
    if (caller?.aborted) return onAbort();
    caller?.addEventListener('abort', onAbort);
    const onTimeout = () => this.#stop(new TimeLimitError(`Not done within ${this.#ms} ms.`));
    const timer = setTimeout(onTimeout, this.#ms);
    this.#release = () => {
      clearTimeout(timer);
      caller?.removeEventListener('abort', onAbort);
    };
  }

  #stop(error: Error): void {
    this.end();
    this.stoppedBy = error;
    for (const stopWait of this.#stopWaits ?? []) stopWait(error);
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
    return await limit.wait(work());
  } finally {
    limit.end();
  }
}

/** What a call ends with when its caller leaves. */
export function aborted(): ShortTokenError {
  return new ShortTokenError('aborted', 'The caller gave up waiting.');
}
