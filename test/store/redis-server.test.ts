import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRedisStore } from '../../src/store/redis.ts';
import { type Binding, bindIoredis } from '../contract/support/bindings.ts';
import {
  type RedisServer,
  redisMissing,
  startRedis,
  until,
} from '../contract/support/redis-server.ts';

const LONG = { ttlMs: 60_000 };

const missing = redisMissing();
describe.skipIf(missing)(`a real server${missing ? ` (${missing})` : ''}`, () => {
  let server: RedisServer;
  let client: Binding;
  beforeAll(async () => {
    server = await startRedis('--maxmemory', '3mb', '--maxmemory-policy', 'noeviction');
    client = await bindIoredis({ host: '127.0.0.1', port: server.port });
  });
  afterAll(async () => {
    await client.quit();
    await server.kill();
  });

  test('keeps one key per token, with the lifetime on it and no brace in the prefix', async () => {
    const store = createRedisStore({ command: client.command, namespace: '{all}*' });
    await store.create('id', 'x', LONG);
    expect(await server.cli('keys', '*')).toBe('%7Ball%7D%2A:id');
    expect(Number(await server.cli('pttl', '%7Ball%7D%2A:id'))).toBeGreaterThan(50_000);
    await store.revoke('id');
    expect(await server.cli('dbsize')).toBe('0');
  });

  test('never says absent on a replica that lags, to a claim or to a read', async () => {
    const master = await startRedis();
    const replica = await startRedis('--replicaof', '127.0.0.1', String(master.port));
    const stale = await bindIoredis({ host: '127.0.0.1', port: replica.port });
    try {
      await until(async () =>
        (await replica.cli('info', 'replication')).includes('link_status:up'),
      );
      const store = createRedisStore({ command: stale.command });
      for (const call of [
        () => store.claim('unknown here', 'me'),
        () => store.read('unknown here'),
      ]) {
        const error = await call().catch((reason: unknown) => reason);
        expect(error).toMatchObject({ code: 'store_unavailable' });
        expect((error as Error).message).toContain('replica');
      }
    } finally {
      await stale.quit();
      await replica.kill();
      await master.kill();
    }
  });

  test('goes on after SCRIPT FLUSH', async () => {
    const store = createRedisStore({ command: client.command });
    await store.create('flushed', 'x', LONG);
    await server.cli('script', 'flush');
    expect((await store.claim('flushed', 'me')).state).toBe('first');
    await server.cli('script', 'flush');
    expect(await store.create('flushed', 'x', LONG)).toBe('exists');
  });

  test('says full at maxmemory, keeps every live entry and still resolves', async () => {
    const store = createRedisStore({ command: client.command, namespace: 'full' });
    let created = 0;
    const envelope = 'e'.repeat(20_000);
    while ((await store.create(`${created}`, envelope, LONG)) === 'created') created += 1;
    expect(created).toBeGreaterThan(10);
    for (let i = 0; i < 20; i += 1) {
      expect(await store.create(`more ${i}`, envelope, LONG)).toBe('full');
    }
    for (let i = 0; i < created; i += 1) {
      expect(await store.claim(`${i}`, 'me')).toEqual({ state: 'first', envelope });
      expect(await store.claim(`${i}`, 'you')).toEqual({ state: 'taken', replays: 1 });
    }
    for (let i = 0; i < created; i += 1) expect(await store.revoke(`${i}`)).toBe(true);
    expect(await store.create('room again', envelope, LONG)).toBe('created');
  });
});
