import { ShortTokenError } from '../wire/short-token-error.ts';

/** Work that did not end in time. */
export class TimeLimitError extends Error {
  override get name(): string {
    return 'TimeLimitError';
  }
}

/** What bounded work may ask for. */
export interface TimeLimit {
  /** Fires when the time is up or the caller leaves; made on first use, since it is not cheap. */
  readonly signal: AbortSignal;
}

/**
 * Runs work for at most `ms` milliseconds and no longer than its caller waits, even when the work
 * ignores the signal that it is given. What it comes to afterwards is dropped.
 *
 * @param work - an async function: one that throws at once would go past the limit
 * @throws TimeLimitError when the time is up
 * @throws ShortTokenError `aborted` when the caller leaves
 */
export function withTimeLimit<Value>(
  work: (limit: TimeLimit) => Promise<Value>,
  ms: number,
  caller?: AbortSignal,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    if (caller?.aborted) return reject(aborted());
    let controller: AbortController | undefined;
    const limit: TimeLimit = {
      get signal() {
        controller ??= new AbortController();
        return controller.signal;
      },
    };
    const settle = () => {
      clearTimeout(timer);
      caller?.removeEventListener('abort', onAbort);
    };
    const stop = (error: Error) => {
      settle();
      reject(error);
      controller?.abort(error);
    };
    const onAbort = () => stop(aborted());
    const timer = setTimeout(() => stop(new TimeLimitError(`Not done within ${ms} ms.`)), ms);
    caller?.addEventListener('abort', onAbort);
    work(limit).then(
      (value) => {
        settle();
        resolve(value);
      },
      (error) => {
        settle();
        reject(error);
      },
    );
  });
}

function aborted(): ShortTokenError {
  return new ShortTokenError('aborted', 'The caller gave up waiting.');
}
