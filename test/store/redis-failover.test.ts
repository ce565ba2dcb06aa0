import { afterEach, describe, expect, test } from 'vitest';
import { createRedisStore } from '../../src/store/redis.ts';
import type { ShortTokenStore } from '../../src/store/types.ts';
import { type Binding, bindIoredis } from '../contract/support/bindings.ts';
import {
  type RedisServer,
  redisMissing,
  startRedis,
  until,
} from '../contract/support/redis-server.ts';

// Each row of the failover table in src/store/README.md, on a master and a replica that are processes
// of their own. The failover is done by hand, so that what comes before what is no matter of chance.

const LONG = { ttlMs: 600_000 };
const HOST = '127.0.0.1';
const TOKENS = Array.from({ length: 20 }, (_, i) => `token ${i}`);
const clients: Binding[] = [];
const servers = new Set<RedisServer>();

interface Pair {
  master: RedisServer;
  readonly replica: RedisServer;
}

async function startPair(...settings: string[]): Promise<Pair> {
  const common = [...settings, '--repl-diskless-sync-delay', '0'];
  const master = await startRedis(...common);
  const replica = await startRedis(...common, '--replicaof', HOST, String(master.port));
  servers.add(master).add(replica);
  await linked(replica);
  return { master, replica };
}

async function restart(pair: Pair): Promise<void> {
  servers.delete(pair.master);
  pair.master = await pair.master.restart();
  servers.add(pair.master);
}

async function linked(replica: RedisServer): Promise<void> {
  await until(async () => (await replica.cli('info', 'replication')).includes('link_status:up'));
}

/** Leaves the replica with what it has, and its master without it. */
async function cut({ master, replica }: Pair): Promise<void> {
  await replica.cli('replicaof', HOST, '1');
  await until(async () => (await master.cli('info', 'replication')).includes('connected_slaves:0'));
}

async function promote(replica: RedisServer): Promise<void> {
  await replica.cli('replicaof', 'no', 'one');
}

async function storeOn({ port }: RedisServer, minReplicas = 0): Promise<ShortTokenStore> {
  const client = await bindIoredis({ host: HOST, port });
  clients.push(client);
  const { command, pipeline } = client;
  return createRedisStore({ command, pipeline, minReplicas, replicaTimeoutMs: 1_500 });
}

async function issue(store: ShortTokenStore, ids = TOKENS): Promise<string[]> {
  const outcomes = await Promise.allSettled(ids.map((id) => store.create(id, 'sealed', LONG)));
  return outcomes.map((made) => (made.status === 'fulfilled' ? made.value : made.reason.code));
}

async function claims(store: ShortTokenStore, by = 'me', ids = TOKENS): Promise<string[]> {
  const outcomes = await Promise.allSettled(ids.map((id) => store.claim(id, by)));
  return outcomes.map((made) =>
    made.status === 'fulfilled' ? made.value.state : made.reason.code,
  );
}

const all = (outcome: string) => TOKENS.map(() => outcome);

afterEach(async () => {
  for (const client of clients.splice(0)) await client.quit();
  await Promise.all([...servers].map((server) => server.kill()));
  servers.clear();
});

