import { failedWith } from './failure.ts';

/** How work with a time limit ended. */
export type Ending<Value> =
  | { readonly end: 'done'; readonly value: Value }
  | { readonly end: 'failed'; readonly error: unknown }
  | { readonly end: 'timeout' }
  | { readonly end: 'aborted'; readonly reason: unknown };

/** A part of the work that has to be done earlier than the rest. */
export interface FirstPart {
  readonly ms: number;
  readonly isDone: () => boolean;
}

/** A timer that fires this many milliseconds late was held up by a busy event loop. */
const STALL_MS = 20;
/** Turns of the event loop in which an answer that arrived during a stall is read. */
const GRACE_TURNS = 8;

/**
 * Runs `work` for at most `ms` milliseconds and no longer than the caller waits. It never rejects,
 * and it ends on time even when the work ignores the signal it is given.
 */
export function withTimeLimit<Value>(
  work: (signal: AbortSignal) => Promise<Value>,
  ms: number,
  caller: AbortSignal | undefined,
  first?: FirstPart,
): Promise<Ending<Value>> {
  return new Promise((settle) => {
    if (caller?.aborted) return settle({ end: 'aborted', reason: abortReason(caller) });
    const controller = new AbortController();
    const finish = (ending: Ending<Value>) => {
      stopWaiting();
      stopListening?.();
      settle(ending);
    };
    const stop = (ending: Ending<Value>) => {
      finish(ending);
      controller.abort();
    };
    const timeUp = () => stop({ end: 'timeout' });
    const until = now() + ms;
    // One timer at a time: most work is done before the first of them.
    let stopWaiting =
      first && first.ms < ms
        ? after(first.ms, () => {
            if (first.isDone()) stopWaiting = after(until - now(), timeUp);
            else timeUp();
          })
        : after(ms, timeUp);
    const stopListening =
      caller && whenAborted(caller, () => stop({ end: 'aborted', reason: abortReason(caller) }));
    work(controller.signal).then(
      (value) => finish({ end: 'done', value }),
      (error: unknown) => finish({ end: 'failed', error }),
    );
  });
}

/**
 * Acts after so many milliseconds. After a stall of the event loop it first lets what has arrived
 * meanwhile be read: timers come before input.
 *
 * @returns a function that forgets it
 */
function after(ms: number, act: () => void): () => void {
  const waitMs = Math.max(0, ms);
  const due = now() + waitMs;
  let over = false;
  const countDown = (turns: number) => {
    if (over) return;
    if (turns === 0) act();
    else nextTurn(() => countDown(turns - 1));
  };
  const timer = setTimeout(() => countDown(now() - due > STALL_MS ? GRACE_TURNS : 0), waitMs);
  return () => {
    over = true;
    clearTimeout(timer);
  };
}

/** In Node several timers may fire before any input is read; `setImmediate` always comes after it. */
function nextTurn(act: () => void): void {
  if (typeof setImmediate === 'function') setImmediate(act);
  else setTimeout(act);
}

const listeners = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls `listener` when the signal fires. However many wait, the signal has one listener: Node warns
 * of a leak from the eleventh on.
 *
 * @returns a function that stops listening
 */
export function whenAborted(signal: AbortSignal, listener: () => void): () => void {
  let waiting = listeners.get(signal);
  if (waiting === undefined) {
    waiting = new Set();
    listeners.set(signal, waiting);
    signal.addEventListener('abort', callAll);
  }
  waiting.add(listener);
  return () => {
    if (waiting.delete(listener) && waiting.size === 0) {
      listeners.delete(signal);
      signal.removeEventListener('abort', callAll);
    }
  };
}

function callAll(this: AbortSignal): void {
  for (const listener of [...(listeners.get(this) ?? [])]) listener();
}

/** Why the caller aborted; older runtimes do not keep the reason, so there it is our own error. */
export function abortReason(signal: AbortSignal): unknown {
  return signal.reason === undefined ? failedWith({ code: 'aborted' }) : signal.reason;
}

/** A clock that a change of the system time does not move. */
export function now(): number {
  return performance.now();
}
