import { abortReason } from './abort-reason.ts';

/** How a bounded piece of work ended. */
export type Ending<Value> =
  | { readonly end: 'done'; readonly value: Value }
  | { readonly end: 'failed'; readonly error: unknown }
  | { readonly end: 'timeout' }
  | { readonly end: 'aborted'; readonly reason: unknown };

/**
 * Runs `work` for at most `ms` milliseconds and no longer than the caller waits. It never rejects,
 * and it ends on time even when the work ignores the signal it is given.
 */
export function bounded<Value>(
  work: (signal: AbortSignal) => Promise<Value>,
  ms: number,
  caller: AbortSignal | undefined,
): Promise<Ending<Value>> {
  return new Promise((settle) => {
    const controller = new AbortController();
    const finish = (ending: Ending<Value>) => {
      clearTimeout(timer);
      caller?.removeEventListener('abort', onAbort);
      settle(ending);
    };
    const stop = (ending: Ending<Value>) => {
      finish(ending);
      controller.abort();
    };
    const onAbort = () => stop({ end: 'aborted', reason: caller && abortReason(caller) });
    const timer = setTimeout(() => stop({ end: 'timeout' }), Math.max(0, ms));
    if (caller?.aborted) return onAbort();
    caller?.addEventListener('abort', onAbort);
    work(controller.signal).then(
      (value) => finish({ end: 'done', value }),
      (error: unknown) => finish({ end: 'failed', error }),
    );
  });
}
