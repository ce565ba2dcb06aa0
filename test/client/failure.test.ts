import { describe, expect, test } from 'vitest';
import { createShortTokenClient } from '../../src/client/create-short-token-client.ts';
import { type Failure, failedWith } from '../../src/client/failure.ts';
import type { ShortTokenClientEvent } from '../../src/client/options.ts';
import { isShortTokenError, type ShortTokenErrorCode } from '../../src/wire/short-token-error.ts';
import { CODES } from './support/codes.ts';
import { FAILURE_ROWS } from './support/failure-rows.ts';

const SHORT_TOKEN = 'vKq7Rm3TzWc9XpHd4NbF2s';
const BEARER = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0ZXN0In0.c2lnbmF0dXJl';

describe.concurrent('a failed call tells what happened', () => {
  test.each(FAILURE_ROWS)('$name: $code', async (row) => {
    const server = await row.arrange();
    const events: ShortTokenClientEvent[] = [];
    const client = createShortTokenClient({
      baseUrl: server.baseUrl,
      bearer: BEARER,
      ...row.options,
      onEvent: (event) => events.push(event),
    });
    try {
      const error = await (row.operation === 'resolve'
        ? client.resolve(SHORT_TOKEN)
        : client.generate()
      ).then(
        () => expect.unreachable('the call must fail'),
        (reason: unknown) => reason,
      );

      if (!isShortTokenError(error)) throw error;
      const { code, retryable, attempts, status, retryAfterMs, issues } = error;
      expect({ code, retryable, attempts, status, retryAfterMs, issues }).toEqual({
        code: row.code,
        retryable: row.retryable,
        attempts: row.attempts,
        status: row.status,
        retryAfterMs: row.retryAfterMs,
        issues: row.issues,
      });

      // What the server saw: as many requests as there were attempts, each to the one endpoint.
      const arrived = row.arrived ?? row.attempts;
      expect(server.seen).toHaveLength(arrived);
      for (const { method, path } of server.seen) {
        expect(`${method} ${path}`).toBe(`POST /api/v3/short-token/${row.operation}`);
      }
      // One key for one resolve, so that the server can tell a repetition.
      const keys = new Set(server.seen.map(({ headers }) => headers['idempotency-key']));
      const key = row.operation === 'resolve' ? expect.stringMatching(/^[\da-f-]{36}$/) : undefined;
      expect([...keys]).toEqual(arrived > 0 ? [key] : []);

      expect(events.map(({ type }) => type)).toEqual([
        'start',
        ...Array(row.attempts - 1).fill('retry'),
        'settled',
      ]);
      expect(events.at(-1)).toMatchObject({ outcome: 'failed', code, attempts });
    } finally {
      await server.close();
    }
  });
});

test('the table has every code that a server or a network can cause', () => {
  const elsewhere: readonly ShortTokenErrorCode[] = [
    'short_token_malformed',
    'insecure_url',
    'aborted',
    'bearer_missing',
    'outcome_unknown',
  ];
  const codes = new Set([...FAILURE_ROWS.map(({ code }) => code), ...elsewhere]);
  expect([...codes].sort()).toEqual(Object.keys(CODES).sort());
});

describe('an error says what is known', () => {
  test.each<[string, Failure, string]>([
    ['nothing but its code', { code: 'conflict' }, ''],
    ['the status', { code: 'conflict', status: 409 }, ' (HTTP 409)'],
    [
      'the fields',
      { code: 'response_invalid', status: 200, issues: ['data.userId', 'status'] },
      ' (HTTP 200, data.userId, status)',
    ],
    ['the cause', { code: 'network_interrupted', cause: 'ECONNRESET' }, ' (ECONNRESET)'],
  ])('in its message: %s', (_name, failure, facts) => {
    const { message } = failedWith(failure, 1);
    expect(message.replace(/^[^()]+[^() ]/, '')).toBe(facts);
  });

  test('in its fields, and those that are not known are absent', () => {
    const known = failedWith({ code: 'timeout', requestId: 'r-1', cause: 'ECONNRESET' }, 2, true);
    expect(known).toMatchObject({ requestId: 'r-1', cause: { code: 'ECONNRESET' }, attempts: 2 });
    expect(Object.keys(failedWith({ code: 'conflict' }))).not.toContain('cause');
  });

  test.each<[string, Failure, number, boolean]>([
    ['a bearer that did not come in time', { code: 'timeout' }, 0, true],
    ['an answer that did not come in time', { code: 'timeout' }, 1, false],
    ['a token that is none', { code: 'short_token_malformed' }, 0, false],
  ])('about %s', (_name, failure, attempts, retryable) => {
    const error = failedWith(failure, attempts);
    expect(error.message.includes('bearer function')).toBe(retryable);
    expect(error.retryable).toBe(retryable);
  });
});
