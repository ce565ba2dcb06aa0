import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../src/store/memory.ts';
import { BEARER, failure, setUp, USER } from './support/set-up.ts';

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
    for (let i = 0; i + 4 <= shortToken.length; i += 1) {
      expect(told).not.toContain(shortToken.slice(i, i + 4));
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
