import { describe, expect, test } from 'vitest';
import { causeOf } from '../../src/issuer/events.ts';
import type { Issuer } from '../../src/issuer/issuer.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import { BEARER, bearerUntil, failure, START, setUp, USER } from './support/set-up.ts';

describe('events', () => {
  test('tell the story of a token by its digest prefix, and never the token or the bearer', async () => {
    const { issuer, events, time } = setUp();
    const { shortToken, expiresAt } = await issuer.generate({ bearer: BEARER });
    await issuer.resolve(shortToken, { idempotencyKey: 'k' });
    await issuer.resolve(shortToken, { idempotencyKey: 'k' });
    await issuer.resolve(shortToken);
    await issuer.resolve(shortToken);
    time.now += 300_000;
    await issuer.resolve(shortToken);
    await issuer.resolve('not a token');
    const tokenDigest = (events[0] as { tokenDigest: string }).tokenDigest;
    expect(tokenDigest).toMatch(/^[\w-]{8}$/);
    expect(events).toEqual([
      { type: 'generated', tokenDigest, ...USER, expiresAt },
      { type: 'resolved', tokenDigest, ...USER, again: false },
      { type: 'resolved', tokenDigest, ...USER, again: true },
      { type: 'replayed', tokenDigest, replays: 1 },
      { type: 'replayed', tokenDigest, replays: 2 },
      { type: 'refused', operation: 'resolve', reason: 'absent', tokenDigest },
      { type: 'refused', operation: 'resolve', reason: 'malformed' },
    ]);
    const told = JSON.stringify(events);
    expect(told).not.toContain(BEARER);
    // Four letters of it stand in the name of a field once in some thousand runs.
    for (let i = 0; i + 6 <= shortToken.length; i += 1) {
      expect(told).not.toContain(shortToken.slice(i, i + 6));
    }
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('log is full');
      },
    ],
    ['rejects', async () => Promise.reject(new Error('log is full'))],
  ])('do not disturb when the observer %s', async (_name, onEvent) => {
    const { issuer } = setUp({ onEvent });
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    expect((await issuer.resolve(shortToken)).ok).toBe(true);
  });
});

describe('counts', () => {
  test('count every outcome by type and reason, zeros included', async () => {
    const user = { answer: (): typeof USER | null => USER };
    const { issuer, time } = setUp({ authenticate: () => user.answer() });
    const count = (type: string, reason = '') =>
      issuer.counts().find((row) => row.type === type && row.reason === reason)?.count;
    expect(issuer.counts().every((row) => row.count === 0)).toBe(true);
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    await issuer.peek(shortToken);
    for (let i = 0; i < 3; i += 1) await issuer.resolve(shortToken);
    await issuer.resolve('not a token');
    await issuer.resolve('abc123def456ghi789');
    const late = (await issuer.generate({ bearer: BEARER })).shortToken;
    await issuer.revoke(late);
    user.answer = () => null;
    await failure(issuer.generate({ bearer: BEARER }));
    user.answer = () => {
      throw new Error('down');
    };
    await failure(issuer.generate({ bearer: BEARER }));
    user.answer = () => ({}) as never;
    await failure(issuer.generate({ bearer: BEARER }));
    await failure(issuer.resolve(shortToken, { signal: AbortSignal.abort() }));
    time.now += 1;
    await issuer.revokeBearer(BEARER);
    expect([
      ...[count('generated'), count('peeked'), count('resolved'), count('replayed')],
      ...[count('refused', 'malformed'), count('refused', 'absent'), count('revoked')],
      ...[count('bearer_rejected', 'unknown'), count('unavailable', 'authenticate')],
      ...[
        count('failed'),
        count('aborted'),
        count('bearer_revoked'),
        count('unavailable', 'store'),
      ],
    ]).toEqual([2, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 0]);
  });

  test.each<[string, string, (issuer: Issuer, time: { now: number }) => Promise<unknown>]>([
    ['bearer_rejected', 'malformed', (issuer) => issuer.generate({ bearer: 'two words' })],
    ['bearer_rejected', 'expired', (issuer) => issuer.generate({ bearer: bearerUntil(START) })],
    [
      ...(['bearer_rejected', 'revoked'] as const),
      async (issuer) => {
        await issuer.revokeBearer(BEARER);
        await issuer.generate({ bearer: BEARER });
      },
    ],
    [
      ...(['refused', 'revoked'] as const),
      async (issuer) => {
        const { shortToken } = await issuer.generate({ bearer: BEARER });
        await issuer.revokeBearer(BEARER);
        await issuer.resolve(shortToken);
      },
    ],
    [
      ...(['refused', 'expired'] as const),
      async (issuer, time) => {
        const { shortToken } = await issuer.generate({ bearer: BEARER });
        time.now += 300_000;
        await issuer.resolve(shortToken);
      },
    ],
  ])('count one %s that is %s, and nothing else of that type', async (type, reason, act) => {
    const { issuer, time } = setUp({ store: createMemoryStore() });
    await act(issuer, time).catch(() => {});
    const counted = issuer.counts().filter((row) => row.type === type && row.count > 0);
    expect(counted).toEqual([{ type, reason, count: 1 }]);
  });

  test('read as lines for Prometheus', async () => {
    const { issuer } = setUp();
    await issuer.resolve('abc123def456ghi789');
    const lines = issuer
      .counts()
      .map(
        ({ type, reason, count }) =>
          `short_token_events_total{type="${type}",reason="${reason}"} ${count}`,
      );
    expect(lines).toContain('short_token_events_total{type="refused",reason="absent"} 1');
    expect(new Set(lines.map((line) => line.split(' ')[0])).size).toBe(lines.length);
  });
});

