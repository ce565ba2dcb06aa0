import { describe, expect, test, vi } from 'vitest';
import type { IssuerOptions } from '../../src/issuer/options.ts';
import { TimeLimit, TimeLimitError, withTimeLimit } from '../../src/issuer/time-limit.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import type { ShortTokenStore } from '../../src/store/types.ts';
import { isShortTokenError, ShortTokenError } from '../../src/wire/short-token-error.ts';
import { BEARER, failure, setUp, USER } from './support/set-up.ts';

const same = <Value>(value: Value) => value;
const nextTurn = () => new Promise((done) => setImmediate(done));

describe('TimeLimit', () => {
  const pending = new Promise<never>(() => {});

  test('ends every wait that is under way, and each that begins later, with the same error', async () => {
    const limit = new TimeLimit(5);
    const waits = [1, 2, 3].map(() => failure(limit.wait(() => pending, same, same)));
    const errors = await Promise.all(waits);
    errors.push(await failure(limit.wait(() => pending, same, same)));
    expect(String(errors[0])).toBe('TimeLimitError: Not done within 5 ms.');
    expect(new Set(errors).size).toBe(1);
    limit.end();
  });

  test('drops what an answer comes to after the end', async () => {
    for (const outcome of [async () => 'late', () => Promise.reject(new Error('late'))]) {
      const [check, failed] = [vi.fn(same), vi.fn(same)];
      const controller = new AbortController();
      const limit = new TimeLimit(60_000, controller.signal);
      let answer: () => void = () => {};
      const asked = new Promise<void>((done) => {
        answer = done;
      });
      const waiting = failure(limit.wait(() => asked.then(outcome), check, failed));
      await nextTurn();
      controller.abort();
      expect(isShortTokenError(await waiting, 'aborted')).toBe(true);
      answer();
      await nextTurn();
      expect([check.mock.calls, failed.mock.calls]).toEqual([[], []]);
      limit.end();
    }
  });

  test('ends a wait whose caller leaves while it is being asked', async () => {
    const controller = new AbortController();
    const limit = new TimeLimit(60_000, controller.signal);
    const ask = () => {
      controller.abort();
      return pending;
    };
    expect(isShortTokenError(await failure(limit.wait(ask, same, same)), 'aborted')).toBe(true);
    limit.end();
  });

  test('has one timer and one listener for all its waits, and lets go of both', async () => {
    const [set, clear] = [vi.spyOn(globalThis, 'setTimeout'), vi.spyOn(globalThis, 'clearTimeout')];
    const { signal } = new AbortController();
    const add = vi.spyOn(signal, 'addEventListener');
    const limit = new TimeLimit(60_000, signal);
    await Promise.all([1, 2, 3].map(() => limit.wait(nextTurn, same, same)));
    await limit.wait(nextTurn, same, same);
    limit.end();
    const timers = set.mock.results.map(({ value }) => value);
    const cleared = clear.mock.calls.map(([timer]) => timer);
    vi.restoreAllMocks();
    expect(timers).toHaveLength(1);
    expect(cleared).toEqual(timers);
    expect(add).toHaveBeenCalledOnce();
  });

  test('lets go of the signal of its caller', async () => {
    const { signal } = new AbortController();
    const [add, remove] = [
      vi.spyOn(signal, 'addEventListener'),
      vi.spyOn(signal, 'removeEventListener'),
    ];
    const limit = new TimeLimit(60_000, signal);
    await limit.wait(nextTurn, same, same);
    limit.end();
    expect(add).toHaveBeenCalledOnce();
    expect(remove.mock.calls).toEqual(add.mock.calls);
  });
});

