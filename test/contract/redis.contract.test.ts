import { afterAll, beforeAll, describe, it } from 'vitest';
import { createRedisStore } from '../../src/store/redis.ts';
import { describeShortTokenStore } from '../../src/testing/describe-short-token-store.ts';
import {
  type Binding,
  bindGlide,
  bindIoredis,
  bindNodeRedis,
  bindNodeRedis6,
  glideMissing,
  nodeRedis6Missing,
} from './support/bindings.ts';
import { type ReplyProxy, startProxy } from './support/proxy.ts';
import { type RedisServer, redisMissing, startRedis, until } from './support/redis-server.ts';

const missing = redisMissing();
const clients = [
  { name: 'ioredis', bind: bindIoredis },
  { name: 'node-redis 5', bind: bindNodeRedis },
  { name: 'node-redis 6', bind: bindNodeRedis6, missing: nodeRedis6Missing() },
  { name: 'GLIDE', bind: bindGlide, missing: glideMissing() },
];

describe.skipIf(missing)(`one server${missing ? ` (${missing})` : ''}`, () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.kill());

  for (const { name, bind, missing } of clients) {
    describe.skipIf(missing)(`through ${name}${missing ? ` (${missing})` : ''}`, () => {
      let proxy: ReplyProxy;
      let client: Binding;
      beforeAll(async () => {
        proxy = await startProxy(server.port);
        client = await bind({ host: '127.0.0.1', port: proxy.port });
      });
      afterAll(async () => {
        await client?.quit();
        await proxy?.close();
      });
      const connected = async () => (await client.command('', ['PING'])) === 'PONG';
      describeShortTokenStore(
        'Redis store',
        ({ namespace }) => {
          const command: Binding['command'] = (key, args) => client.command(key, args);
          return createRedisStore({ command, namespace });
        },
        {
          runner: { describe, it },
          shared: true,
          async disconnect() {
            await proxy.unplug();
            return async () => {
              await proxy.plug();
              await until(connected);
            };
          },
          async loseNextReply() {
            proxy.loseNextReply();
          },
        },
      );
    });
  }
});
