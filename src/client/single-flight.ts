import { abortReason } from './abort-reason.ts';

interface Flight<Value> {
  readonly value: Promise<Value>;
  /** Missing when somebody waits who cannot leave, and the work cannot be aborted. */
  readonly cancel: AbortController | undefined;
  waiting: number;
}

/**
 * Lets callers that ask for the same thing at the same time share one piece of work. A caller who
 * aborts leaves alone; the work is aborted when the last one has left. Keys are kept no longer than
 * the work takes.
 */
export function createSingleFlight<Value>(): (
  key: string,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal | undefined) => Promise<Value>,
) => Promise<Value> {
  const flights = new Map<string, Flight<Value>>();

  function start(
    key: string,
    cancel: AbortController | undefined,
    work: (signal: AbortSignal | undefined) => Promise<Value>,
  ): Flight<Value> {
    const flight: Flight<Value> = { value: work(cancel?.signal), cancel, waiting: 0 };
    const end = () => {
      if (flights.get(key) === flight) flights.delete(key);
    };
    flight.value.then(end, end);
    flights.set(key, flight);
    return flight;
  }

  function leave(key: string, flight: Flight<Value>): void {
    if (--flight.waiting > 0) return;
    if (flights.get(key) === flight) flights.delete(key);
    flight.cancel?.abort();
  }

  return (key, signal, work) => {
    if (signal?.aborted) return Promise.reject(abortReason(signal));
    const flight = flights.get(key) ?? start(key, signal && new AbortController(), work);
    flight.waiting++;
    if (signal === undefined) return flight.value;
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        leave(key, flight);
        reject(abortReason(signal));
      };
      const done = () => signal.removeEventListener('abort', onAbort);
      signal.addEventListener('abort', onAbort);
      flight.value.finally(done).then(resolve, reject);
    });
  };
}
