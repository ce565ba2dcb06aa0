import { describe, expect, test } from 'vitest';
import type { Issuer } from '../../src/issuer/issuer.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import { isStoreUnavailableError } from '../../src/store/store-unavailable-error.ts';
import type { ShortTokenStore } from '../../src/store/types.ts';
import { BEARER, failure, REFUSED, START, setUp, USER } from './support/set-up.ts';

describe('resolve', () => {
  test.each([
    ['nothing', ''],
    ['a space', 'abc 123'],
    ['a line end', 'abc\r\n'],
    ['a letter outside ASCII', 'abcdéf'],
    ['513 characters', 'a'.repeat(513)],
    ['a number', 5],
    ['null', null],
    ['undefined', undefined],
    ['an object', { toString: () => 'abc' }],
    ['a token nobody generated', 'abc123def456ghi789'],
    ['512 characters nobody generated', 'a'.repeat(512)],
  ])('refuses %s as a value, all alike', async (_name, token) => {
    const { issuer, events } = setUp();
    expect(await issuer.resolve(token as string)).toEqual(REFUSED);
    expect(events.map(({ type }) => type)).toEqual(['refused']);
  });

  test('refuses an empty idempotency key, which two callers would share', async () => {
    const { issuer } = setUp();
    await expect(issuer.resolve('abc', { idempotencyKey: '' })).rejects.toThrow(RangeError);
    await expect(issuer.resolve('abc', { idempotencyKey: 5 as never })).rejects.toThrow(TypeError);
  });

  test('hides the idempotency key from the store, and its use on two tokens', async () => {
    const redeemers: string[] = [];
    const memory = createMemoryStore();
    const store: ShortTokenStore = {
      ...memory,
      claim: (id, by) => {
        redeemers.push(by);
        return memory.claim(id, by);
      },
    };
    const { issuer } = setUp({ store });
    for (const token of ['first-token', 'second-token']) {
      await issuer.resolve(token, { idempotencyKey: 'KEY-OF-A-CALLER' });
      await issuer.resolve(token);
      await issuer.resolve(token);
    }
    expect(redeemers.join()).not.toContain('KEY-OF-A-CALLER');
    expect(new Set(redeemers).size).toBe(6);
  });

  test('takes an entry that does not open for an outage, not for a refusal', async () => {
    const memory = createMemoryStore();
    const { issuer } = setUp({
      store: { ...memory, create: (id, _envelope, options) => memory.create(id, 'AAAA', options) },
    });
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    const error = await failure(issuer.resolve(shortToken));
    expect(isStoreUnavailableError(error, 'store_unavailable')).toBe(true);
  });
});

describe('peek', () => {
  test('tells whom a token stands for, without the bearer, and leaves it', async () => {
    const { issuer, events } = setUp();
    const { shortToken, expiresAt } = await issuer.generate({ bearer: BEARER });
    for (let i = 0; i < 3; i += 1) {
      expect(await issuer.peek(shortToken)).toEqual({ ok: true, ...USER, expiresAt });
    }
    expect((await issuer.resolve(shortToken)).ok).toBe(true);
    expect(events.map(({ type }) => type)).toEqual([
      ...['generated', 'peeked', 'peeked', 'peeked', 'resolved'],
    ]);
  });

  test.each<[string, (issuer: Issuer, token: string) => unknown]>([
    ['redeemed', (issuer, token) => issuer.resolve(token)],
    ['revoked', (issuer, token) => issuer.revoke(token)],
    ['revoked with its bearer', (issuer) => issuer.revokeBearer(BEARER)],
  ])('refuses a token that is %s', async (_name, end) => {
    const { issuer } = setUp();
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    await end(issuer, shortToken);
    expect(await issuer.peek(shortToken)).toEqual(REFUSED);
  });

  test('refuses what is expired, unknown or no token', async () => {
    const { issuer, time, events } = setUp();
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    time.now += 300_000;
    for (const token of [shortToken, 'abc123def456ghi789', 'two words', 5 as never]) {
      expect(await issuer.peek(token)).toEqual(REFUSED);
    }
    const [tokenDigest, refused] = [expect.any(String), { type: 'refused', operation: 'peek' }];
    expect(events.slice(1)).toEqual([
      { ...refused, reason: 'absent', tokenDigest },
      { ...refused, reason: 'absent', tokenDigest },
      { ...refused, reason: 'malformed' },
      { ...refused, reason: 'malformed' },
    ]);
  });
});

