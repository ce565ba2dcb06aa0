import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createRedisStore,
  type RedisPipeline,
  type RedisStoreOptions,
} from '../../src/store/redis.ts';
import { isStoreUnavailableError } from '../../src/store/store-unavailable-error.ts';
import { type Binding, bindIoredis } from '../contract/support/bindings.ts';
import {
  type RedisServer,
  redisMissing,
  startRedis,
  until,
} from '../contract/support/redis-server.ts';

const LONG = { ttlMs: 60_000 };

/** A command function that gives scripted replies and keeps what it was asked. */
function scripted(...replies: unknown[]) {
  const asked: string[][] = [];
  const command: RedisStoreOptions['command'] = async (_key, args) => {
    asked.push(args);
    const reply = replies.shift();
    if (reply instanceof Error) throw reply;
    return reply;
  };
  return { asked, command };
}

describe('createRedisStore', () => {
  test.each([
    ['create', 1],
    ['read', ['x', null]],
    ['claim', [1, 'x']],
    ['revoke', 1],
  ] as const)('makes one round trip per %s', async (method, reply) => {
    const { asked, command } = scripted(0, 'maxmemory_policy:noeviction', reply);
    const store = createRedisStore({ command });
    const calls = {
      create: () => store.create('id', 'x', LONG),
      read: () => store.read('id'),
      claim: () => store.claim('id', 'me'),
      revoke: () => store.revoke('id'),
    };
    await store.create('id', 'x', LONG);
    const before = asked.length;
    await calls[method]().catch(() => {});
    expect(asked.length - before).toBe(1);
  });

  test('sends the script once the server has forgotten it', async () => {
    const { asked, command } = scripted(new Error('NOSCRIPT No matching script.'), [1, 'x']);
    const store = createRedisStore({ command });
    expect(await store.claim('id', 'me')).toEqual({ state: 'first', envelope: 'x' });
    expect(asked.map(([name]) => name)).toEqual(['EVALSHA', 'EVAL']);
  });

  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['a pending transaction', 'QUEUED'],
    ['a state from another version', [4, 'x']],
    ['an envelope as bytes', [1, Buffer.from('x')]],
    ['a bare list', []],
    ['true', true],
  ])('takes %s for an outage and never for absent', async (_name, reply) => {
    const { command } = scripted(reply, reply, reply, reply);
    const store = createRedisStore({ command });
    const calls = [
      () => store.claim('id', 'me'),
      () => store.create('id', 'x', LONG),
      () => store.revoke('id'),
    ];
    calls.push(() => store.read('id') as Promise<never>);
    for (const call of calls) {
      const error = await call().catch((reason: unknown) => reason);
      expect(isStoreUnavailableError(error, 'store_unavailable')).toBe(true);
    }
  });

  test("keeps the client's words, which quote the command, out of its errors", async () => {
    const quoting = new Error('ERR in EVALSHA abc 1 short-token:SECRET SECRET-ENVELOPE');
    const store = createRedisStore({ command: () => Promise.reject(quoting) });
    const error = await store.create('SECRET', 'SECRET-ENVELOPE', LONG).catch((e: unknown) => e);
    expect(inspect(error)).not.toContain('SECRET');
  });

  test.each([
    ['a minimum of replicas that did not confirm', 0],
    ['fewer than asked for', 1],
    ['a WAIT that failed', new Error('ERR WAIT cannot be used with replica instances')],
    ['a WAIT without an answer', undefined],
  ])('does not count an entry with %s, and removes it', async (_name, confirmed) => {
    const { asked, command } = scripted(1);
    const sent: string[][] = [];
    const pipeline: RedisPipeline = async (_key, commands) => {
      sent.push(...commands);
      return [1, confirmed];
    };
    const store = createRedisStore({ command, pipeline, minReplicas: 2, replicaTimeoutMs: 50 });
    const error = await store.create('id', 'x', LONG).catch((reason: unknown) => reason);
    expect(isStoreUnavailableError(error, 'store_unavailable')).toBe(true);
    expect(sent.map(([name]) => name)).toEqual(['EVALSHA', 'WAIT']);
    expect(sent[1]).toEqual(['WAIT', '2', '50']);
    expect(asked).toEqual([['DEL', 'short-token:id']]);
  });

  test('does not count an entry whose connection was lost before its WAIT', async () => {
    const { command } = scripted(1);
    const pipeline = () => Promise.reject(new Error('Connection is closed.'));
    const store = createRedisStore({ command, pipeline, minReplicas: 1 });
    const error = await store.create('id', 'x', LONG).catch((reason: unknown) => reason);
    expect(isStoreUnavailableError(error, 'store_unavailable')).toBe(true);
  });

  test('teaches a server the script in one more pair with its WAIT', async () => {
    const pairs: (string | undefined)[][] = [];
    const pipeline: RedisPipeline = async (_key, commands) => {
      pairs.push(commands.map(([name]) => name));
      return pairs.length === 1 ? [new Error('NOSCRIPT No matching script.'), 0] : [1, 1];
    };
    const store = createRedisStore({ command: async () => 1, pipeline, minReplicas: 1 });
    expect(await store.create('id', 'x', LONG)).toBe('created');
    expect(pairs).toEqual([
      ['EVALSHA', 'WAIT'],
      ['EVAL', 'WAIT'],
    ]);
  });

  test.each([
    ['READONLY', "READONLY You can't write against a read only replica.", /replica/],
    ['NOREPLICAS', 'NOREPLICAS Not enough good replicas to write.', /min-replicas-to-write/],
  ])('takes %s for an outage and says what to mend', async (_name, text, message) => {
    class ReplyError extends Error {}
    const { command } = scripted(new ReplyError(text), new ReplyError(text));
    const store = createRedisStore({ command });
    for (const call of [() => store.claim('id', 'me'), () => store.read('id')]) {
      const error = await call().catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'store_unavailable', causeName: 'ReplyError' });
      expect((error as Error).message).toMatch(message);
    }
  });

  test.each([
    ['allkeys-lru', 1],
    ['volatile-ttl', 1],
    ['noeviction', 0],
  ])('with maxmemory-policy %s warns %i time(s)', async (policy, count) => {
    const warnings: string[] = [];
    const command: RedisStoreOptions['command'] = async (_key, [name]) =>
      name === 'INFO' ? `# Memory\r\nmaxmemory_policy:${policy}\r\n` : 1;
    const store = createRedisStore({ command, onWarning: (message) => warnings.push(message) });
    for (const id of ['a', 'b', 'c']) await store.create(id, 'x', LONG);
    await new Promise(setImmediate);
    expect(warnings).toHaveLength(count);
    if (count > 0) expect(warnings[0]).toContain(policy);
  });

  test('looks at the policy of the nodes it meets, ever less often', async () => {
    const looked: string[] = [];
    const command: RedisStoreOptions['command'] = async (key, [name]) => {
      if (name === 'INFO') looked.push(key);
      return name === 'INFO' ? 'maxmemory_policy:noeviction' : 1;
    };
    const store = createRedisStore({ command });
    for (let i = 1; i <= 100; i += 1) await store.create(`${i}`, 'x', LONG);
    expect(looked).toEqual([1, 2, 4, 8, 16, 32, 64].map((i) => `short-token:${i}`));
  });

  test('issues on a server that may not be asked for its policy', async () => {
    const { command } = scripted(1, new Error('NOPERM'), 1);
    const store = createRedisStore({ command });
    expect(await store.create('a', 'x', LONG)).toBe('created');
    expect(await store.create('b', 'x', LONG)).toBe('created');
  });

  test.each([
    ['command', { command: {} }, TypeError],
    ['onWarning', { onWarning: 'no' }, TypeError],
    ['namespace', { namespace: 5 }, TypeError],
    ['namespace', { namespace: 'lone \ud800' }, TypeError],
    ['namespace', { namespace: '' }, RangeError],
    ['namespace', { namespace: 'n'.repeat(129) }, RangeError],
    ['minReplicas', { minReplicas: '1' }, TypeError],
    ['minReplicas', { minReplicas: -1 }, RangeError],
    ['minReplicas', { minReplicas: 17 }, RangeError],
    ['replicaTimeoutMs', { replicaTimeoutMs: 0 }, RangeError],
    ['pipeline', { minReplicas: 1 }, TypeError],
  ])('names %s when it cannot work: %j', (name, options, family) => {
    const all = { command: async () => null, ...options } as RedisStoreOptions;
    expect(() => createRedisStore(all)).toThrow(family);
    expect(() => createRedisStore(all)).toThrow(new RegExp(`^${name} must`));
  });
});

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
