import type { Behaviour } from './behaviour.ts';

const busy = (retryAfter?: string) => ({
  status: 429,
  body: '{"status":false}',
  ...(retryAfter !== undefined && { headers: { 'retry-after': retryAfter } }),
});

/** `Retry-After` in all its forms: how the call goes on. */
const WAITS: readonly (readonly [retryAfter: string, end: 'ok' | 'rate_limited'])[] = [
  ['0', 'ok'],
  ['', 'ok'],
  ['soon', 'ok'],
  ['-1', 'ok'],
  ['1.5', 'ok'],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 'ok'],
  ['Sunday, 06-Nov-94 08:49:37 GMT', 'ok'],
  ['Thu Jan  1 00:00:00 1970', 'ok'],
  ['3600', 'rate_limited'],
  ['99999999999', 'rate_limited'],
  ['Fri, 31 Dec 9999 23:59:59 GMT', 'rate_limited'],
  ['Fri Dec 31 23:59:59 9999', 'rate_limited'],
];

const waitRows = WAITS.flatMap(([retryAfter, end]) =>
  (['resolve', 'generate'] as const).map(
    (operation): Behaviour => ({
      name: `${operation} is asked to wait: "${retryAfter}"`,
      operation,
      steps: [busy(retryAfter)],
      end,
      attempts: end === 'ok' ? 2 : 1,
    }),
  ),
);

/** It may have sent the call twice. */
const browsersCannotKnow = { chromium: { end: 'outcome_unknown' } } as const;

const plainRows: readonly Behaviour[] = [
  { name: 'a valid token on a fresh connection', operation: 'resolve', end: 'ok' },
  { name: 'a valid token on a kept connection', operation: 'resolve', kept: true, end: 'ok' },
  {
    name: 'an expired token on a fresh connection',
    operation: 'resolve',
    expired: true,
    end: 'refused',
    on: browsersCannotKnow,
  },
  {
    name: 'an expired token on a kept connection',
    operation: 'resolve',
    expired: true,
    kept: true,
    end: 'refused',
    on: browsersCannotKnow,
  },
  {
    name: 'the answer to a valid token closes the connection',
    operation: 'resolve',
    kept: true,
    steps: [{ body: { made: 'answer' }, headers: { connection: 'close' } }],
    end: 'ok',
  },
  {
    name: 'two limits and then the answer',
    operation: 'resolve',
    steps: [busy('0'), busy('0')],
    end: 'ok',
    attempts: 3,
  },
  {
    name: 'a limit that stays',
    operation: 'resolve',
    steps: [busy('0'), busy('0'), busy('0')],
    end: 'rate_limited',
    attempts: 3,
  },
  {
    name: 'a limit, then a connection that breaks',
    operation: 'resolve',
    steps: [busy('0'), { use: true, ends: 'reset' }],
    end: 'network_interrupted',
    attempts: 2,
    on: { chromium: { end: ['network_interrupted', 'outcome_unknown'] } },
  },
  {
    name: 'a server that stays down',
    operation: 'generate',
    steps: [{ status: 503 }, { status: 502 }, { status: 500 }],
    end: 'upstream_error',
    attempts: 3,
  },
  {
    name: 'a connection that breaks twice',
    operation: 'generate',
    steps: [{ ends: 'reset' }, { ends: 'close' }],
    end: 'ok',
    attempts: 3,
  },
  {
    name: 'no repetitions wanted',
    operation: 'generate',
    steps: [{ status: 503 }],
    options: { maxRetries: 0 },
    end: 'upstream_error',
  },
];

/** Calls that are sent again, and calls that are not. */
export const REPETITION_ROWS: readonly Behaviour[] = [...plainRows, ...waitRows];
