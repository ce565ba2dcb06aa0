import { afterEach, describe, expect, test } from 'vitest';
import { createIssuer } from '../../src/issuer/create-issuer.ts';
import { createRedisStore } from '../../src/store/redis.ts';
import {
  type Binding,
  bindGlide,
  bindIoredis,
  bindNodeRedis,
  bindNodeRedis6,
  glideMissing,
  nodeRedis6Missing,
} from './support/bindings.ts';
import { type RedisServer, redisMissing, startRedis, until } from './support/redis-server.ts';

const missing = redisMissing();
const clients = [
  { name: 'ioredis', bind: bindIoredis, missing },
  { name: 'node-redis 5', bind: bindNodeRedis, missing },
  { name: 'node-redis 6', bind: bindNodeRedis6, missing: missing ?? nodeRedis6Missing() },
  { name: 'GLIDE', bind: bindGlide, missing: missing ?? glideMissing() },
];

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

for (const { name, bind, missing } of clients) {
  describe.skipIf(missing)(`${name}${missing ? ` (${missing})` : ''}`, () => {
    async function setUp(): Promise<{ server: RedisServer; client: Binding }> {
      const server = await startRedis();
      cleanUps.push(() => server.kill());
      const client = await bind({ host: '127.0.0.1', port: server.port });
      cleanUps.push(() => client.quit());
      cleanUps.push(() => process.kill(server.pid, 'SIGCONT'));
      return { server, client };
    }

    test('gives up on a server that has stopped, by its own limit', async () => {
      const { server, client } = await setUp();
      const store = createRedisStore({ command: client.command });
      await store.create('id', 'x', { ttlMs: 60_000 });
      process.kill(server.pid, 'SIGSTOP');
      const error = await store.read('id').catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'store_unavailable' });
      process.kill(server.pid, 'SIGCONT');
      await until(async () => (await store.read('id'))?.envelope === 'x');
    });

    test('waits no longer than the issuer does, whatever its own limit', async () => {
      const { server, client } = await setUp();
      const causes: string[] = [];
      const issuer = createIssuer({
        store: createRedisStore({ command: client.command }),
        authenticate: () => null,
        timeoutMs: 200,
        onEvent: (event) => event.type === 'unavailable' && causes.push(event.cause),
      });
      expect((await issuer.resolve('abc123def456ghi789')).ok).toBe(false);
      process.kill(server.pid, 'SIGSTOP');
      const error = await issuer.resolve('abc123def456ghi789').catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'store_unavailable' });
      expect(causes).toEqual(['TimeLimitError']);
    });
  });
}