describe('a secret', () => {
  const [OLD, NEW] = ['o'.repeat(32), 'n'.repeat(32)] as const;

  test('is needed to find and to open what was issued with it', async () => {
    const store = createMemoryStore();
    const { shortToken } = await setUp({ store, secret: OLD }).issuer.generate({ bearer: BEARER });
    for (const secret of [undefined, NEW]) {
      const options = secret === undefined ? { store } : { store, secret };
      expect(await setUp(options).issuer.resolve(shortToken)).toEqual(REFUSED);
    }
    expect((await setUp({ store, secret: OLD }).issuer.resolve(shortToken)).ok).toBe(true);
  });

  test('rotates: the first of a list issues, all of them resolve, peek and revoke', async () => {
    const store = createMemoryStore();
    const before = setUp({ store, secret: OLD }).issuer;
    const during = setUp({ store, secret: [NEW, OLD] }).issuer;
    const after = setUp({ store, secret: NEW }).issuer;
    const tokens = [];
    for (let i = 0; i < 3; i += 1)
      tokens.push((await before.generate({ bearer: BEARER })).shortToken);
    const [resolved, revoked, left] = tokens as [string, string, string];
    expect((await during.peek(resolved)).ok).toBe(true);
    expect((await during.resolve(resolved)).ok).toBe(true);
    expect(await during.resolve(resolved)).toEqual(REFUSED);
    expect(await during.revoke(revoked)).toBe(true);
    const { shortToken } = await during.generate({ bearer: BEARER });
    expect((await after.resolve(shortToken)).ok).toBe(true);
    expect(await after.resolve(left)).toEqual(REFUSED);
    await during.revokeBearer(BEARER);
    expect(await during.resolve(left)).toEqual(REFUSED);
    for (const issuer of [before, after]) {
      await expect(issuer.generate({ bearer: BEARER })).rejects.toThrow(/dead or unknown/);
    }
  });
});

describe('a bearer that was revoked with the next secret alone', () => {
  test('is revoked for what the last secret issued, as long as both are known', async () => {
    const store = createMemoryStore();
    const [old, next] = ['o'.repeat(32), 'n'.repeat(32)] as const;
    const { shortToken } = await setUp({ store, secret: old }).issuer.generate({ bearer: BEARER });
    await setUp({ store, secret: next }).issuer.revokeBearer(BEARER);
    const during = setUp({ store, secret: [next, old] }).issuer;
    expect(await during.resolve(shortToken)).toEqual(REFUSED);
  });
});

describe('a clock that disagrees with the store', () => {
  test('by more than a minute makes an outage, not a refusal', async () => {
    const store = createMemoryStore();
    const { issuer, time, events } = setUp({ store });
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    time.now += 300_000 + 60_001;
    const error = await failure(issuer.resolve(shortToken, { idempotencyKey: 'k' }));
    expect(isStoreUnavailableError(error, 'store_unavailable')).toBe(true);
    expect(error.message).toContain('clock');
    expect(events.at(-1)).toMatchObject({ type: 'unavailable', part: 'store' });
    time.now = START;
    expect((await issuer.resolve(shortToken, { idempotencyKey: 'k' })).ok).toBe(true);
  });

  test('by less is an expired token', async () => {
    const { issuer, time, events } = setUp({ store: createMemoryStore() });
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    time.now += 300_000 + 60_000;
    expect(await issuer.resolve(shortToken)).toEqual(REFUSED);
    expect(events.at(-1)).toMatchObject({ type: 'refused', reason: 'expired' });
  });
});
