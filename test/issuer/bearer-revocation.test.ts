import { describe, expect, test, vi } from 'vitest';
import { createMemoryStore } from '../../src/store/memory.ts';
import type { ShortTokenStore } from '../../src/store/types.ts';
import { BEARER, failure, REFUSED, setUp } from './support/set-up.ts';

const OTHER = 'bearer-of-somebody-else';

describe('revokeBearer', () => {
  test('ends every token of that bearer and no other', async () => {
    const { issuer, events } = setUp();
    const tokens = [];
    for (let i = 0; i < 3; i += 1)
      tokens.push((await issuer.generate({ bearer: BEARER })).shortToken);
    const other = (await issuer.generate({ bearer: OTHER })).shortToken;
    await issuer.revokeBearer(BEARER);
    expect(await issuer.peek(tokens[0] as string)).toEqual(REFUSED);
    for (const token of tokens) expect(await issuer.resolve(token)).toEqual(REFUSED);
    expect((await issuer.resolve(other)).ok).toBe(true);
    expect(events.at(-2)).toMatchObject({ type: 'refused', reason: 'revoked' });
    expect(events.map(({ type }) => type)).toContain('bearer_revoked');
  });

  test('ends a token for the redeemer that has had it too', async () => {
    const { issuer } = setUp();
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    const options = { idempotencyKey: 'k' };
    expect((await issuer.resolve(shortToken, options)).ok).toBe(true);
    await issuer.revokeBearer(BEARER);
    expect(await issuer.resolve(shortToken, options)).toEqual(REFUSED);
  });

  test('ends tokens that may be used again', async () => {
    const { issuer } = setUp({ reuse: 'allow' });
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    await issuer.revokeBearer(BEARER);
    expect(await issuer.resolve(shortToken)).toEqual(REFUSED);
  });

  test('ends a token that is being generated at that moment', async () => {
    const memory = createMemoryStore();
    let revokeNow: () => Promise<void> = async () => {};
    const store: ShortTokenStore = {
      ...memory,
      async create(id, envelope, options) {
        if (envelope.length > 100) await revokeNow();
        return memory.create(id, envelope, options);
      },
    };
    const { issuer } = setUp({ store });
    revokeNow = () => issuer.revokeBearer(BEARER);
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    expect(await issuer.resolve(shortToken)).toEqual(REFUSED);
  });

  test('rejects the bearer for the life of a token, and lets it in again after', async () => {
    const { issuer, time, events } = setUp();
    await issuer.revokeBearer(BEARER);
    await issuer.revokeBearer(BEARER);
    expect(await failure(issuer.generate({ bearer: BEARER }))).toMatchObject({
      code: 'bearer_rejected',
    });
    expect(events.at(-1)).toEqual({ type: 'bearer_rejected', reason: 'revoked' });
    // Whatever may be under way: twice the 5 seconds of an operation behind the life of a token.
    time.now += 300_000 + 2 * 5_000 - 1;
    expect(await failure(issuer.generate({ bearer: BEARER }))).toMatchObject({
      code: 'bearer_rejected',
    });
    time.now += 1;
    expect((await issuer.generate({ bearer: BEARER })).shortToken).toHaveLength(22);
  });

  test.each([
    ['nothing', ''],
    ['two words', 'Bearer abc'],
    ['a number', 5],
    ['undefined', undefined],
  ])('throws for %s, which is no bearer, and writes nothing', async (_name, bearer) => {
    const create = vi.fn();
    const { issuer, events } = setUp({ store: { ...createMemoryStore(), create } });
    const error = await failure(issuer.revokeBearer(bearer as string));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toMatch(/^bearer must be visible ASCII/);
    expect(create).not.toHaveBeenCalled();
    expect(events).toEqual([{ type: 'failed', operation: 'revokeBearer', cause: 'TypeError' }]);
  });

  test('shows the store nothing of the bearer', async () => {
    const seen: string[] = [];
    const memory = createMemoryStore();
    const store: ShortTokenStore = {
      ...memory,
      create(id, envelope, options) {
        seen.push(id, envelope);
        return memory.create(id, envelope, options);
      },
    };
    await setUp({ store }).issuer.revokeBearer(BEARER);
    expect(seen).toEqual([expect.stringMatching(/^[\w-]{43}$/), 'revoked']);
  });

  test('rejects where the store is full, since nothing is revoked then', async () => {
    const { issuer } = setUp({ store: createMemoryStore({ maxEntries: 1 }) });
    await issuer.generate({ bearer: BEARER });
    expect(await failure(issuer.revokeBearer(BEARER))).toMatchObject({ code: 'store_full' });
  });
});

describe('revoke', () => {
  test('ends one token and tells whether it was live', async () => {
    const { issuer, events } = setUp();
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    expect(await issuer.revoke(shortToken)).toBe(true);
    expect(await issuer.revoke(shortToken)).toBe(false);
    expect(await issuer.revoke('not a token')).toBe(false);
    expect(await issuer.resolve(shortToken)).toEqual(REFUSED);
    expect(events.filter(({ type }) => type === 'revoked')).toMatchObject([
      { found: true },
      { found: false },
    ]);
  });
});
