// node soak.mjs
// Not a benchmark but what a test run has no time for: eight processes race for every token, on a
// Redis server whose scripts are flushed and whose clients are killed and paused meanwhile, and 32
// redeemers for every token in memory. Ends with 1 when a token is redeemed twice or not at all.
//
//   RESOLVES=1300000 SECONDS=600   how many resolves, and for how long at most
import { fork, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { createIssuer, isStoreUnavailableError } from '../../../dist/issuer/index.js';
import { createMemoryStore } from '../../../dist/store/memory.js';
import { createRedisStore } from '../../../dist/store/redis.js';

const RESOLVES = Number(process.env.RESOLVES ?? 1_300_000);
const SECONDS = Number(process.env.SECONDS ?? 600);
const BATCH = 2_000;
const LANES = 32;
// Each process takes the tokens in an order of its own; none of them shares a factor with the batch.
const STRIDES = [7, 11, 13, 17, 19, 23, 29, 31];
const [role, port, redeemer] = process.argv.slice(2);

function connect(port) {
  const redis = new Redis({ port: Number(port), maxRetriesPerRequest: 0, retryStrategy: () => 20 });
  redis.on('error', () => {});
  const command = (_key, [name, ...args]) => redis.call(name, args);
  const authenticate = (bearer) => ({ userId: `user ${bearer}`, organizationId: 'o' });
  return { redis, issuer: createIssuer({ store: createRedisStore({ command }), authenticate }) };
}

/** Asks until there is an answer, with the same key each time. */
async function persist(counts, call) {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!isStoreUnavailableError(error, 'store_unavailable')) throw error;
      counts.outages += 1;
      await pause(5);
    }
  }
}

async function inLanes(count, work) {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function race() {
  const { issuer } = connect(port);
  process.on('message', async (tokens) => {
    const counts = { outages: 0 };
    const won = [];
    const stride = STRIDES[redeemer];
    await inLanes(tokens.length, async (i) => {
      const at = (i * stride) % tokens.length;
      const idempotencyKey = `redeemer ${redeemer}`;
      const result = await persist(counts, () => issuer.resolve(tokens[at], { idempotencyKey }));
      if (result.ok && result.userId === `user ${at}`) won.push(at);
    });
    process.send({ won, ...counts });
  });
  process.on('disconnect', () => process.exit(0));
}

async function raceOnRedis(until) {
  const port = await freePort();
  const settings = ['--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', settings.map(String), { stdio: 'ignore' });
  process.on('exit', () => server.kill('SIGKILL'));
  const { redis, issuer } = connect(port);
  while ((await redis.ping().catch(() => '')) !== 'PONG') await pause(20);
  const racers = STRIDES.map((_, i) => fork(new URL(import.meta.url), ['race', port, i]));
  const total = { resolves: 0, tokens: 0, outages: 0, twice: 0, lost: 0 };
  const faults = [
    () => redis.script('FLUSH'),
    () => redis.client('KILL', 'TYPE', 'normal', 'SKIPME', 'yes'),
    () => redis.client('PAUSE', 50, 'ALL'),
  ];
  while (total.resolves < RESOLVES / 2 && Date.now() < until) {
    const tokens = [];
    await inLanes(BATCH, async (i) => {
      const generate = () => issuer.generate({ bearer: String(i) });
      tokens[i] = (await persist(total, generate)).shortToken;
    });
    const answers = racers.map((racer) => new Promise((done) => racer.once('message', done)));
    for (const racer of racers) racer.send(tokens);
    const racing = Promise.all(answers);
    for (const fault of faults)
      await fault().then(
        () => pause(40),
        () => {},
      );
    const winners = new Uint8Array(BATCH);
    for (const { won, outages } of await racing) {
      total.outages += outages;
      for (const at of won) winners[at] += 1;
    }
    total.tokens += BATCH;
    total.resolves += BATCH * STRIDES.length;
    total.twice += winners.filter((count) => count > 1).length;
    total.lost += winners.filter((count) => count === 0).length;
  }
  for (const racer of racers) racer.disconnect();
  redis.disconnect();
  return total;
}

async function raceInMemory(until) {
  const authenticate = (bearer) => ({ userId: `user ${bearer}`, organizationId: 'o' });
  const issuer = createIssuer({ store: createMemoryStore(), authenticate });
  const total = { resolves: 0, tokens: 0, outages: 0, twice: 0, lost: 0 };
  while (total.resolves < RESOLVES / 2 && Date.now() < until) {
    const { shortToken } = await issuer.generate({ bearer: String(total.tokens) });
    const results = await Promise.all(
      Array.from({ length: LANES }, () => issuer.resolve(shortToken)),
    );
    const won = results.filter(({ ok, userId }) => ok && userId === `user ${total.tokens}`).length;
    total.tokens += 1;
    total.resolves += LANES;
    if (won > 1) total.twice += 1;
    if (won === 0) total.lost += 1;
  }
  return total;
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

if (role === 'race') await race();
else {
  const start = Date.now();
  const redis = await raceOnRedis(start + SECONDS * 500);
  const memory = await raceInMemory(Date.now() + SECONDS * 500);
  console.log('resolves that race for tokens; each token is to be redeemed once');
  console.table({ redis, memory });
  const isWrong = [redis, memory].some(({ twice, lost }) => twice + lost > 0);
  process.exit(isWrong ? 1 : 0);
}