const missing = redisMissing();
describe.skipIf(missing)(
  `a failover${missing ? ` (${missing})` : ''}`,
  { timeout: 120_000 },
  () => {
    test('forgets tokens that no replica had, and minReplicas hands none of those out', async () => {
      const pair = await startPair();
      const [loose, strict] = [await storeOn(pair.master), await storeOn(pair.master, 1)];
      expect(await issue(strict)).toEqual(all('created'));
      await cut(pair);
      const late = TOKENS.map((id) => `late ${id}`);
      expect(await issue(loose, late)).toEqual(all('created'));
      expect(await issue(strict, ['unconfirmed'])).toEqual(['store_unavailable']);
      await pair.master.kill();
      expect(await claims(loose)).toEqual(all('store_unavailable'));
      await promote(pair.replica);
      const after = await storeOn(pair.replica);
      expect(await claims(after)).toEqual(all('first'));
      expect(await claims(after, 'me', late)).toEqual(all('absent'));
      // No replica is left to confirm anything.
      expect(await issue(await storeOn(pair.replica, 1), ['next'])).toEqual(['store_unavailable']);
      expect(await issue(after, ['next but one'])).toEqual(['created']);
    });

    test.each([0, 1])(
      'forgets redemptions that no replica had, with minReplicas %i',
      async (min) => {
        const pair = await startPair();
        const store = await storeOn(pair.master, min);
        // The replica has to have the tokens here: only what comes after is to be lost.
        expect(await issue(await storeOn(pair.master, 1))).toEqual(all('created'));
        await cut(pair);
        expect(await claims(store)).toEqual(all('first'));
        await pair.master.kill();
        await promote(pair.replica);
        expect(await claims(await storeOn(pair.replica, min), 'somebody else')).toEqual(
          all('first'),
        );
      },
    );

    test('forgets confirmed tokens too when the master restarts empty before it', async () => {
      const pair = await startPair();
      expect(await issue(await storeOn(pair.master, 1))).toEqual(all('created'));
      await restart(pair);
      expect(await pair.master.cli('dbsize')).toBe('0');
      await until(async () => (await pair.replica.cli('dbsize')) === '0');
      await promote(pair.replica);
      expect(await claims(await storeOn(pair.replica))).toEqual(all('absent'));
    });

    test('keeps them when the master writes to its disk before it answers, redemptions included', async () => {
      // Not `everysec`: while the disk is busy, that keeps up to two seconds in memory.
      const pair = await startPair('--appendonly', 'yes', '--appendfsync', 'always');
      const before = await storeOn(pair.master, 1);
      expect(await issue(before)).toEqual(all('created'));
      const used = TOKENS.slice(0, 10);
      expect(new Set(await claims(before, 'me', used))).toEqual(new Set(['first']));
      await restart(pair);
      const restarted = await storeOn(pair.master, 1);
      expect(await claims(restarted, 'you')).toEqual([
        ...used.map(() => 'taken'),
        ...TOKENS.slice(10).map(() => 'first'),
      ]);
      // A write that the replica confirms: it has followed the master again.
      await linked(pair.replica);
      expect(await issue(restarted, ['one more'])).toEqual(['created']);
      await pair.master.kill();
      await promote(pair.replica);
      expect(await claims(await storeOn(pair.replica), 'a third')).toEqual(all('taken'));
    });

    test('keeps them when the master restarts after it, as a replica', async () => {
      const pair = await startPair();
      expect(await issue(await storeOn(pair.master, 1))).toEqual(all('created'));
      await pair.master.kill();
      await promote(pair.replica);
      const [host, port] = [HOST, String(pair.replica.port)];
      const returned = await startRedis('--replicaof', host, port);
      servers.add(returned);
      await linked(returned);
      expect(await claims(await storeOn(pair.replica))).toEqual(all('first'));
      expect(await claims(await storeOn(returned))).toEqual(all('store_unavailable'));
    });

    test('has a token redeemed on both sides of a partition', async () => {
      const pair = await startPair();
      expect(await issue(await storeOn(pair.master, 1))).toEqual(all('created'));
      await cut(pair);
      await promote(pair.replica);
      expect(await claims(await storeOn(pair.master), 'on this side')).toEqual(all('first'));
      expect(await claims(await storeOn(pair.replica), 'on that side')).toEqual(all('first'));
    });

    test('has it on one side with min-replicas-to-write 1, and an outage on the other', async () => {
      const pair = await startPair();
      expect(await issue(await storeOn(pair.master, 1))).toEqual(all('created'));
      await pair.master.cli('config', 'set', 'min-replicas-to-write', '1');
      await cut(pair);
      await promote(pair.replica);
      const alone = await storeOn(pair.master);
      expect(await claims(alone, 'on this side')).toEqual(all('store_unavailable'));
      expect(await issue(alone, ['another'])).toEqual(['store_unavailable']);
      expect(await claims(await storeOn(pair.replica), 'on that side')).toEqual(all('first'));
    });
  },
);
