import { performance } from 'node:perf_hooks';
import type { ShortTokenErrorCode } from '../../wire/short-token-error.ts';
import type { JourneyOutcome, JourneyStep, JourneyStepKind } from './types.ts';

/** What is known of a step when it ends. */
export type StepEnd = Pick<JourneyStep, 'outcome'> &
  Partial<Pick<JourneyStep, 'status' | 'code' | 'detail' | 'fault'>>;

/** Takes the time of a step. */
export function startStep(kind: JourneyStepKind, now: () => number): (end: StepEnd) => JourneyStep {
  const at = now();
  const start = performance.now();
  return (end) => ({
    kind,
    at,
    durationMs: Math.round((performance.now() - start) * 10) / 10,
    ...end,
  });
}

/** How a call of the API ended, by the status of its answer. */
export function outcomeOf(status: number): JourneyOutcome {
  if (status < 400) return 'ok';
  return status === 429 || status >= 500 ? 'failed' : 'refused';
}

/** What our own client makes of a real answer of the sandbox; `undefined` for a good one. */
export function codeOf(
  operation: 'generate' | 'resolve' | 'callback',
  status: number,
): ShortTokenErrorCode | 'short_token_invalid' | undefined {
  if (status < 400) return undefined;
  if (status === 400 && operation === 'resolve') return 'short_token_invalid';
  return CODES[status] ?? (status >= 500 ? 'upstream_error' : 'bad_request');
}

const CODES: Readonly<Record<number, ShortTokenErrorCode>> = {
  401: 'bearer_rejected',
  403: 'forbidden',
  404: 'endpoint_not_found',
  405: 'endpoint_not_found',
  409: 'conflict',
  413: 'request_too_large',
  429: 'rate_limited',
};
