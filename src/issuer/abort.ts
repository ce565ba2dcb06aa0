import { ShortTokenError } from '../wire/short-token-error.ts';

/** @throws ShortTokenError `aborted` when the signal has fired already */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw aborted();
}

/** Settles like `work`, or rejects with `aborted` as soon as the signal fires. */
export function untilAborted<T>(
  work: T | Promise<T>,
  signal: AbortSignal | undefined,
): T | Promise<T> {
  if (signal === undefined) return work;
  return new Promise<T>((resolve, reject) => {
    const onAbort = () => reject(aborted());
    signal.addEventListener('abort', onAbort, { once: true });
    const settled = () => signal.removeEventListener('abort', onAbort);
    Promise.resolve(work).then(resolve, reject).finally(settled);
    if (signal.aborted) onAbort();
  });
}

function aborted(): ShortTokenError {
  return new ShortTokenError('aborted', 'The caller gave up waiting.');
}
