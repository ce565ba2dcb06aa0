import { abortReason, whenAborted } from './with-time-limit.ts';

interface Flight<Value> {
  readonly value: Promise<Value>;
  /** Missing when the first caller cannot leave, so that the work is never aborted. */
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
      // After everybody left, another flight may have this key.
      if (flights.get(key) === flight) flights.delete(key);
    };
    flight.value.then(end, end);
    flights.set(key, flight);
    return flight;
  }

  function leave(key: string, flight: Flight<Value>): void {
    if (--flight.waiting > 0) return;
    flights.delete(key);
    flight.cancel?.abort();
  }

  return (key, signal, work) => {
    if (signal?.aborted) return Promise.reject(abortReason(signal));
    const flight = flights.get(key) ?? start(key, signal && new AbortController(), work);
    flight.waiting++;
    if (signal === undefined) return flight.value;
    return new Promise((resolve, reject) => {
      const stopListening = whenAborted(signal, () => {
        leave(key, flight);
        reject(abortReason(signal));
      });
      flight.value.finally(stopListening).then(resolve, reject);
    });
  };
}
