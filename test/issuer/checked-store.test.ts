import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../src/store/memory.ts';
import {
  isStoreUnavailableError,
  StoreUnavailableError,
} from '../../src/store/store-unavailable-error.ts';
import type { ShortTokenStore } from '../../src/store/types.ts';
import { BEARER, failure, setUp } from './support/set-up.ts';

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

  test.each([
    ['reject', 'rejects', broken],
    ['allow', 'rejects', broken],
    ['reject', 'throws', throwing],
    ['allow', 'throws', throwing],
  ] as const)(
    'is an outage with reuse %s when it %s, never a refusal',
    async (reuse, _how, store) => {
      const { issuer, events, errors: told } = setUp({ store, reuse });
      const errors = [
        await failure(issuer.generate({ bearer: BEARER })),
        await failure(issuer.resolve('abc123def456ghi789')),
      ];
      for (const error of errors) {
        expect(isStoreUnavailableError(error, 'store_unavailable')).toBe(true);
        expect(inspect(error)).not.toContain('SECRET');
      }
      expect(told).toEqual([cause, cause]);
      // A function that throws at once and one that rejects look alike.
      expect(events).toEqual(
        ['generate', 'resolve'].map((operation) => ({
          ...{ type: 'unavailable', part: 'store', operation },
          cause: 'Error',
        })),
      );
    },
  );
});

test("keeps a store's own word on what has failed", async () => {
  const own = new StoreUnavailableError('store_full', 'No room in this shard.');
  const store = { ...createMemoryStore(), claim: () => Promise.reject(own) };
  expect(await failure(setUp({ store }).issuer.resolve('abc123def456ghi789'))).toBe(own);
});

describe('a store that gives what no store may give', () => {
  const memory = createMemoryStore();
  const cases: readonly (readonly [string, Partial<Record<keyof ShortTokenStore, unknown>>])[] = [
    ['true for created', { create: async () => true }],
    ['nothing for created', { create: async () => undefined }],
    ['nothing for a claim', { claim: async () => undefined }],
    ['null for a claim', { claim: async () => null }],
    ['a state of its own', { claim: async () => ({ state: 'expired' }) }],
    ['a claim without an envelope', { claim: async () => ({ state: 'first' }) }],
    ['a repeated claim without an envelope', { claim: async () => ({ state: 'again' }) }],
    ['replays that are no number', { claim: async () => ({ state: 'taken', replays: NaN }) }],
    ['replays that are text', { claim: async () => ({ state: 'taken', replays: '1' }) }],
    ['a bare envelope', { read: async () => 'AAAA' }],
    ['undefined for null', { read: async () => undefined }],
    ['an entry without an envelope', { read: async () => ({ claimed: false }) }],
    ['an entry that does not say whether it is claimed', { read: async () => ({ envelope: 'A' }) }],
    ['one for true', { revoke: async () => 1 }],
  ];
  test.each(cases)('is an outage that onError learns of: %s', async (_name, broken) => {
    let created = 0;
    const store = { ...memory, ...broken } as unknown as ShortTokenStore;
    const { issuer, errors, events } = setUp({
      store: {
        ...store,
        create: (...call) => {
          created += 1;
          return store.create(...call);
        },
      },
    });
    const call =
      'create' in broken
        ? issuer.generate({ bearer: BEARER })
        : 'claim' in broken
          ? issuer.resolve('abc123def456ghi789')
          : 'read' in broken
            ? issuer.peek('abc123def456ghi789')
            : issuer.revoke('abc123def456ghi789');
    expect(isStoreUnavailableError(await failure(call), 'store_unavailable')).toBe(true);
    expect(String(errors[0])).toMatch(/store\.\w+ gave an outcome/);
    expect(events).toMatchObject([{ type: 'unavailable', part: 'store' }]);
    // An outcome that nobody understands is no collision.
    expect(created).toBeLessThan(2);
  });
});
