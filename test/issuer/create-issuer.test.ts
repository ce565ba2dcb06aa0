import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createIssuer } from '../../src/issuer/create-issuer.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import { isShortTokenError } from '../../src/wire/short-token-error.ts';
import { BEARER, bearerUntil, failure, REFUSED, START, setUp, USER } from './support/set-up.ts';

describe('a short token', () => {
  test('stands for exactly the bearer, user and organization it was generated for', async () => {
    const { issuer } = setUp();
    const { shortToken, expiresAt } = await issuer.generate({ bearer: BEARER });
    const result = await issuer.resolve(shortToken);
    expect(shortToken).toMatch(/^[1-9A-HJ-NP-Za-km-z]{22}$/);
    expect(expiresAt).toEqual(new Date(START + 300_000));
    expect(result).toEqual({ ok: true, ...USER });
    expect(result.ok && result.bearerToken).toBe(BEARER);
    expect(inspect(result) + JSON.stringify(result)).not.toContain(BEARER);
  });

  test('resolves once by default', async () => {
    const { issuer } = setUp();
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    expect((await issuer.resolve(shortToken)).ok).toBe(true);
    expect(await issuer.resolve(shortToken)).toEqual(REFUSED);
    expect(await issuer.resolve(shortToken, { idempotencyKey: 'late' })).toEqual(REFUSED);
  });

  test('resolves as often as asked with reuse allow, until it expires', async () => {
    const { issuer, time } = setUp({ reuse: 'allow' });
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    for (let i = 0; i < 3; i += 1) expect((await issuer.resolve(shortToken)).ok).toBe(true);
    time.now += 300_000;
    expect(await issuer.resolve(shortToken)).toEqual(REFUSED);
  });

  test('gives a redeemer that retries with its key the same identity', async () => {
    const { issuer } = setUp();
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    for (let i = 0; i < 3; i += 1) {
      const result = await issuer.resolve(shortToken, { idempotencyKey: 'k1' });
      expect(result.ok && result.bearerToken).toBe(BEARER);
    }
    expect(await issuer.resolve(shortToken, { idempotencyKey: 'k2' })).toEqual(REFUSED);
    expect(await issuer.resolve(shortToken)).toEqual(REFUSED);
  });

  test('is resolved by one of 64 that race for it', async () => {
    const { issuer } = setUp();
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    const racing = Array.from({ length: 64 }, () => issuer.resolve(shortToken));
    const results = await Promise.all(racing);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
  });

  test.each([
    [299_999, true],
    [300_000, false],
    [300_001, false],
  ])('after %i ms is good: %s', async (ms, ok) => {
    const { issuer, time } = setUp();
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    time.now += ms;
    expect((await issuer.resolve(shortToken)).ok).toBe(ok);
  });

  test('expires by its envelope where the store forgot to', async () => {
    const { issuer, time, events } = setUp({ store: createMemoryStore({ clock: () => 0 }) });
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    time.now += 300_000;
    expect(await issuer.resolve(shortToken)).toEqual(REFUSED);
    expect(events.at(-1)).toMatchObject({ type: 'refused', reason: 'expired' });
  });

  test('expires by the store where the clock of the issuer stepped back', async () => {
    let storeTime = 0;
    const { issuer, time } = setUp({ store: createMemoryStore({ clock: () => storeTime }) });
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    time.now -= 3_600_000;
    storeTime += 300_000;
    expect(await issuer.resolve(shortToken)).toEqual(REFUSED);
  });

  test('does not outlive its bearer', async () => {
    const { issuer, time } = setUp();
    const { shortToken, expiresAt } = await issuer.generate({
      bearer: bearerUntil(START + 10_000),
    });
    expect(expiresAt).toEqual(new Date(START + 10_000));
    time.now += 9_999;
    expect((await issuer.resolve(shortToken, { idempotencyKey: 'k' })).ok).toBe(true);
    time.now += 1;
    expect(await issuer.resolve(shortToken, { idempotencyKey: 'k' })).toEqual(REFUSED);
  });

  test('is generated for the last millisecond of a bearer', async () => {
    const { issuer, time } = setUp();
    const { shortToken, expiresAt } = await issuer.generate({ bearer: bearerUntil(START + 1) });
    expect(expiresAt).toEqual(new Date(START + 1));
    time.now += 1;
    expect(await issuer.resolve(shortToken)).toEqual(REFUSED);
  });

  test.each([0, -1, -3_600_000])(
    'is not generated for a bearer %i ms from its end',
    async (left) => {
      const { issuer } = setUp();
      const error = await failure(issuer.generate({ bearer: bearerUntil(START + left) }));
      expect(isShortTokenError(error, 'bearer_rejected')).toBe(true);
    },
  );

  test('of one namespace is nothing in another', async () => {
    const store = createMemoryStore();
    const [one, two] = ['one', 'two'].map((namespace) => setUp({ store, namespace }).issuer);
    const { shortToken } = (await one?.generate({ bearer: BEARER })) ?? { shortToken: '' };
    expect(await two?.resolve(shortToken)).toEqual(REFUSED);
    expect((await one?.resolve(shortToken))?.ok).toBe(true);
  });
});