describe('the cause in an event', () => {
  class PoolExhaustedError extends Error {}
  const named = (name: unknown) =>
    new (Object.defineProperty(class extends Error {}, 'name', { value: name }))();
  test.each<[string, unknown, string]>([
    ['an error of a class', new PoolExhaustedError('SECRET'), 'PoolExhaustedError'],
    ['an error that says what it stands for', { causeName: 'TypeError' }, 'TypeError'],
    ['a class whose name is 64 characters', named('E'.repeat(64)), 'E'.repeat(64)],
    ['a class whose name is longer', named('E'.repeat(65)), 'object'],
    ['a class without a name', named(''), 'object'],
    ['a class whose name begins with data', named('no: Error'), 'object'],
    ['a class whose name ends with data', named('Error SECRET'), 'object'],
    ['a class whose name is no text', named(5), 'object'],
    ['an object without a class', Object.create(null), 'object'],
    ['text', 'SECRET', 'String'],
    ['a number', 5, 'Number'],
    ['null', null, 'Object'],
    ['undefined', undefined, 'Object'],
  ])('of %s is a plain name', (_name, thrown, expected) => {
    expect(causeOf(thrown)).toBe(expected);
  });
});

test('a mistake is reported with its class, and told whole to onError', async () => {
  const { issuer, events, errors } = setUp({ authenticate: () => ({ userId: 5 }) as never });
  const error = await failure(issuer.generate({ bearer: BEARER }));
  expect(error).toBeInstanceOf(TypeError);
  expect(events).toEqual([{ type: 'failed', operation: 'generate', cause: 'TypeError' }]);
  expect(errors).toEqual([error]);
});

describe('an outage', () => {
  class PoolExhaustedError extends Error {}

  test('is reported with the class of its cause, and told whole to onError alone', async () => {
    const cause = new PoolExhaustedError(`no line for ${BEARER}`);
    const memory = createMemoryStore();
    const { issuer, events, errors } = setUp({
      store: { ...memory, claim: () => Promise.reject(cause) },
      authenticate: () => Promise.reject(cause),
    });
    await failure(issuer.generate({ bearer: BEARER }));
    await failure(issuer.resolve('abc123def456ghi789'));
    const told = { type: 'unavailable', cause: 'PoolExhaustedError' };
    expect(events).toEqual([
      { ...told, operation: 'generate', part: 'authenticate' },
      { ...told, operation: 'resolve', part: 'store' },
    ]);
    expect(errors).toEqual([cause, cause]);
    expect(JSON.stringify(events)).not.toContain(BEARER);
  });

  test('stays an outage where onError throws', async () => {
    const { issuer } = setUp({
      authenticate: () => Promise.reject(new Error('down')),
      onError: () => {
        throw new Error('the log is full');
      },
    });
    expect(await failure(issuer.generate({ bearer: BEARER }))).toMatchObject({
      code: 'upstream_error',
    });
  });
});
