import type { TokenGenerator } from '../token/types.ts';
import type { ModuleUrl } from '../url/module-url.ts';
import { forgetLater, now } from './forget-later.ts';
import { reasonOf } from './render-or-fail.ts';
import { type Failed, failed } from './result.ts';

/** One opening that is under way, or over for less than a double click. */
export interface Flight<Result> {
  /** Fires when nobody waits any more. */
  readonly stop: AbortController;
  result: Promise<Result>;
  waiting: number;
  lastClickAt: number;
}

/**
 * What is being opened, by generator and URL: the same generator and the same URL are the same
 * opening, however often it is asked for. Another user's generator never gets this one's token.
 */
export class Flights<Own extends Flight<unknown>> {
  readonly #byGenerator = new WeakMap<TokenGenerator, Map<string | ModuleUrl, Own>>();

  get(generate: TokenGenerator, url: string | ModuleUrl): Own | undefined {
    return this.#byGenerator.get(generate)?.get(url);
  }

  set(generate: TokenGenerator, url: string | ModuleUrl, flight: Own): void {
    const flights = this.#byGenerator.get(generate) ?? new Map<string | ModuleUrl, Own>();
    this.#byGenerator.set(generate, flights);
    flights.set(url, flight);
  }

  /** Forgets a flight that failed at once, and one that succeeded when a double click on it is over. */
  forget(generate: TokenGenerator, url: string | ModuleUrl, flight: Own, isOpen: boolean): void {
    const flights = this.#byGenerator.get(generate);
    const forget = () => {
      if (flights?.get(url) === flight) flights.delete(url);
    };
    if (isOpen) forgetLater(flight.lastClickAt, forget);
    else forget();
  }
}

/** One more caller who waits; each has a signal of its own, and the last to go stops the flight. */
export function join<Result>(
  flight: Flight<Result>,
  signal: AbortSignal | undefined,
): Promise<Result | Failed> {
  flight.lastClickAt = now();
  flight.waiting++;
  if (!signal) return flight.result;
  return new Promise((resolve) => {
    const onAbort = () => {
      flight.waiting--;
      if (flight.waiting === 0) flight.stop.abort(reasonOf(signal));
      resolve(failed('aborted', reasonOf(signal)));
    };
    signal.addEventListener('abort', onAbort);
    flight.result.then((result) => {
      signal.removeEventListener('abort', onAbort);
      resolve(result);
    });
  });
}
