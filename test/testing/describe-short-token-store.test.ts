import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../src/store/memory.ts';
import type { ShortTokenStore } from '../../src/store/types.ts';
import { describeShortTokenStore } from '../../src/testing/describe-short-token-store.ts';
import type { MakeStore, StoreCapabilities } from '../../src/testing/store-contract/types.ts';
import { BROKEN_STORES } from './support/broken-stores.ts';
import { createPlainStore, World } from './support/plain-store.ts';

/** The suite's tests by name, not run yet. */
function suiteOf(makeStore: MakeStore, capabilities: StoreCapabilities) {
  const tests = new Map<string, () => Promise<void>>();
  const skipped: string[] = [];
  const it = Object.assign(
    (name: string, body: () => Promise<void>) => void tests.set(name, body),
    {
      skip: (name: string) => void skipped.push(name),
    },
  );
  const runner = { describe: (_name: string, body: () => void) => body(), it };
  describeShortTokenStore('a store', makeStore, { ...capabilities, runner });
  return { tests, skipped };
}

/** Hands its outcomes over with their keys in another order. */
function reordered(store: ShortTokenStore): ShortTokenStore {
  const turned = <T>(value: T): T =>
    typeof value === 'object' && value !== null
      ? (Object.fromEntries(Object.entries(value).reverse()) as T)
      : value;
  return {
    ...store,
    read: async (id) => turned(await store.read(id)),
    claim: async (id, by) => turned(await store.claim(id, by)),
  };
}

describe('a store that keeps every promise passes', () => {
  const world = new World();
  const correct: readonly (readonly [string, MakeStore])[] = [
    ['a plain Map', (request) => createPlainStore(world, request)],
    [
      'one that hands its keys over in another order',
      (request) => reordered(createPlainStore(world, request)),
    ],
  ];
  for (const [name, makeStore] of correct) {
    const { tests, skipped } = suiteOf(makeStore, world.capabilities);
    test(`${name}, ${tests.size} promises`, async () => {
      // Garbage collection is the memory store's own affair.
      expect(skipped).toEqual([expect.stringContaining('(needs bytesInUse)')]);
      for (const body of tests.values()) await body();
    });
  }
});

describe('a broken store is caught by the promise it breaks', () => {
  test('by at least 60 of them', () => {
    expect(new Set(BROKEN_STORES.map(([fault]) => fault)).size).toBeGreaterThanOrEqual(60);
    expect(new Set(BROKEN_STORES.map(([fault]) => fault)).size).toBe(BROKEN_STORES.length);
  });

  test.concurrent.each(BROKEN_STORES)('one that %s: %s', async (_fault, promise, breakIt) => {
    const world = new World();
    const { tests } = suiteOf((request) => {
      const plain = createPlainStore(world, request);
      return { ...plain, ...breakIt(plain, world, request) };
    }, world.capabilities);
    const body = tests.get(promise);
    if (!body) throw new Error(`There is no promise ${promise}.`);
    await expect(body()).rejects.toThrow(/expected|closed already|no reply/);
  });

  test('one that only timers end: is absent after a blocked event loop', async () => {
    const { tests } = suiteOf(() => {
      const store = createMemoryStore({ clock: () => 0 });
      return {
        ...store,
        create(id, envelope, options) {
          setTimeout(() => store.revoke(id).catch(() => {}), options.ttlMs);
          return store.create(id, envelope, options);
        },
      };
    }, {});
    await expect(tests.get('is absent after a blocked event loop')?.()).rejects.toThrow(/expected/);
  });

  test('one that keeps what has expired: is back at its memory of before', async () => {
    let kept = 0;
    let now = 0;
    const pass = (ms: number) => {
      now += ms;
    };
    const { tests } = suiteOf(
      () => {
        const store = createMemoryStore({ clock: () => now });
        return {
          ...store,
          create(id, envelope, options) {
            kept += 100;
            return store.create(id, envelope, options);
          },
        };
      },
      { bytesInUse: () => kept, advance: pass },
    );
    const name = [...tests.keys()].find((name) => name.startsWith('is back at its memory'));
    await expect(tests.get(name ?? '')?.()).rejects.toThrow(/at most 1 MB/);
  });
});

test('every promise is broken by some store', () => {
  const { tests } = suiteOf(() => createMemoryStore(), new World().capabilities);
  const broken = new Set(BROKEN_STORES.map(([, promise]) => promise));
  expect([...tests.keys()].filter((name) => !broken.has(name))).toEqual([]);
});

test('asks for a runner where there is none', () => {
  expect(() => describeShortTokenStore('x', () => createMemoryStore())).toThrow(
    /^capabilities.runner must/,
  );
});
