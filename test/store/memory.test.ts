import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createMemoryStore } from '../../src/store/memory.ts';
import { isStoreUnavailableError } from '../../src/store/store-unavailable-error.ts';
import { RUNS } from '../support/property.ts';
import { createModelStore } from './support/model-store.ts';

const id = fc.integer({ min: 0, max: 60 }).map((n) => `id-${n}`);
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('create'), id, ms: fc.integer({ min: 1, max: 90 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('claim'), id, by: fc.constantFrom('a', 'b') }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('read'), id }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('revoke'), id }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('pass'), ms: fc.integer({ min: 1, max: 60 }) }),
  },
) as fc.Arbitrary<{ do: string; id: string; by: string; ms: number }>;

describe('createMemoryStore', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  test('keeps entries where timers are numbers, as in Workers and jsdom', async () => {
    for (const timer of ['setTimeout', 'setInterval']) vi.stubGlobal(timer, () => 1);
    const store = createMemoryStore();
    expect(await store.create('id', 'envelope', { ttlMs: 1_000 })).toBe('created');
    expect(await store.read('id')).toMatchObject({ envelope: 'envelope' });
  });

  test('does what a plain model does, in any order, with any lifetimes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 50 }),
        fc.array(step, { minLength: 1, maxLength: 400, size: 'max' }),
        async (maxEntries, steps) => {
          let now = 0;
          const store = createMemoryStore({ maxEntries, clock: () => now });
          const model = createModelStore(maxEntries);
          for (const [i, { do: what, id, by, ms }] of steps.entries()) {
            if (what === 'create') {
              // In whole seconds: full is exact to that, and nothing else is.
              const outcome = await store.create(id, `e${i}`, { ttlMs: ms * 1_000 });
              expect(outcome).toBe(model.create(id, `e${i}`, ms * 1_000));
            } else if (what === 'claim') {
              expect(await store.claim(id, by)).toEqual(model.claim(id, by));
            } else if (what === 'read') {
              expect(await store.read(id)).toEqual(model.read(id));
            } else if (what === 'revoke') {
              expect(await store.revoke(id)).toBe(model.revoke(id));
            } else {
              now += ms * 1_000;
              model.pass(ms * 1_000);
            }
          }
          await store.close?.();
        },
      ),
      { numRuns: RUNS / 10 },
    );
  });

  test('lets expired entries go with the creates that follow, a few with each', async () => {
    let now = 0;
    const store = createMemoryStore({ maxEntries: 1_000, clock: () => now });
    now = 1_000;
    for (let i = 0; i < 1_000; i += 1) await store.create(`${i}`, 'x', { ttlMs: 5_000 });
    expect(await store.create('more', 'x', { ttlMs: 5_000 })).toBe('full');
    now = 6_000;
    for (let i = 0; i < 1_000; i += 1) {
      expect(await store.create(`new ${i}`, 'x', { ttlMs: 5_000 })).toBe('created');
    }
    expect(await store.create('more', 'x', { ttlMs: 5_000 })).toBe('full');
  });

  test('has room as soon as the earliest second is over, and the next one, and the next', async () => {
    let now = 0;
    const store = createMemoryStore({ maxEntries: 3, clock: () => now });
    for (const ttlMs of [1_000, 2_000, 3_000]) await store.create(`${ttlMs}`, 'x', { ttlMs });
    for (now = 1_000; now <= 3_000; now += 1_000) {
      expect(await store.create(`at ${now}`, 'x', { ttlMs: 60_000 })).toBe('created');
      expect(await store.create('one more', 'x', { ttlMs: 60_000 })).toBe('full');
    }
  });

  test('finds what has expired behind any number of entries that were revoked', async () => {
    let now = 0;
    const store = createMemoryStore({ maxEntries: 50, clock: () => now });
    for (let i = 0; i < 50; i += 1) await store.create(`${i}`, 'x', { ttlMs: 5_000 });
    for (let i = 10; i < 50; i += 1) {
      await store.revoke(`${i}`);
      await store.create(`${i}`, 'x', { ttlMs: 60_000 });
    }
    now = 5_000;
    expect(await store.create('more', 'x', { ttlMs: 60_000 })).toBe('created');
  });

  test('removes a few of many expired entries with one create', async () => {
    let now = 0;
    const store = createMemoryStore({ clock: () => now });
    for (let i = 0; i < 10_000; i += 1) await store.create(`${i}`, 'x', { ttlMs: 5_000 });
    now = 6_000;
    const remove = vi.spyOn(Map.prototype, 'delete');
    await store.create('more', 'x', { ttlMs: 5_000 });
    expect(remove.mock.calls.length).toBeGreaterThan(1);
    expect(remove.mock.calls.length).toBeLessThan(20);
    remove.mockRestore();
  });

  test('makes an expired entry anew at the very instant, and counts it once', async () => {
    let now = 0;
    const store = createMemoryStore({ maxEntries: 2, clock: () => now });
    await store.create('id', 'x', { ttlMs: 1_500 });
    now = 1_499;
    expect(await store.create('id', 'y', { ttlMs: 1_500 })).toBe('exists');
    now = 1_500;
    expect(await store.create('id', 'y', { ttlMs: 1_500 })).toBe('created');
    expect(await store.create('other', 'x', { ttlMs: 1_500 })).toBe('created');
    expect(await store.create('third', 'x', { ttlMs: 1_500 })).toBe('full');
    expect((await store.read('id'))?.envelope).toBe('y');
  });

  test("expires by the process's own clock if nobody gives one", async () => {
    const store = createMemoryStore();
    await store.create('id', 'x', { ttlMs: 5 });
    await vi.waitUntil(async () => (await store.read('id')) === null, { timeout: 60_000 });
  });

  test.each([0, -1, 1.5, Number.NaN, 2 ** 53, '5'])('refuses a lifetime of %s', async (ttlMs) => {
    const created = createMemoryStore().create('id', 'x', { ttlMs: ttlMs as number });
    await expect(created).rejects.toThrow(/^ttlMs must be/);
  });

  test.each([
    [299, 'full'],
    [300, 'created'],
  ])(
    'counts 200 bytes beside id and envelope: in %i bytes, 2 and 98 are %s',
    async (maxBytes, outcome) => {
      const store = createMemoryStore({ maxBytes });
      expect(await store.create('id', 'e'.repeat(98), { ttlMs: 1_000 })).toBe(outcome);
    },
  );

  test.each([{ maxEntries: 1 }, { maxEntries: 16_777_216 }, { maxBytes: 2 ** 53 - 1 }])(
    'takes options at their bounds: %j',
    async (options) => {
      const store = createMemoryStore(options);
      expect(await store.create('id', 'x', { ttlMs: 1 })).toBe('created');
    },
  );

  test('has no timer', async () => {
    vi.useFakeTimers();
    const store = createMemoryStore();
    await store.create('id', 'x', { ttlMs: 5_000 });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('says full at its bound in bytes, and has room again after a revoke', async () => {
    const store = createMemoryStore({ maxBytes: 100_000 });
    const envelope = 'e'.repeat(16_000);
    const outcomes = [];
    for (let i = 0; i < 8; i += 1) {
      outcomes.push(await store.create(`${i}`, envelope, { ttlMs: 5_000 }));
    }
    expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(6);
    expect(outcomes.filter((outcome) => outcome === 'full')).toHaveLength(2);
    for (let i = 0; i < 20; i += 1) {
      expect(await store.revoke('0')).toBe(true);
      expect(await store.create('0', envelope, { ttlMs: 5_000 })).toBe('created');
    }
    expect(await store.create('7', envelope, { ttlMs: 5_000 })).toBe('full');
  });

  test('rejects every call once it is closed', async () => {
    const store = createMemoryStore();
    await store.create('id', 'x', { ttlMs: 1_000 });
    await store.close?.();
    const calls = [
      () => store.create('id', 'x', { ttlMs: 1_000 }),
      () => store.read('id'),
      () => store.claim('id', 'me'),
      () => store.revoke('id'),
    ];
    for (const call of calls) {
      const error = await call().catch((reason: unknown) => reason);
      expect(isStoreUnavailableError(error, 'store_unavailable')).toBe(true);
    }
  });

  test.each([
    ['maxEntries', { maxEntries: '5' }, TypeError],
    ['maxEntries', { maxEntries: 0 }, RangeError],
    ['maxEntries', { maxEntries: 1.5 }, RangeError],
    ['maxEntries', { maxEntries: 16_777_217 }, RangeError],
    ['maxBytes', { maxBytes: 0 }, RangeError],
    ['maxBytes', { maxBytes: '1 GB' }, TypeError],
    ['clock', { clock: 5 }, TypeError],
  ])('names %s when it cannot work: %j', (name, options, family) => {
    expect(() => createMemoryStore(options as never)).toThrow(family);
    expect(() => createMemoryStore(options as never)).toThrow(new RegExp(`^${name} must`));
  });
});
