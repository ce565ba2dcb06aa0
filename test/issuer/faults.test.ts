import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { Cluster } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createIssuer } from '../../src/issuer/create-issuer.ts';
import type { IssuerEvent } from '../../src/issuer/events.ts';
import type { Issuer } from '../../src/issuer/issuer.ts';
import { createRedisStore } from '../../src/store/redis.ts';
import { isStoreUnavailableError } from '../../src/store/store-unavailable-error.ts';
import { type Binding, bindIoredisCluster } from '../contract/support/bindings.ts';
import { type ReplyProxy, startProxy } from '../contract/support/proxy.ts';
import {
  type RedisCluster,
  type RedisServer,
  redisMissing,
  startCluster,
  until,
} from '../contract/support/redis-server.ts';

const PROCESSES = 8;
const RACED = 10_000;
const missing = redisMissing();

interface Watched {
  readonly minReplicas?: number;
  readonly keys?: string[];
  readonly events?: IssuerEvent[];
}

const issuerOn = (
  { command, pipeline }: Pick<Binding, 'command' | 'pipeline'>,
  { minReplicas = 0, keys = [], events = [] }: Watched = {},
): Issuer =>
  createIssuer({
    onEvent: (event) => events.push(event),
    store: createRedisStore({
      command: (key, args) => {
        keys.push(key);
        return command(key, args);
      },
      pipeline: (key, commands) => {
        keys.push(key);
        return pipeline(key, commands);
      },
      minReplicas,
      replicaTimeoutMs: 50,
    }),
    authenticate: (bearer) => ({ userId: `user-${bearer}`, organizationId: 'organization' }),
  });

/** Asks until there is an answer, as a caller with an Idempotency-Key may; counts the outages. */
async function persist<T>(call: () => Promise<T>, outages: { count: number }): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      expect(isStoreUnavailableError(error, 'store_unavailable')).toBe(true);
      outages.count += 1;
      await new Promise((done) => setTimeout(done, 20));
    }
  }
}

