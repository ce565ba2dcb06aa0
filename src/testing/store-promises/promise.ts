import { isStoreUnavailableError } from '../../store/store-unavailable-error.ts';
import type { ClaimOutcome, ShortTokenStore } from '../../store/types.ts';
import type { StoreCapabilities, StoreRequest } from '../describe-short-token-store.ts';

/** What a test of the store suite works with. */
export interface StoreContext {
  readonly capabilities: StoreCapabilities;
  /** The namespace that only this test uses. */
  readonly namespace: string;
  /** A store for this test; closed behind it. */
  open(request?: Partial<StoreRequest>): Promise<ShortTokenStore>;
  /** Lets that many milliseconds of the store's time pass. */
  pass(ms: number): Promise<void>;
}

/** One thing that a store promises. */
export interface StorePromise {
  readonly name: string;
  /** What has to be possible for it to be tested. */
  readonly needs?: readonly (keyof StoreCapabilities)[];
  /** It says nothing about a store with this one. */
  readonly unless?: keyof StoreCapabilities;
  keep(context: StoreContext): Promise<void>;
}

/** Long enough for a test to end before it. */
export const LONG = { ttlMs: 60_000 };

/** Short enough to wait for, long enough to get a command in before it. */
export const SHORT = { ttlMs: 400 };

/** Throws unless both are the same as JSON. */
export function same(actual: unknown, expected: unknown): void {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (got !== wanted) throw new Error(`expected ${clipped(wanted)} and got ${clipped(got)}`);
}

/** Throws, naming what was expected, unless it holds. */
export function holds(condition: boolean, expectation: string): void {
  if (!condition) throw new Error(`expected ${expectation}`);
}

const MOST_TRIES = 20;

/**
 * Does something that has to end within a lifetime, and checks what came of it. In real time, on a
 * busy machine, it may end too late to say anything about the store: then all of it is done again.
 */
export async function inTime<T>(
  { capabilities }: StoreContext,
  withinMs: number,
  attempt: (round: number) => Promise<{ readonly value: T; readonly check: () => void }>,
): Promise<T> {
  for (let round = 1; ; round += 1) {
    const start = performance.now();
    const { value, check } = await attempt(round);
    const late = capabilities.advance === undefined && performance.now() - start >= withinMs - 5;
    if (late && round < MOST_TRIES) continue;
    if (late)
      throw new Error(`the machine is too busy: ${MOST_TRIES} tries took over ${withinMs} ms`);
    check();
    return value;
  }
}

/** The error that a call rejects with; throws when it does not. */
export async function rejection(call: () => Promise<unknown>): Promise<Error> {
  let value: unknown;
  try {
    value = await call();
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error(`expected an Error and got ${typeof error}`);
  }
  throw new Error(`expected a rejection and got ${clipped(JSON.stringify(value))}`);
}

/** Calls again while the store is out of reach, as a caller whose answer was lost would: 5 s at most. */
export async function eventually<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      if (tries === 100 || !isStoreUnavailableError(error)) throw error;
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}

/** Starts `count` calls at once and waits for all. */
export function together<T>(count: number, call: (i: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, i) => call(i)));
}

/** How many claims came to a state. */
export function countStates(outcomes: readonly ClaimOutcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of outcomes) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function clipped(text: string | undefined): string {
  const shown = text ?? 'undefined';
  return shown.length > 200 ? `${shown.slice(0, 200)}… (${shown.length} characters)` : shown;
}
