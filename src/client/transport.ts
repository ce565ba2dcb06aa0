import type { ShortTokenError } from '../wire/short-token-error.ts';
import { bounded, type Ending } from './bounded.ts';
import type { ClientEvent } from './events.ts';
import { type Failure, repetition } from './failure.ts';
import { type Answer, type Sent, sendRequest } from './send-request.ts';
import { toShortTokenError } from './to-error.ts';

/** Limits and means of a transport; checked by whoever makes one. */
export interface TransportOptions<Operation extends string> {
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMs: number;
  readonly totalTimeoutMs: number;
  readonly maxRetries: number;
  readonly maxResponseBytes: number;
  /** Must not throw. */
  readonly emit: (event: ClientEvent<Operation>) => void;
}

type Headers = Readonly<Record<string, string>>;

/** One call of an API, from its headers to what its answer means. */
export interface Exchange<Value, Operation extends string> {
  readonly operation: Operation;
  readonly method: string;
  readonly path: string;
  /** A function is asked once per call, within the total time. */
  readonly headers: Headers | ((signal: AbortSignal) => Promise<Headers>);
  readonly body?: string | undefined;
  /** Whether processing it twice does no harm. It decides `retryable`, not whether we send again. */
  readonly repeatable: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Statuses besides 2xx and 400 whose answer goes to `read`. */
  readonly alsoRead?: readonly number[] | undefined;
  /** Says what an answer means. */
  readonly read: (answer: Answer) => Reading<Value>;
}

/** What an answer means. */
export type Reading<Value> =
  | { readonly value: Value; readonly outcome: 'ok' | 'refused' }
  | { readonly failure: Failure };

/** Sends calls; every way to fail ends in a `ShortTokenError` or in the caller's abort reason. */
export type Transport<Operation extends string> = <Value>(
  exchange: Exchange<Value, Operation>,
) => Promise<Value>;

/**
 * Makes the one function through which every request of a client goes: time limits, size limits, no
 * redirects, and a second request only where the server cannot have processed the first.
 */
export function createTransport<Operation extends string>(
  options: TransportOptions<Operation>,
): Transport<Operation> {
  const { baseUrl, fetch, timeoutMs, totalTimeoutMs, maxRetries, maxResponseBytes, emit } = options;

  return async (exchange) => {
    const { operation, method, path, body, alsoRead, repeatable, signal } = exchange;
    const start = now();
    const left = () => start + totalTimeoutMs - now();
    let attempts = 0;

    const settled = (
      outcome: 'ok' | 'refused' | 'failed',
      { code, status }: Partial<Failure> = {},
    ) =>
      emit({
        type: 'settled',
        operation,
        outcome,
        ...(code && { code }),
        ...(status && { status }),
        attempts,
        durationMs: Math.round(now() - start),
      });
    const fail = (failure: Failure): ShortTokenError => {
      settled('failed', failure);
      return toShortTokenError(failure, attempts, repeatable);
    };
    const unwrap = <Value>(ending: Ending<Value>): Value => {
      if (ending.end === 'done') return ending.value;
      if (ending.end === 'timeout') throw fail({ code: 'timeout' });
      if (ending.end === 'failed') {
        settled('failed');
        throw ending.error;
      }
      settled('failed', { code: 'aborted' });
      throw ending.reason;
    };

    const headers =
      typeof exchange.headers === 'function'
        ? unwrap(await bounded(exchange.headers, totalTimeoutMs, signal))
        : exchange.headers;
    const request = { url: baseUrl + path, method, headers, body, alsoRead };
    const send = (stop: AbortSignal): Promise<Sent> => {
      attempts++;
      return sendRequest(fetch, request, maxResponseBytes, stop);
    };
    for (;;) {
      const sent = unwrap(await bounded(send, Math.min(timeoutMs, left()), signal));
      const reading = 'answer' in sent ? exchange.read(sent.answer) : sent;
      if ('value' in reading) {
        settled(reading.outcome);
        return reading.value;
      }
      const { failure } = reading;
      const { code, status } = failure;
      const delayMs = backOff(attempts, failure.retryAfterMs);
      if (repetition(failure) !== 'safe' || attempts > maxRetries || delayMs >= left()) {
        throw fail(failure);
      }
      emit({
        type: 'retry',
        operation,
        attempt: attempts,
        code,
        ...(status && { status }),
        delayMs,
      });
      const pause = await bounded(nothing, delayMs, signal);
      if (pause.end !== 'timeout') unwrap(pause);
    }
  };
}

/**
 * Doubling from 100 ms to 2 s, half of it random, so that clients that failed together do not return
 * together. What the server asked for comes on top and is never undercut.
 */
function backOff(attempt: number, retryAfterMs = 0): number {
  const step = Math.min(2_000, 100 * 2 ** (attempt - 1));
  return retryAfterMs + Math.round(step * (0.5 + Math.random() / 2));
}

/** Work that never ends: bounding it is a pause that can be aborted. */
function nothing(): Promise<never> {
  return new Promise(() => {});
}

/** A clock that a change of the system time does not move. */
function now(): number {
  return performance.now();
}