describe('createIssuer', () => {
  test.each([
    ['store', { store: undefined }, TypeError],
    ['store', { store: null }, TypeError],
    ['store.create', { store: { read() {}, claim() {}, revoke() {} } }, TypeError],
    ['store.read', { store: { create() {}, claim() {}, revoke() {} } }, TypeError],
    ['store.revoke', { store: { create() {}, read() {}, claim() {} } }, TypeError],
    ['store.claim', { store: { create() {}, read() {}, revoke() {} } }, TypeError],
    ['authenticate', { authenticate: 'yes' }, TypeError],
    ['ttlSeconds', { ttlSeconds: '300' }, TypeError],
    ['ttlSeconds', { ttlSeconds: 0 }, RangeError],
    ['ttlSeconds', { ttlSeconds: 0.5 }, RangeError],
    ['ttlSeconds', { ttlSeconds: 86_401 }, RangeError],
    ['reuse', { reuse: 'once' }, TypeError],
    ['clock', { clock: 5 }, TypeError],
    ['timeoutMs', { timeoutMs: 0 }, RangeError],
    ['timeoutMs', { timeoutMs: 60_001 }, RangeError],
    ['timeoutMs', { timeoutMs: '5' }, TypeError],
    ['onError', { onError: console }, TypeError],
    ['secret', { secret: 5 }, TypeError],
    ['secret', { secret: [] }, TypeError],
    ['secret', { secret: ['s'.repeat(32), null] }, TypeError],
    ['secret', { secret: 's'.repeat(31) }, RangeError],
    ['onEvent', { onEvent: {} }, TypeError],
    ['namespace', { namespace: 5 }, TypeError],
    ['namespace', { namespace: '' }, RangeError],
    ['namespace', { namespace: 'n'.repeat(129) }, RangeError],
    ['generateToken', { generateToken: 'abc' }, TypeError],
  ])('names %s when it cannot work: %j', (name, options, family) => {
    const all = { store: createMemoryStore(), authenticate: () => USER, ...options };
    expect(() => createIssuer(all as never)).toThrow(family);
    expect(() => createIssuer(all as never)).toThrow(
      new RegExp(`^${name.replace('.', '\\.')} must`),
    );
  });

  test.each([
    { ttlSeconds: 1 },
    { ttlSeconds: 86_400 },
    { timeoutMs: 1 },
    { timeoutMs: 60_000 },
    { namespace: 'n' },
    { namespace: 'n'.repeat(128) },
    { secret: 's'.repeat(32) },
    { secret: ['s'.repeat(32)] as const },
  ])('issues and resolves with options at their bounds: %j', async (options) => {
    const { issuer } = setUp(options);
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    expect((await issuer.resolve(shortToken)).ok).toBe(true);
  });

  test('needs no observer, and no close of the store', async () => {
    const { close: _, ...store } = createMemoryStore();
    const issuer = createIssuer({ store, authenticate: () => USER });
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    expect((await issuer.resolve(shortToken)).ok).toBe(true);
    await issuer.close();
  });

  test('refuses a generator with too little chance in it, before it issues', () => {
    expect(() => setUp({ generateToken: () => 'abcdefghijklmnopqrstuv' })).toThrow(/floor is 96/);
  });

  test('keeps a list of secrets as it was when the issuer was made', async () => {
    const secret: [string, ...string[]] = ['s'.repeat(32)];
    const { issuer } = setUp({ secret });
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    secret[0] = 't'.repeat(32);
    expect((await issuer.resolve(shortToken)).ok).toBe(true);
  });

  test.each([undefined, null, 'store'])('needs an object, and not %s', (options) => {
    expect(() => createIssuer(options as never)).toThrow(/needs an object/);
  });
});
