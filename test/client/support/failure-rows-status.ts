import { both, type FailureRow, generate, resent, resolve } from './failure-row.ts';
import { serve } from './misbehaving-server.ts';
import { answer } from './misbehaviour.ts';

/** The server answers, and the status says no. */
export const STATUS_ROWS: readonly FailureRow[] = [
  {
    ...resolve,
    name: 'a 400 does not come from the API',
    arrange: () => serve(answer(400)),
    status: 400,
    code: 'bad_request',
  },
  {
    ...generate,
    name: 'generate is answered with a 400',
    arrange: () => serve(answer(400, 'application/json')),
    status: 400,
    code: 'bad_request',
  },
  {
    ...generate,
    name: 'generate is answered with a 401',
    arrange: () => serve(answer(401, 'application/json')),
    status: 401,
    code: 'bearer_rejected',
  },
  {
    ...resolve,
    name: 'somebody wants credentials for a resolve',
    arrange: () => serve(answer(401)),
    status: 401,
    code: 'forbidden',
  },
  ...(
    [
      [403, 'forbidden'],
      [404, 'endpoint_not_found'],
      [405, 'endpoint_not_found'],
      [406, 'bad_request'],
      [409, 'conflict'],
      [413, 'request_too_large'],
      [422, 'bad_request'],
    ] as const
  ).flatMap(([status, code]) =>
    [resolve, generate].map((row) => ({
      ...row,
      name: `${row.operation} is answered with a ${status}`,
      arrange: () => serve(answer(status, 'application/json')),
      status,
      code,
    })),
  ),
  ...[500, 502, 503, 504].flatMap((status) =>
    both(`the answer is a ${status}`, {
      arrange: () => serve(answer(status)),
      status,
      code: 'upstream_error',
    }),
  ),
  ...[resolve, generate].flatMap((row) => [
    {
      ...row,
      ...resent,
      name: `${row.operation} is answered with a 429 that asks for no time`,
      arrange: () => serve(answer(429, 'application/json', { 'retry-after': '0' })),
      status: 429,
      retryAfterMs: 0,
      code: 'rate_limited' as const,
    },
    {
      ...row,
      name: `${row.operation} is answered with a 429 that asks for more time than there is`,
      arrange: () => serve(answer(429, 'application/json', { 'retry-after': '3600' })),
      status: 429,
      retryable: true,
      retryAfterMs: 3_600_000,
      code: 'rate_limited' as const,
    },
  ]),
];