test('withTimeLimit gives what work gives or throws, and leaves no timer behind', async () => {
  const clear = vi.spyOn(globalThis, 'clearTimeout');
  expect(await withTimeLimit(() => 1, 60_000)).toBe(1);
  expect(clear).not.toHaveBeenCalled();
  expect(await withTimeLimit(() => nextTurn().then(() => 2), 60_000)).toBe(2);
  const mistake = new Error('mistake');
  const work = () => nextTurn().then(() => Promise.reject(mistake));
  expect(await failure(withTimeLimit(work, 60_000))).toBe(mistake);
  expect(clear).toHaveBeenCalledTimes(2);
  clear.mockRestore();
  const ended = failure(withTimeLimit(() => new Promise(() => {}), 5));
  expect(await ended).toBeInstanceOf(TimeLimitError);
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

  test.each(cases)('changes nothing for %s', async (_name, options) => {
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

  test('before a resolve leaves the token as it was', async () => {
    const { issuer } = setUp();
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    const error = await failure(issuer.resolve(shortToken, { signal: AbortSignal.abort() }));
    expect(isShortTokenError(error, 'aborted')).toBe(true);
    expect((await issuer.resolve(shortToken)).ok).toBe(true);
  });

  test('ends the wait for a store and for authenticate', async () => {
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

  test('reaches authenticate', async () => {
    const controller = new AbortController();
    let seen: AbortSignal | undefined;
    const { issuer } = setUp({
      authenticate: (_bearer, context) => {
        seen = context.signal;
        return pending;
      },
    });
    const waiting = failure(issuer.generate({ bearer: BEARER, signal: controller.signal }));
    await new Promise(setImmediate);
    expect(seen?.aborted).toBe(false);
    controller.abort();
    expect(isShortTokenError(await waiting, 'aborted')).toBe(true);
    expect(seen?.aborted).toBe(true);
  });

  test('after a claim that was sent lets the same key ask again', async () => {
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

describe('the time limit of an operation', () => {
  const pending = new Promise<never>(() => {});
  const silent: ShortTokenStore = {
    create: () => pending,
    read: () => pending,
    claim: () => pending,
    revoke: () => pending,
  };

  test('ends the wait for a store that never answers, as an outage', async () => {
    const { issuer, events, errors } = setUp({ store: silent, timeoutMs: 20 });
    const calls = [
      () => issuer.generate({ bearer: BEARER }),
      () => issuer.resolve('abc123def456ghi789'),
      () => issuer.peek('abc123def456ghi789'),
      () => issuer.revoke('abc123def456ghi789'),
      () => issuer.revokeBearer(BEARER),
    ];
    for (const call of calls) {
      expect(await failure(call())).toMatchObject({ code: 'store_unavailable' });
    }
    const part = { type: 'unavailable', part: 'store', cause: 'TimeLimitError' };
    expect(events).toEqual(
      ['generate', 'resolve', 'peek', 'revoke', 'revokeBearer'].map((operation) => ({
        ...part,
        operation,
      })),
    );
    expect(errors).toHaveLength(5);
  });

  test('ends the wait for authenticate and tells it so', async () => {
    let seen: AbortSignal | undefined;
    const { issuer, events } = setUp({
      timeoutMs: 20,
      authenticate: (_bearer, { signal }) => {
        seen = signal;
        return pending;
      },
    });
    expect(await failure(issuer.generate({ bearer: BEARER }))).toMatchObject({
      code: 'timeout',
      retryable: true,
    });
    expect(seen?.aborted).toBe(true);
    expect(events).toMatchObject([{ type: 'unavailable', part: 'authenticate' }]);
  });

  test('counts all that an operation waits for together', async () => {
    vi.useFakeTimers();
    try {
      const memory = createMemoryStore();
      const after = async (ms: number) => new Promise((done) => setTimeout(done, ms));
      const { issuer, events } = setUp({
        authenticate: () => after(3_000).then(() => USER),
        store: { ...memory, read: (id) => after(3_000).then(() => memory.read(id)) },
      });
      const waiting = failure(issuer.generate({ bearer: BEARER }));
      await vi.advanceTimersByTimeAsync(4_999);
      expect(events).toEqual([]);
      await vi.advanceTimersByTimeAsync(1);
      expect(await waiting).toMatchObject({ code: 'store_unavailable' });
      expect(events).toMatchObject([{ type: 'unavailable', part: 'store' }]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('starts no timer for answers that are there already, and leaves none behind', async () => {
    const setTimer = vi.spyOn(globalThis, 'setTimeout');
    const clearTimer = vi.spyOn(globalThis, 'clearTimeout');
    try {
      const memory = createMemoryStore();
      for (const store of [memory, { ...memory, create: later(memory.create) }]) {
        setTimer.mockClear();
        clearTimer.mockClear();
        const { issuer } = setUp({ store });
        const { shortToken } = await issuer.generate({ bearer: BEARER });
        expect((await issuer.resolve(shortToken)).ok).toBe(true);
        const timers = setTimer.mock.results.map(({ value }) => value);
        expect(timers).toHaveLength(store === memory ? 0 : 1);
        expect(clearTimer.mock.calls.map(([timer]) => timer)).toEqual(timers);
      }
    } finally {
      vi.restoreAllMocks();
    }
  });

  function later<Args extends unknown[], Value>(ask: (...args: Args) => Promise<Value>) {
    return async (...args: Args) => {
      await new Promise(setImmediate);
      return ask(...args);
    };
  }
});
