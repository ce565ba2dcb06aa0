// node redis-store.mjs
// The Redis store against the raw client that sends the same script, at 1, 64 and 512 in flight.
// Starts a redis-server of its own on an ephemeral port.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { createRedisStore } from '../../../dist/store/redis.js';
import { interleave, nanoseconds, printRatios } from './measure.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 9);
const envelope = randomBytes(1_315).toString('base64url');

const port = await new Promise((done) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});
const settings = ['--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
const redisServer = spawn('redis-server', settings.map(String), { stdio: 'ignore' });
process.on('exit', () => redisServer.kill('SIGKILL'));

const ioredis = new Redis({ host: '127.0.0.1', port, retryStrategy: () => 50 });
ioredis.on('error', () => {});
while ((await ioredis.ping().catch(() => '')) !== 'PONG');
const nodeRedis = createClient({ socket: { host: '127.0.0.1', port } });
await nodeRedis.connect();

const clients = {
  ioredis: (_key, [name, ...args]) => ioredis.call(name, args),
  'node-redis': (_key, args) => nodeRedis.sendCommand(args),
};

// The scripts as the store sends them, read off its own commands.
const scripts = [];
const spy = createRedisStore({
  command: (key, args) => {
    if (args[0] === 'EVAL') scripts.push(args[1]);
    return clients.ioredis(key, args);
  },
});
await ioredis.script('FLUSH');
await spy.create('warm-up', envelope, { ttlMs: 1_000 });
await spy.claim('warm-up', 'me');
const [createSha, claimSha] = scripts.map((text) => createHash('sha1').update(text).digest('hex'));

let serial = 0;
// Walks over what was created, seven at a time.
const nextClaim = () => {
  serial += 7;
  return serial % 20_000;
};
async function inFlight(width, count, call) {
  let left = count;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await call();
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
}

for (const [name, command] of Object.entries(clients)) {
  const store = createRedisStore({ command });
  for (const width of [1, 64, 512]) {
    const count = width === 1 ? 2_000 : 15_000;
    const ttl = '60000';
    const results = await interleave(
      {
        'raw create': () =>
          nanoseconds(() =>
            inFlight(width, count, () => {
              const key = `short-token:${serial++}`;
              return command(key, ['EVALSHA', createSha, '1', key, envelope, ttl]);
            }),
          ),
        create: () =>
          nanoseconds(() =>
            inFlight(width, count, () => store.create(`${serial++}`, envelope, { ttlMs: 60_000 })),
          ),
        'raw claim': () =>
          nanoseconds(() =>
            inFlight(width, count, () => {
              const key = `short-token:${nextClaim()}`;
              return command(key, ['EVALSHA', claimSha, '1', key, 'me']);
            }),
          ),
        claim: () =>
          nanoseconds(() => inFlight(width, count, () => store.claim(`${nextClaim()}`, 'me'))),
      },
      ROUNDS,
    );
    printRatios(`${name}, ${width} in flight, × the raw client`, 1, {
      create: results['raw create'] / results.create,
      claim: results['raw claim'] / results.claim,
    });
    await ioredis.flushall();
  }
}
process.exit(0);
