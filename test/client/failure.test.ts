import { describe, expect, test } from 'vitest';
import { createShortTokenClient } from '../../src/client/create-short-token-client.ts';
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
