import { isStoreUnavailableError } from '../../store/store-unavailable-error.ts';
import type { ClaimOutcome } from '../../store/types.ts';
import type { StoreContext } from './types.ts';

/** Long enough for a test to end before it. */
export const LONG = { ttlMs: 60_000 };

/** Short enough to wait for, long enough to get a command in before it. */
export const SHORT = { ttlMs: 400 };

/** Throws unless both are the same as JSON, in whatever order their keys come. */
export function same(actual: unknown, expected: unknown): void {
  const [got, wanted] = [canonicalJson(actual), canonicalJson(expected)];
  if (got !== wanted) throw new Error(`expected ${clipped(wanted)} and got ${clipped(got)}`);
}

/** Throws, naming what was expected, unless it holds. */
export function holds(condition: boolean, expectation: string): void {
  if (!condition) throw new Error(`expected ${expectation}`);
}

const MOST_TRIES = 20;
const BATCH = 250;

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
      await sleep(50);
    }
  }
}

/** Starts `count` calls at once and waits for all. */
export function together<T>(count: number, call: (i: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, i) => call(i)));
}

/** Starts `count` calls, 250 at a time: clients bound how much they keep in flight. */
export async function inBatches<T>(count: number, call: (i: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let from = 0; from < count; from += BATCH) {
    const width = Math.min(BATCH, count - from);
    results.push(...(await together(width, (i) => call(from + i))));
  }
  return results;
}

/** Waits in real time, whatever the store's clock. */
export function sleep(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

/** How many claims came to a state. */
export function countStates(outcomes: readonly ClaimOutcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of outcomes) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function canonicalJson(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, inner) => {
    const isRecord = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
    return isRecord ? Object.fromEntries(Object.entries(inner).sort()) : inner;
  });
}

function clipped(text: string | undefined): string {
  const shown = text ?? 'undefined';
  return shown.length > 200 ? `${shown.slice(0, 200)}… (${shown.length} characters)` : shown;
}
