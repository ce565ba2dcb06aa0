import { inspect } from 'node:util';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { createShortTokenClient } from '../../src/client/create-short-token-client.ts';
import type { ShortTokenClientEvent } from '../../src/client/options.ts';
import { type Scenario, scenarios } from '../../src/testing/scenarios.ts';
import { shortTokenHandlers } from '../../src/testing/short-token-handlers.ts';
import { FAILURE_ROWS } from './support/failure-rows.ts';
import { serve } from './support/misbehaving-server.ts';

// Four of these characters in a row stand in no word, path, code or random id, which has no `_`:
// what shows them has leaked them.
const SHORT_TOKEN = 'QXZ_KVW_JXK_VQW_XJZ_KQZ_';
const BEARER = 'ZVX_KJW_XZQ_WKQ_VJZ_WQV_XZK_WXJ_';

/** Everything that a log, an error report or a debugger would show of a value. */
function shownOf(value: unknown): string {
  let logged = '';
  const log = pino({ base: null }, { write: (line: string) => (logged += line) });
  log.error(value);
  log.error({ err: value, error: value });
  const shown = [
    logged,
    JSON.stringify(value),
    inspect(value, { depth: Number.POSITIVE_INFINITY }),
  ];
  for (let link = value; link instanceof Error; link = link.cause) {
    shown.push(link.message, String(link.stack), String(link));
  }
  return shown.join('\n');
}

/** The pieces of both secrets, four characters long, that a text contains. */
function leaksIn(text: string): string[] {
  const pieces = [SHORT_TOKEN, BEARER].flatMap((secret) =>
    Array.from({ length: secret.length - 3 }, (_, at) => secret.slice(at, at + 4)),
  );
  const lower = text.toLowerCase();
  return pieces.filter((piece) => lower.includes(piece.toLowerCase()));
}

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return expect.unreachable('it must throw');
}

function rejectionOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => expect.unreachable('the call must fail'),
    (error: unknown) => error,
  );
}

test('the canary is seen where it sings', () => {
  expect(leaksIn(shownOf(new Error('oh', { cause: { url: `?t=${SHORT_TOKEN}` } })))).not.toEqual(
    [],
  );
  expect(leaksIn(shownOf({ deep: { in: { there: [BEARER.slice(5, 9)] } } }))).not.toEqual([]);
});

describe.concurrent('neither the token nor the bearer shows after a failure', () => {
  test.each(FAILURE_ROWS)('$name', async ({ arrange, options, operation }) => {
    const server = await arrange();
    const events: ShortTokenClientEvent[] = [];
    const client = createShortTokenClient({
      baseUrl: server.baseUrl,
      bearer: BEARER,
      ...options,
      onEvent: (event) => events.push(event),
    });
    try {
      const call = operation === 'resolve' ? client.resolve(SHORT_TOKEN) : client.generate();
      const inFlight = shownOf({ client, call });
      const error = await rejectionOf(call);
      expect(events.length).toBeGreaterThan(0);
      expect(leaksIn([inFlight, shownOf(error), shownOf({ events, client })].join('\n'))).toEqual(
        [],
      );
    } finally {
      await server.close();
    }
  });
});

describe('nor does either where nothing was sent', () => {
  const bearerInUrl = `https://${BEARER}@mile.example/${SHORT_TOKEN}`;
  const client = createShortTokenClient({ baseUrl: 'https://mile.invalid', bearer: BEARER });

  test.each([
    ['a malformed token', () => rejectionOf(client.resolve(`${SHORT_TOKEN} ${BEARER}`))],
    ['a malformed bearer', () => rejectionOf(client.generate({ bearer: `Bearer ${BEARER}` }))],
    [
      'a base URL with credentials',
      () => thrownBy(() => createShortTokenClient({ baseUrl: bearerInUrl })),
    ],
    [
      'an http base URL',
      () =>
        thrownBy(() => createShortTokenClient({ baseUrl: `http://mile.example/${SHORT_TOKEN}` })),
    ],
  ])('%s', async (_name, fail) => {
    expect(leaksIn(shownOf(await fail()))).toEqual([]);
  });
});

test('a resolved identity hands out its bearer and does not show it', async () => {
  const server = await serve((response) =>
    response.end(
      JSON.stringify({
        status: true,
        data: { bearerToken: BEARER, userId: 'u1', organizationId: 'o1' },
      }),
    ),
  );
  try {
    const result = await createShortTokenClient({ baseUrl: server.baseUrl }).resolve(SHORT_TOKEN);
    if (!result.ok) return expect.unreachable('the token is good');
    const { bearerToken } = result;
    expect(bearerToken).toBe(BEARER);
    expect(leaksIn(shownOf(result) + shownOf({ ...result }))).toEqual([]);
  } finally {
    await server.close();
  }
});

describe('the journal of the msw handlers shows neither', () => {
  const catalogue: readonly Scenario[] = Object.values(scenarios).map((make) => make());

  test('whatever happened', async () => {
    const mile = shortTokenHandlers({ http, HttpResponse });
    const server = setupServer(...mile.handlers);
    server.listen({ onUnhandledRequest: 'error' });
    try {
      const client = createShortTokenClient({ bearer: BEARER, timeoutMs: 100, maxRetries: 0 });
      const { shortToken } = await client.generate();
      await client.resolve(shortToken);
      await client.resolve(SHORT_TOKEN);
      const errors = [];
      for (const scenario of catalogue) {
        mile.fail(scenario, { times: 2 });
        errors.push(await rejectionOf(client.resolve(SHORT_TOKEN)));
        errors.push(await rejectionOf(client.generate()));
      }
      expect(mile.journal).toHaveLength(3 + 2 * catalogue.length);
      const shown = shownOf(mile.journal) + errors.map(shownOf).join('\n');
      expect(leaksIn(shown)).toEqual([]);
      expect(shown).not.toContain(shortToken);
    } finally {
      server.close();
    }
  });
});
