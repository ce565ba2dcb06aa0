import { CallReport } from './call-report.ts';
import { type CheckedOptions, checkHeaders, checkMilliseconds } from './check-options.ts';
import type { CallOptions } from './options.ts';
import type { ReadContext, Reading } from './read-answer.ts';
import { type Answer, failedAnswer } from './read-response.ts';
import { retryability, retryDelay } from './retry.ts';
import { resendsByItself } from './runtime.ts';
import { createRequestBody, type OutgoingRequest, sendRequest } from './send-request.ts';
import { type Ending, now, withTimeLimit } from './with-time-limit.ts';

/** One call of an API, from its headers to what its answer means. */
export interface Call<Value, Operation extends string> {
  readonly operation: Operation;
  readonly method: string;
  readonly path: string;
  /** A function is asked once per call, within the total time. */
  readonly headers:
    | Readonly<Record<string, string>>
    | ((signal: AbortSignal) => Promise<Readonly<Record<string, string>>>);
  readonly body?: string | undefined;
  /** Whether processing it twice does no harm; if it does, only what was not processed is sent again. */
  readonly repeatable: boolean;
  readonly options: CallOptions;
  /** Statuses from 300 on whose body `read` looks at. */
  readonly readsBodyOf: (status: number) => boolean;
  /** Says what an answer means. */
  readonly read: (answer: Answer, context: ReadContext) => Reading<Value>;
}

/** Sends calls; every way to fail ends in a `ShortTokenError` or in the caller's abort reason. */
export type Transport<Operation extends string> = <Value>(
  call: Call<Value, Operation>,
) => Promise<Value>;

/**
 * Makes the one function through which every request of a client goes: time limits, size limits, no
 * redirects, and a second request only where it is safe.
 */
export function createTransport<Operation extends string>(
  options: CheckedOptions<Operation>,
): Transport<Operation> {
  const { baseUrl, fetch, connectTimeoutMs, maxRetries, maxResponseBytes, emit } = options;

  async function send(
    request: OutgoingRequest,
    timeoutMs: number,
    signal: AbortSignal | undefined,
  ): Promise<Ending<Answer>> {
    const { body: text } = request;
    const body = text === undefined || fetch ? undefined : createRequestBody(text);
    const ending = await withTimeLimit(
      (stop) => sendRequest(fetch, request, body, maxResponseBytes, stop),
      timeoutMs,
      signal,
      body && { ms: connectTimeoutMs, isDone: body.isSent },
    );
    if (ending.end !== 'timeout') return ending;
    if (body?.isSent() !== false) return { end: 'done', value: failedAnswer({ code: 'timeout' }) };
    body.withhold();
    return {
      end: 'done',
      value: failedAnswer({ code: 'network_unreachable', cause: 'ETIMEDOUT' }),
    };
  }

  return async (call) => {
    const { operation, repeatable, options: own } = call;
    const { signal } = own;
    const timeoutMs = checkMilliseconds('timeoutMs', own.timeoutMs ?? options.timeoutMs);
    const start = now();
    const end = start + (options.totalTimeoutMs ?? Math.max(10_000, timeoutMs));
    const report = new CallReport(operation, emit, repeatable);

    const given =
      typeof call.headers === 'function'
        ? report.unwrap(await withTimeLimit(call.headers, end - now(), signal))
        : call.headers;
    const request: OutgoingRequest = {
      url: baseUrl + call.path,
      method: call.method,
      // Not three spreads in a row: engines are fast with the first of them only.
      headers: Object.assign(
        {},
        options.headers,
        own.headers && checkHeaders(own.headers),
        given,
      ) as Record<string, string>,
      body: call.body,
      readsBodyOf: call.readsBodyOf,
    };
    for (;;) {
      const attempt = report.nextAttempt();
      const answer = report.unwrap(await send(request, Math.min(timeoutMs, end - now()), signal));
      const isFirst = attempt === 1 && !resendsByItself();
      const reading = call.read(answer, {
        isFirst,
        skip: (issues) => report.skipped(issues),
      });
      if ('value' in reading) {
        report.settled(reading.outcome);
        return reading.value;
      }
      if ('refusal' in reading) {
        report.settled('refused');
        throw reading.refusal;
      }
      const { failure } = reading;
      const hope = retryability(failure);
      const delayMs = retryDelay(attempt, failure.retryAfterMs);
      if (
        !(hope === 'unprocessed' || (repeatable && hope === 'passing')) ||
        attempt > maxRetries ||
        delayMs >= end - now()
      ) {
        throw report.fail(failure);
      }
      report.retry(failure, delayMs);
      const pause = await withTimeLimit(nothing, delayMs, signal);
      if (pause.end !== 'timeout') report.unwrap(pause);
    }
  };
}

/** Work that never ends: limiting its time is a pause that can be aborted. */
function nothing(): Promise<never> {
  return new Promise(() => {});
}
