import type { Behaviour, End } from './behaviour.ts';

const HTML = { 'content-type': 'text/html' };
const page = { headers: HTML, body: { made: 'echo' } } as const;
const refusal = {
  headers: { 'content-type': 'application/json' },
  body: '{"status":false,"message":"Trouble."}',
} as const;

/** What each status means, whoever answers it. */
const CODES: readonly (readonly [status: number, code: End])[] = [
  [401, 'forbidden'],
  [402, 'bad_request'],
  [403, 'forbidden'],
  [404, 'endpoint_not_found'],
  [405, 'endpoint_not_found'],
  [406, 'bad_request'],
  [409, 'conflict'],
  [410, 'bad_request'],
  [411, 'bad_request'],
  [412, 'bad_request'],
  [413, 'request_too_large'],
  [414, 'bad_request'],
  [415, 'bad_request'],
  [417, 'bad_request'],
  [418, 'bad_request'],
  [422, 'bad_request'],
  [423, 'bad_request'],
  [426, 'bad_request'],
  [428, 'bad_request'],
  [431, 'bad_request'],
  [451, 'bad_request'],
];

const finalRows = CODES.flatMap(([status, code]) => [
  {
    name: `resolve is answered with ${status} and a page`,
    operation: 'resolve',
    steps: [{ status, use: true, ...page }],
    end: code,
  },
  {
    name: `generate is answered with ${status} and JSON`,
    operation: 'generate',
    steps: [{ status, ...refusal }],
    end: status === 401 ? 'bearer_rejected' : code,
  },
]) satisfies readonly Behaviour[];

/** Chromium sends again by itself after a 408. */
const resent = (status: number, end: End) =>
  status === 408 ? { chromium: { end: ['upstream_error', end] as const } } : {};

const passingRows = [408, 500, 501, 502, 503, 504, 507, 520, 524, 599].flatMap((status) => [
  {
    name: `resolve is answered with ${status} after it was processed`,
    operation: 'resolve',
    steps: [{ status, use: true, ...refusal }],
    end: 'upstream_error',
    on: resent(status, 'outcome_unknown'),
  },
  {
    name: `resolve is answered with ${status} before it was processed`,
    operation: 'resolve',
    steps: [{ status, ...page }],
    end: 'upstream_error',
    on: resent(status, 'ok'),
  },
  {
    name: `generate is answered with ${status} once`,
    operation: 'generate',
    steps: [{ status, ...page }],
    end: 'ok',
    attempts: 2,
  },
]) satisfies readonly Behaviour[];

/** Refused before any processing, by the word of the RFCs; not everybody keeps to them. */
const refusedRows = [421, 425, 429].flatMap((status) => [
  {
    name: `resolve is answered with ${status} once`,
    operation: 'resolve',
    steps: [{ status, ...page }],
    end: 'ok',
    attempts: 2,
  },
  {
    name: `resolve is answered with ${status} although it was processed`,
    operation: 'resolve',
    steps: [{ status, use: true, ...refusal }],
    end: 'outcome_unknown',
    attempts: 2,
  },
  {
    name: `resolve of an expired token is answered with ${status} once`,
    operation: 'resolve',
    expired: true,
    steps: [{ status, ...refusal }],
    end: 'outcome_unknown',
    attempts: 2,
  },
  {
    name: `generate is answered with ${status} once`,
    operation: 'generate',
    steps: [{ status, ...refusal }],
    end: 'ok',
    attempts: 2,
    // Node sends a request without a body again by itself.
    ...(status === 421 && { on: { node: { attempts: 1, arrived: 2 } } }),
  },
]) satisfies readonly Behaviour[];

const redirectRows = [300, 301, 302, 303, 304, 305, 307, 308].flatMap((status) =>
  (['resolve', 'generate'] as const).map((operation) => ({
    name: `${operation} is answered with ${status} to another place`,
    operation,
    steps: [{ status, use: true, headers: { location: '/astray' } }],
    end: 'redirect_refused' as const,
  })),
) satisfies readonly Behaviour[];

const badRequestRows = [
  ['a page', page],
  ['nothing', { body: '' }],
  ['JSON of another API', { body: '{"message":"Bad Request"}' }],
  ['a status that is text', { body: '{"status":"false"}' }],
  ['a status that says success', { body: '{"status":true}' }],
  ['a list', { body: '[]' }],
  ['a page of a megabyte', { headers: HTML, body: { made: 'large' } }],
  ['a page without end', { headers: HTML, body: { made: 'endless' } }],
  ['a gzip bomb', { headers: { 'content-encoding': 'gzip' }, body: { made: 'gzip-bomb' } }],
] as const;

const foreignRows = badRequestRows.map(([name, step]) => ({
  name: `resolve is answered with 400 and ${name}`,
  operation: 'resolve',
  steps: [{ status: 400, ...step }],
  end: 'bad_request',
})) satisfies readonly Behaviour[];

/** The server answers, and the status says no. */
export const STATUS_ROWS: readonly Behaviour[] = [
  ...finalRows,
  ...passingRows,
  ...refusedRows,
  ...redirectRows,
  ...foreignRows,
];
