import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createIssuer } from '../../src/issuer/create-issuer.ts';
import type { IssuerEvent } from '../../src/issuer/events.ts';
import type { IssuerOptions } from '../../src/issuer/options.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import { isStoreUnavailableError } from '../../src/store/store-unavailable-error.ts';
import type { ShortTokenStore } from '../../src/store/types.ts';
import { createTokenFactory } from '../../src/token/generate-token.ts';
import { isShortTokenError, ShortTokenError } from '../../src/wire/short-token-error.ts';

const USER = { userId: '64f0c0ffee64f0c0ffee64f0', organizationId: '64f0c0ffee64f0c0ffee64f1' };
const BEARER = `eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.${'e30'}.c2ln`;
const REFUSED = { ok: false, code: 'short_token_invalid' };
const START = 1_800_000_000_000;

function setUp(options: Partial<IssuerOptions> = {}) {
  const time = { now: START };
  const events: IssuerEvent[] = [];
  const store = options.store ?? createMemoryStore({ clock: () => time.now });
  const issuer = createIssuer({
    authenticate: () => USER,
    clock: () => time.now,
    onEvent: (event) => events.push(event),
    ...options,
    store,
  });
  return { issuer, store, time, events };
}

function bearerUntil(expiresAtMs: number): string {
  const claims = Buffer.from(JSON.stringify({ exp: expiresAtMs / 1000 })).toString('base64url');
  return `eyJ.${claims}.c2ln`;
}

async function failure(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  return promise.then(
    () => expect.fail('it did not reject'),
    (error) => error,
  );
}