async function inParallel(count: number, width: number, work: (i: number) => Promise<void>) {
  let next = 0;
  const lane = async () => {
    while (next < count) {
      next += 1;
      await work(next - 1);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
}

describe.skipIf(missing)(`an issuer on a Redis Cluster${missing ? ` (${missing})` : ''}`, () => {
  const dir = mkdtempSync(join(tmpdir(), 'short-token-faults-'));
  let cluster: RedisCluster;
  let client: Binding;

  beforeAll(async () => {
    cluster = await startCluster();
    client = await bindIoredisCluster(cluster.addresses);
  }, 240_000);
  afterAll(async () => {
    await client?.quit();
    await cluster?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  test('lets 8 processes that race for 10,000 tokens redeem each of them once', async () => {
    const worker = join(dir, 'worker.mjs');
    await build({
      entryPoints: [new URL('./support/race-worker.ts', import.meta.url).pathname],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: worker,
      // ioredis is CommonJS and requires built-ins.
      banner: {
        js: "import { createRequire as from } from 'node:module'; const require = from('/');",
      },
    });
    const issuer = issuerOn(client);
    const tokens: string[] = [];
    await inParallel(RACED, 64, async (i) => {
      tokens[i] = (await issuer.generate({ bearer: String(i) })).shortToken;
    });
    const file = join(dir, 'tokens.json');
    writeFileSync(file, JSON.stringify(tokens));

    const racers = Array.from({ length: PROCESSES }, (_, seed) =>
      spawn(process.execPath, [worker, file, JSON.stringify(cluster.addresses), String(seed + 1)], {
        stdio: ['pipe', 'pipe', 'inherit'],
      }),
    );
    await Promise.all(racers.map((racer) => lineOf(racer)));
    const results = Promise.all(racers.map((racer) => lineOf(racer)));
    for (const racer of racers) racer.stdin?.write('go\n');
    const reports = (await results).map(
      (line) => JSON.parse(line) as { won: number[]; refused: number },
    );

    const won = reports.flatMap((report) => report.won);
    expect(won).toHaveLength(RACED);
    expect(new Set(won).size).toBe(RACED);
    expect(reports.reduce((sum, { refused }) => sum + refused, 0)).toBe(RACED * (PROCESSES - 1));
    // A race that one process ran alone would prove nothing.
    expect(reports.filter((report) => report.won.length > 0).length).toBeGreaterThan(1);
  }, 240_000);

  test('loses no valid token to lost replies when the caller retries with the same key', async () => {
    const proxies: ReplyProxy[] = [];
    const natMap: Record<string, { host: string; port: number }> = {};
    for (const { host, port } of cluster.addresses) {
      const proxy = await startProxy(port);
      proxies.push(proxy);
      natMap[`${host}:${port}`] = { host, port: proxy.port };
    }
    const flaky = new Cluster(Object.values(natMap), {
      natMap,
      redisOptions: { commandTimeout: 1_000 },
      clusterRetryStrategy: () => 50,
      slotsRefreshInterval: 500,
    });
    flaky.on('error', () => {});
    await until(async () => flaky.status === 'ready');

    const direct = issuerOn(client);
    const events: IssuerEvent[] = [];
    const through = issuerOn(
      { ...client, command: (_key, [name = '', ...args]) => flaky.call(name, args) },
      { events },
    );
    const outages = { count: 0 };
    let random = 7;
    const chance = () => {
      random = (random * 48_271) % 2_147_483_647;
      return random / 2_147_483_647;
    };
    for (const proxy of proxies) proxy.loseReplies(0.02, chance);
    const outcomes: string[] = [];
    await inParallel(1_000, 8, async (i) => {
      const { shortToken } = await direct.generate({ bearer: String(i) });
      const options = { idempotencyKey: `key-${i}` };
      const result = await persist(() => through.resolve(shortToken, options), outages);
      const other = await direct.resolve(shortToken, { idempotencyKey: 'somebody else' });
      outcomes.push(`${result.ok && result.userId === `user-${i}`} ${other.ok}`);
    });
    for (const proxy of proxies) proxy.loseReplies(0, chance);
    flaky.disconnect();
    for (const proxy of proxies) await proxy.close();
    expect(new Set(outcomes)).toEqual(new Set(['true false']));
    expect(outcomes).toHaveLength(1_000);
    expect(proxies.reduce((sum, { lost }) => sum + lost, 0)).toBeGreaterThan(0);
    // Replies to claims were among the lost ones, and the same redeemer had them repeated.
    expect(events.some((event) => event.type === 'resolved' && event.again)).toBe(true);
  }, 240_000);

  test('with minReplicas 1, keeps every issued token when a master is killed in the middle of it', async () => {
    const outages = { count: 0 };
    const issuer = issuerOn(client, { minReplicas: 1 });
    const issued: { token: string; user: string }[] = [];
    const [victim] = (await healthyMasters(cluster)) as [RedisServer];
    let killed: Promise<void> | undefined;
    await inParallel(400, 8, async (i) => {
      if (i === 150) killed = victim.kill();
      try {
        const { shortToken } = await issuer.generate({ bearer: String(i) });
        issued.push({ token: shortToken, user: `user-${i}` });
      } catch (error) {
        expect(isStoreUnavailableError(error, 'store_unavailable')).toBe(true);
        outages.count += 1;
      }
    });
    await killed;
    const refused: string[] = [];
    await inParallel(issued.length, 8, async (i) => {
      const { token, user } = issued[i] as { token: string; user: string };
      const options = { idempotencyKey: `key-${i}` };
      const result = await persist(() => issuer.resolve(token, options), outages);
      if (!result.ok || result.userId !== user) refused.push(user);
    });
    expect(issued.length).toBeGreaterThan(150);
    expect(refused).toEqual([]);
    expect(outages.count).toBeGreaterThan(0);
  }, 240_000);

  describe('when a master dies whose replica lags behind', () => {
    let master: RedisServer;
    let replica: RedisServer;
    let lost: string;
    let claimed: string;

    beforeAll(async () => {
      const keys: string[] = [];
      const issuer = issuerOn(client, { keys });
      const tokenOn = async (wanted: RedisServer) => {
        for (;;) {
          const generate = () => issuer.generate({ bearer: 'b' });
          const { shortToken } = await persist(generate, { count: 0 });
          if (await cluster.isMasterOf(wanted, keys.at(-1) as string)) return shortToken;
        }
      };
      [master] = (await healthyMasters(cluster)) as [RedisServer];
      claimed = await tokenOn(master);
      replica = await replicaOf(cluster, master);
      process.kill(replica.pid, 'SIGSTOP');
      await master.cli('client', 'kill', 'type', 'replica');
      lost = await tokenOn(master);
      expect((await issuer.resolve(claimed, { idempotencyKey: 'one' })).ok).toBe(true);
    }, 240_000);

    test('does not issue with minReplicas 1', async () => {
      const keys: string[] = [];
      const issuer = issuerOn(client, { minReplicas: 1, keys });
      let outcome = '';
      for (let i = 0; i < 200 && outcome === ''; i += 1) {
        const generated = issuer.generate({ bearer: 'b' }).then(
          () => '',
          (error) => error.code,
        );
        const code = await generated;
        if (await cluster.isMasterOf(master, keys.at(-1) as string)) outcome = code || 'issued';
      }
      expect(outcome).toBe('store_unavailable');
    }, 240_000);

    test('forgets, without minReplicas, tokens and claims that only the dead master had', async () => {
      await master.kill();
      process.kill(replica.pid, 'SIGCONT');
      await until(async () => (await replica.cli('role')).startsWith('master'));
      const issuer = issuerOn(client);
      const outages = { count: 0 };
      const options = { idempotencyKey: 'two' };
      // Issued, and gone: an honest refusal, since nobody is left who knows of it.
      expect((await persist(() => issuer.resolve(lost, options), outages)).ok).toBe(false);
      // Redeemed before, and redeemable once more: what the README says of failover.
      expect((await persist(() => issuer.resolve(claimed, options), outages)).ok).toBe(true);
    }, 240_000);
  });
});

async function healthyMasters(cluster: RedisCluster): Promise<RedisServer[]> {
  const roles = await Promise.all(cluster.nodes.map((node) => node.cli('role').catch(() => '')));
  const withReplica = (role: string) => role.startsWith('master') && role.includes('127.0.0.1');
  return cluster.nodes.filter((_, i) => withReplica(roles[i] as string));
}

async function replicaOf(cluster: RedisCluster, master: RedisServer): Promise<RedisServer> {
  const id = await master.cli('cluster', 'myid');
  for (const node of cluster.nodes) {
    if (node === master) continue;
    const nodes = await node.cli('cluster', 'nodes').catch(() => '');
    const own = nodes.split('\n').find((line) => /\bmyself\b/.test(line)) ?? '';
    if (own.split(' ')[3] === id) return node;
  }
  throw new Error('the master has no replica');
}

function lineOf(child: ChildProcess): Promise<string> {
  return new Promise((done, failed) => {
    let text = '';
    const onData = (chunk: Buffer) => {
      text += chunk;
      if (!text.endsWith('\n')) return;
      child.stdout?.off('data', onData);
      done(text);
    };
    child.stdout?.on('data', onData);
    child.once('exit', (code) => failed(new Error(`the process ended with ${code}`)));
  });
}
