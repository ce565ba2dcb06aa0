import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createMemoryStore } from '../../src/store/memory.ts';
import { BEARER, failure, setUp, USER } from './support/set-up.ts';

test('close waits for what is under way, turns the rest away and closes the store', async () => {
  const memory = createMemoryStore();
  const order: string[] = [];
  const { issuer } = setUp({
    authenticate: async (bearer) => {
      await pause(bearer === BEARER ? 60 : 1);
      return USER;
    },
    store: {
      ...memory,
      async close() {
        order.push('store closed');
      },
    },
  });
  const waiting = issuer.generate({ bearer: BEARER }).then(() => order.push('generated'));
  // One that ends first does not end the wait for the other.
  const first = issuer.generate({ bearer: 'another' }).then(() => order.push('first'));
  const closing = [issuer.close(), issuer.close()];
  expect(await failure(issuer.resolve('abc123def456ghi789'))).toMatchObject({
    code: 'store_unavailable',
    message: 'The issuer is closed.',
  });
  await Promise.all([first, waiting, ...closing]);
  await issuer.close();
  expect(order).toEqual(['first', 'generated', 'store closed']);
});

test('close returns at once where nothing is under way, before and after other calls', async () => {
  for (const calls of [0, 2]) {
    const { issuer } = setUp();
    for (let i = 0; i < calls; i += 1) await issuer.generate({ bearer: BEARER });
    await issuer.close();
    expect(await failure(issuer.generate({ bearer: BEARER }))).toMatchObject({
      code: 'store_unavailable',
    });
  }
});

test('close is not held up by a store that never answers', async () => {
  const pending = new Promise<never>(() => {});
  const { issuer } = setUp({
    timeoutMs: 20,
    store: { ...createMemoryStore(), claim: () => pending },
  });
  const waiting = failure(issuer.resolve('abc123def456ghi789'));
  await issuer.close();
  expect(await waiting).toMatchObject({ code: 'store_unavailable' });
});