describe('a short token', () => {
  it('stands for exactly the bearer, user and organization it was generated for', async () => {
    const { issuer } = setUp();
    const { shortToken, expiresAt } = await issuer.generate({ bearer: BEARER });
    const result = await issuer.resolve(shortToken);
    expect(shortToken).toMatch(/^[1-9A-HJ-NP-Za-km-z]{22}$/);
    expect(expiresAt).toEqual(new Date(START + 300_000));
    expect(result).toEqual({ ok: true, ...USER });
    expect(result.ok && result.bearerToken).toBe(BEARER);
    expect(inspect(result) + JSON.stringify(result)).not.toContain(BEARER);
  });

  it('resolves once by default', async () => {
    const { issuer } = setUp();
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    expect((await issuer.resolve(shortToken)).ok).toBe(true);
    expect(await issuer.resolve(shortToken)).toEqual(REFUSED);
    expect(await issuer.resolve(shortToken, { idempotencyKey: 'late' })).toEqual(REFUSED);
  });

  it('resolves as often as asked with reuse allow, until it expires', async () => {
    const { issuer, time } = setUp({ reuse: 'allow' });
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    for (let i = 0; i < 3; i += 1) expect((await issuer.resolve(shortToken)).ok).toBe(true);
    time.now += 300_000;
    expect(await issuer.resolve(shortToken)).toEqual(REFUSED);
  });

  it('gives a redeemer that retries with its key the same identity', async () => {
    const { issuer } = setUp();
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    for (let i = 0; i < 3; i += 1) {
      const result = await issuer.resolve(shortToken, { idempotencyKey: 'k1' });
      expect(result.ok && result.bearerToken).toBe(BEARER);
    }
    expect(await issuer.resolve(shortToken, { idempotencyKey: 'k2' })).toEqual(REFUSED);
    expect(await issuer.resolve(shortToken)).toEqual(REFUSED);
  });

  it('is resolved by one of 64 that race for it', async () => {
    const { issuer } = setUp();
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    const racing = Array.from({ length: 64 }, () => issuer.resolve(shortToken));
    const results = await Promise.all(racing);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
  });

  it.each([
    [299_999, true],
    [300_000, false],
    [300_001, false],
  ])('after %i ms is good: %s', async (ms, ok) => {
    const { issuer, time } = setUp();
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    time.now += ms;
    expect((await issuer.resolve(shortToken)).ok).toBe(ok);
  });

  it('expires by its envelope where the store forgot to', async () => {
    const { issuer, time, events } = setUp({ store: createMemoryStore({ clock: () => 0 }) });
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    time.now += 300_000;
    expect(await issuer.resolve(shortToken)).toEqual(REFUSED);
    expect(events.at(-1)).toMatchObject({ type: 'refused', reason: 'expired' });
  });

  it('expires by the store where the clock of the issuer stepped back', async () => {
    let storeTime = 0;
    const { issuer, time } = setUp({ store: createMemoryStore({ clock: () => storeTime }) });
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    time.now -= 3_600_000;
    storeTime += 300_000;
    expect(await issuer.resolve(shortToken)).toEqual(REFUSED);
  });

  it('does not outlive its bearer', async () => {
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

  it.each([0, -1, -3_600_000])('is not generated for a bearer %i ms from its end', async (left) => {
    const { issuer } = setUp();
    const error = await failure(issuer.generate({ bearer: bearerUntil(START + left) }));
    expect(isShortTokenError(error, 'bearer_rejected')).toBe(true);
  });

  it('of one namespace is nothing in another', async () => {
    const store = createMemoryStore();
    const [one, two] = ['one', 'two'].map((namespace) => setUp({ store, namespace }).issuer);
    const { shortToken } = (await one?.generate({ bearer: BEARER })) ?? { shortToken: '' };
    expect(await two?.resolve(shortToken)).toEqual(REFUSED);
    expect((await one?.resolve(shortToken))?.ok).toBe(true);
  });
});

describe('resolve', () => {
  it.each([
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

  it('refuses an empty idempotency key, which two callers would share', async () => {
    const { issuer } = setUp();
    await expect(issuer.resolve('abc', { idempotencyKey: '' })).rejects.toThrow(RangeError);
    await expect(issuer.resolve('abc', { idempotencyKey: 5 as never })).rejects.toThrow(TypeError);
  });

  it('hides the idempotency key from the store, and its use on two tokens', async () => {
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

  it('takes an entry that does not open for an outage, not for a refusal', async () => {
    const memory = createMemoryStore();
    const { issuer } = setUp({
      store: { ...memory, create: (id, _envelope, options) => memory.create(id, 'AAAA', options) },
    });
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    const error = await failure(issuer.resolve(shortToken));
    expect(isStoreUnavailableError(error, 'store_unavailable')).toBe(true);
  });
});

describe('generate', () => {
  it.each([
    ['empty', ''],
    ['with a space', 'Bearer abc'],
    ['with a line end', 'abc\r\nx: y'],
    ['beyond ASCII', 'abcé'],
    ['over 16,384 characters', 'a'.repeat(16_385)],
  ])('rejects a bearer that is %s without asking who it is', async (_name, bearer) => {
    let asked = 0;
    const authenticate = () => {
      asked += 1;
      return USER;
    };
    const error = await failure(setUp({ authenticate }).issuer.generate({ bearer }));
    expect(isShortTokenError(error, 'bearer_rejected')).toBe(true);
    expect(asked).toBe(0);
  });

  it('throws a TypeError for a bearer that is no string', async () => {
    await expect(setUp().issuer.generate({ bearer: undefined as never })).rejects.toThrow(
      /^bearer must be a string/,
    );
  });

  it('rejects a bearer that authenticate gives null for, at once or later', async () => {
    for (const authenticate of [() => null, async () => null]) {
      const error = await failure(setUp({ authenticate }).issuer.generate({ bearer: BEARER }));
      expect(isShortTokenError(error, 'bearer_rejected')).toBe(true);
    }
  });

  it('takes an authenticate that throws for an outage and keeps its words to itself', async () => {
    const broken = [
      () => {
        throw new Error(`no route for ${BEARER}`);
      },
      async () => {
        throw new Error(`no route for ${BEARER}`);
      },
    ];
    for (const authenticate of broken) {
      const error = await failure(setUp({ authenticate }).issuer.generate({ bearer: BEARER }));
      expect(error).toMatchObject({ code: 'upstream_error', retryable: true });
      expect(inspect(error)).not.toContain(BEARER);
    }
  });

  it.each([
    ['undefined', undefined],
    ['no organizationId', { userId: 'u' }],
    ['a number for userId', { userId: 7, organizationId: 'o' }],
    ['an empty userId', { userId: '', organizationId: 'o' }],
    ['a lone surrogate', { userId: 'u\ud800', organizationId: 'o' }],
    ['a lone low surrogate', { userId: 'u', organizationId: '\udc00o' }],
    ['a pair the wrong way round', { userId: '\udc00\ud800', organizationId: 'o' }],
    ['half a pair after a whole one', { userId: '\u{1f511}\ud83d', organizationId: 'o' }],
    ['two first halves', { userId: '\ud83d\ud83d\udd11', organizationId: 'o' }],
    ['a long userId', { userId: 'u'.repeat(1_025), organizationId: 'o' }],
  ])('does not issue for %s from authenticate', async (_name, user) => {
    const { issuer } = setUp({ authenticate: () => user as never });
    await expect(issuer.generate({ bearer: BEARER })).rejects.toThrow(/userId|organizationId/);
  });

  it('issues for ids of every script', async () => {
    const user = { userId: '用户-\u{1f511}', organizationId: 'Größe' };
    const { issuer } = setUp({ authenticate: () => user });
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    expect(await issuer.resolve(shortToken)).toEqual({ ok: true, ...user });
  });

  it('mints another token when one is taken, and leaves the first alone', async () => {
    const mint = createTokenFactory();
    const script: string[] = [];
    const { issuer } = setUp({ generateToken: () => script.shift() ?? mint() });
    const [taken, fresh] = [mint(), mint()];
    script.push(taken, taken, taken, fresh);
    const first = await issuer.generate({ bearer: 'bearer-of-the-first' });
    const second = await issuer.generate({ bearer: 'bearer-of-the-second' });
    expect([first.shortToken, second.shortToken]).toEqual([taken, fresh]);
    const resolved = await issuer.resolve(taken);
    expect(resolved.ok && resolved.bearerToken).toBe('bearer-of-the-first');
  });

  it('gives up on a generator that repeats itself', async () => {
    const mint = createTokenFactory();
    let stuck = '';
    const { issuer } = setUp({ generateToken: () => stuck || mint() });
    stuck = mint();
    await issuer.generate({ bearer: BEARER });
    const error = await failure(issuer.generate({ bearer: BEARER }));
    expect(isStoreUnavailableError(error, 'store_unavailable')).toBe(true);
    expect(error.message).not.toContain(stuck);
  });

  it('says store_full when the store is, and the live token still resolves', async () => {
    const { issuer } = setUp({ store: createMemoryStore({ maxEntries: 1 }) });
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    const error = await failure(issuer.generate({ bearer: BEARER }));
    expect(isStoreUnavailableError(error, 'store_full')).toBe(true);
    expect((await issuer.resolve(shortToken)).ok).toBe(true);
  });
});

describe('a store that fails', () => {
  const cause = new Error('connect ECONNREFUSED while sending SECRET-ARGUMENT');
  const broken: ShortTokenStore = {
    create: () => Promise.reject(cause),
    read: () => Promise.reject(cause),
    claim: () => Promise.reject(cause),
    revoke: () => Promise.reject(cause),
  };

  const throwing = Object.fromEntries(
    Object.keys(broken).map((method) => [
      method,
      () => {
        throw cause;
      },
    ]),
  ) as unknown as ShortTokenStore;

  it.each([
    ['reject', 'rejects', broken],
    ['allow', 'rejects', broken],
    ['reject', 'throws', throwing],
    ['allow', 'throws', throwing],
  ] as const)(
    'is an outage with reuse %s when it %s, never a refusal',
    async (reuse, _how, store) => {
      const { issuer, events } = setUp({ store, reuse });
      const errors = [
        await failure(issuer.generate({ bearer: BEARER })),
        await failure(issuer.resolve('abc123def456ghi789')),
      ];
      for (const error of errors) {
        expect(isStoreUnavailableError(error, 'store_unavailable')).toBe(true);
        expect(inspect(error)).not.toContain('SECRET');
      }
      expect(events).toEqual([]);
    },
  );
});

describe('a signal that never fires', () => {
  const memory = createMemoryStore();
  const foreign = new ShortTokenError('aborted', 'SECRET of a store');
  const full = async () => 'full' as const;
  const broken = async () => Promise.reject(foreign);
  const throwing = () => {
    throw foreign;
  };
  const taken = async () => ({ state: 'taken', replays: 3 }) as const;
  const cases: readonly (readonly [string, Partial<IssuerOptions>])[] = [
    ['an owner at once', {}],
    ['an owner later', { authenticate: async () => USER }],
    ['nobody', { authenticate: async () => null }],
    ['an authenticate that throws', { authenticate: throwing }],
    ['an authenticate that rejects', { authenticate: async () => Promise.reject(new Error('x')) }],
    ['a wrong owner', { authenticate: () => ({ userId: 5 }) as never }],
    ['a full store', { store: { ...memory, create: full } }],
    ['a store that rejects with an abort of its own', failing(broken)],
    ['a store that throws an abort of its own', failing(throwing)],
    ['a store that throws, and reuse', { ...failing(throwing), reuse: 'allow' }],
    ['a token that is taken', { store: { ...memory, claim: taken } }],
    ['a store that always says exists', { store: { ...memory, create: async () => 'exists' } }],
    ['reuse', { reuse: 'allow' }],
  ];

  function failing(ask: () => never | Promise<never>): Partial<IssuerOptions> {
    return { store: { ...memory, create: ask, read: ask, claim: ask } };
  }

  it.each(cases)('changes nothing for %s', async (_name, options) => {
    const reports: string[] = [];
    for (const signal of [undefined, new AbortController().signal]) {
      const { issuer, events } = setUp(options);
      const told = async (promise: Promise<object>) =>
        promise.then(
          (value) => Object.keys(value),
          ({ name, code, message, retryable }) => ({ name, code, message, retryable }),
        );
      const generated = await issuer.generate({ bearer: BEARER, signal }).catch(() => undefined);
      const token = generated?.shortToken ?? 'abc123def456ghi789';
      reports.push(
        JSON.stringify([
          await told(issuer.generate({ bearer: BEARER, signal })),
          await told(issuer.resolve(token, { signal })),
          await told(issuer.resolve(token, { signal })),
          events.map((event) => ({ ...event, tokenDigest: '' })),
        ]),
      );
    }
    expect(reports[1]).toBe(reports[0]);
    // Only authenticate may speak of itself; whatever a store says stays with it.
    if ('store' in options) expect(reports[0]).not.toContain('SECRET');
  });
});

describe('an abort', () => {
  const pending = new Promise<never>(() => {});
  const silent: ShortTokenStore = {
    create: () => pending,
    read: () => pending,
    claim: () => pending,
    revoke: () => pending,
  };

  it('before a resolve leaves the token as it was', async () => {
    const { issuer } = setUp();
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    const error = await failure(issuer.resolve(shortToken, { signal: AbortSignal.abort() }));
    expect(isShortTokenError(error, 'aborted')).toBe(true);
    expect((await issuer.resolve(shortToken)).ok).toBe(true);
  });

  it('ends the wait for a store and for authenticate', async () => {
    const waits = [
      (signal: AbortSignal) => setUp({ store: silent }).issuer.resolve('abc', { signal }),
      (signal: AbortSignal) => setUp({ store: silent }).issuer.generate({ bearer: 'b', signal }),
      (signal: AbortSignal) =>
        setUp({ authenticate: () => pending }).issuer.generate({ bearer: 'b', signal }),
    ];
    for (const wait of waits) {
      const controller = new AbortController();
      const waiting = failure(wait(controller.signal));
      await new Promise(setImmediate);
      controller.abort();
      expect(isShortTokenError(await waiting, 'aborted')).toBe(true);
    }
  });

  it('reaches authenticate', async () => {
    const { signal } = new AbortController();
    let seen: AbortSignal | undefined;
    const { issuer } = setUp({
      authenticate: (_bearer, context) => {
        seen = context.signal;
        return USER;
      },
    });
    await issuer.generate({ bearer: BEARER, signal });
    expect(seen).toBe(signal);
  });

  it('after a claim that was sent lets the same key ask again', async () => {
    const memory = createMemoryStore();
    const late: ShortTokenStore = {
      ...memory,
      claim: async (id, by) => {
        const outcome = await memory.claim(id, by);
        await new Promise(setImmediate);
        return outcome;
      },
    };
    const { issuer } = setUp({ store: late });
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    const controller = new AbortController();
    const options = { idempotencyKey: 'k', signal: controller.signal };
    const first = failure(issuer.resolve(shortToken, options));
    await Promise.resolve();
    controller.abort();
    expect(isShortTokenError(await first, 'aborted')).toBe(true);
    expect((await issuer.resolve(shortToken, { idempotencyKey: 'k' })).ok).toBe(true);
  });
});

describe('events', () => {
  it('tell the story of a token by its digest prefix, and never the token or the bearer', async () => {
    const { issuer, events, time } = setUp();
    const { shortToken, expiresAt } = await issuer.generate({ bearer: BEARER });
    await issuer.resolve(shortToken, { idempotencyKey: 'k' });
    await issuer.resolve(shortToken, { idempotencyKey: 'k' });
    await issuer.resolve(shortToken);
    await issuer.resolve(shortToken);
    time.now += 300_000;
    await issuer.resolve(shortToken);
    await issuer.resolve('not a token');
    const tokenDigest = events[0]?.tokenDigest;
    expect(tokenDigest).toMatch(/^[\w-]{8}$/);
    expect(events).toEqual([
      { type: 'generated', tokenDigest, ...USER, expiresAt },
      { type: 'resolved', tokenDigest, ...USER, again: false },
      { type: 'resolved', tokenDigest, ...USER, again: true },
      { type: 'replayed', tokenDigest, replays: 1 },
      { type: 'replayed', tokenDigest, replays: 2 },
      { type: 'refused', reason: 'absent', tokenDigest },
      { type: 'refused', reason: 'malformed' },
    ]);
    const told = JSON.stringify(events);
    expect(told).not.toContain(BEARER);
    for (let i = 0; i + 4 <= shortToken.length; i += 1) {
      expect(told).not.toContain(shortToken.slice(i, i + 4));
    }
  });

  it.each([
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

describe('createIssuer', () => {
  it.each([
    ['store', { store: undefined }, TypeError],
    ['store.claim', { store: { create() {}, read() {}, revoke() {} } }, TypeError],
    ['authenticate', { authenticate: 'yes' }, TypeError],
    ['ttlSeconds', { ttlSeconds: '300' }, TypeError],
    ['ttlSeconds', { ttlSeconds: 0 }, RangeError],
    ['ttlSeconds', { ttlSeconds: 0.5 }, RangeError],
    ['ttlSeconds', { ttlSeconds: 86_401 }, RangeError],
    ['reuse', { reuse: 'once' }, TypeError],
    ['clock', { clock: 5 }, TypeError],
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

  it('needs an object', () => {
    expect(() => createIssuer(undefined as never)).toThrow(TypeError);
  });
});
