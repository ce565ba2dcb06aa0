import { inspect } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import {
  createRedisStore,
  type RedisPipeline,
  type RedisStoreOptions,
} from '../../src/store/redis.ts';
import {
  isStoreUnavailableError,
  StoreUnavailableError,
} from '../../src/store/store-unavailable-error.ts';

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

  test.each<[string, unknown, unknown]>([
    ['create', 1, 'created'],
    ['create', 0, 'exists'],
    ['create', new Error('OOM command not allowed'), 'full'],
    ['read', ['x', null], { envelope: 'x', claimed: false }],
    ['read', ['x', 'me'], { envelope: 'x', claimed: true }],
    ['read', [null, null], null],
    ['claim', [1, 'x'], { state: 'first', envelope: 'x' }],
    ['claim', [2, 'x'], { state: 'again', envelope: 'x' }],
    ['claim', [3, 7], { state: 'taken', replays: 7 }],
    ['claim', [3, '7'], { state: 'taken', replays: 7 }],
    ['claim', 0, { state: 'absent' }],
    ['revoke', 1, true],
    ['revoke', 0, false],
  ])('reads, on a %s, %j as %j', async (method, reply, outcome) => {
    const store = createRedisStore({ command: scripted(reply).command });
    const calls: Record<string, () => Promise<unknown>> = {
      create: () => store.create('id', 'x', LONG),
      read: () => store.read('id'),
      claim: () => store.claim('id', 'me'),
      revoke: () => store.revoke('id'),
    };
    expect(await calls[method]?.()).toEqual(outcome);
  });

  test('sends the key of an entry and what belongs to it, and nothing else', async () => {
    const { asked, command } = scripted(1, 'maxmemory_policy:noeviction', ['x', null], [1, 'x'], 1);
    const store = createRedisStore({ command, namespace: 'ns' });
    await store.create('id', 'x', LONG);
    await store.read('id');
    await store.claim('id', 'me');
    await store.revoke('id');
    const sent = asked.map(([name, ...args]) =>
      name === 'EVALSHA' ? args.slice(1) : [name, ...args],
    );
    expect(sent).toEqual([
      ['1', 'ns:id', 'x', '60000'],
      ['INFO', 'memory'],
      ['1', 'ns:id'],
      ['1', 'ns:id', 'me'],
      ['DEL', 'ns:id'],
    ]);
  });

  test('asks nothing for a lifetime that no server can keep', async () => {
    const { asked, command } = scripted(1);
    for (const ttlMs of [0, 1.5, Number.NaN, 2 ** 53]) {
      const created = createRedisStore({ command }).create('id', 'x', { ttlMs });
      await expect(created).rejects.toThrow(/^ttlMs must be/);
    }
    expect(asked).toEqual([]);
  });

  test("keeps a binding's own word on what has failed", async () => {
    const own = new StoreUnavailableError('store_unavailable', 'The circuit is open.');
    const store = createRedisStore({ command: () => Promise.reject(own) });
    for (const call of [() => store.claim('id', 'me'), () => store.revoke('id')]) {
      expect(await call().catch((reason: unknown) => reason)).toBe(own);
    }
  });

  test('sends the script once the server has forgotten it', async () => {
    const { asked, command } = scripted(new Error('NOSCRIPT No matching script.'), [1, 'x']);
    const store = createRedisStore({ command });
    expect(await store.claim('id', 'me')).toEqual({ state: 'first', envelope: 'x' });
    expect(asked.map(([name]) => name)).toEqual(['EVALSHA', 'EVAL']);
  });

  test('says full where the script in full finds no room either', async () => {
    const { command } = scripted(new Error('NOSCRIPT'), new Error('OOM command not allowed'));
    expect(await createRedisStore({ command }).create('id', 'x', LONG)).toBe('full');
  });

  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['a pending transaction', 'QUEUED'],
    ['a state from another version', [4, 'x']],
    ['an envelope as bytes', [1, Buffer.from('x')]],
    ['a bare list', []],
    ['a list that is too long', ['x', null, null]],
    ['a number for the envelope', [5, null]],
    ['two characters', 'ab'],
    ['two', 2],
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
    ['a WAIT that answers in text', '9'],
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
    expect((error as Error).message).toMatch(/^Fewer than 2 replicas confirmed/);
    expect(sent.map(([name]) => name)).toEqual(['EVALSHA', 'WAIT']);
    expect(sent[1]).toEqual(['WAIT', '2', '50']);
    expect(asked).toEqual([['DEL', 'short-token:id']]);
  });

  test('waits 250 ms for the replicas, if nobody says otherwise', async () => {
    const sent: string[][] = [];
    const pipeline: RedisPipeline = async (_key, commands) => {
      sent.push(...commands);
      return [1, 3];
    };
    const { asked, command } = scripted();
    const store = createRedisStore({ command, pipeline, minReplicas: 3 });
    expect(await store.create('id', 'x', LONG)).toBe('created');
    expect(sent[1]).toEqual(['WAIT', '3', '250']);
    expect(asked.map(([name]) => name)).not.toContain('DEL');
  });

  test.each([
    ['exists', 0],
    ['full', new Error('OOM command not allowed')],
  ])('confirms nothing that is not new: %s', async (outcome, reply) => {
    const { asked, command } = scripted();
    const pipeline: RedisPipeline = async () => [reply, 0];
    const store = createRedisStore({ command, pipeline, minReplicas: 1 });
    expect(await store.create('id', 'x', LONG)).toBe(outcome);
    expect(asked).toEqual([]);
  });

  test('takes a pipeline without replies for an outage', async () => {
    for (const replies of [[], undefined]) {
      const pipeline = async () => replies as never;
      const store = createRedisStore({ command: scripted().command, pipeline, minReplicas: 1 });
      const error = await store.create('id', 'x', LONG).catch((reason: unknown) => reason);
      expect(isStoreUnavailableError(error, 'store_unavailable')).toBe(true);
    }
  });

  test('takes whatever a client throws for an outage, and repeats none of it', async () => {
    for (const thrown of ['SECRET', null, undefined]) {
      const store = createRedisStore({ command: () => Promise.reject(thrown) });
      for (const call of [() => store.revoke('id'), () => store.claim('id', 'me')]) {
        const error = await call().catch((reason: unknown) => reason);
        expect(isStoreUnavailableError(error, 'store_unavailable')).toBe(true);
        expect(inspect(error)).not.toContain('SECRET');
      }
    }
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
    ['anything else', 'ERR unknown command', /^The store did not answer\.$/],
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
    ['minReplicas', { minReplicas: 1.5 }, RangeError],
    ['replicaTimeoutMs', { replicaTimeoutMs: 0 }, RangeError],
    ['replicaTimeoutMs', { replicaTimeoutMs: 60_001 }, RangeError],
    ['pipeline', { minReplicas: 1 }, TypeError],
  ])('names %s when it cannot work: %j', (name, options, family) => {
    const all = { command: async () => null, ...options } as RedisStoreOptions;
    expect(() => createRedisStore(all)).toThrow(family);
    expect(() => createRedisStore(all)).toThrow(new RegExp(`^${name} must`));
  });
});

test.each([
  { minReplicas: 0 },
  { minReplicas: 16, pipeline: async () => [] },
  { replicaTimeoutMs: 1 },
  { replicaTimeoutMs: 60_000 },
  { namespace: 'n' },
  { namespace: 'n'.repeat(128) },
])('takes options at their bounds: %j', (options) => {
  expect(() => createRedisStore({ command: async () => null, ...options })).not.toThrow();
});

test('warns through the process if nobody says otherwise', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  const command = async (_key: string, [name]: string[]) =>
    name === 'INFO' ? 'maxmemory_policy:allkeys-lru' : 1;
  await createRedisStore({ command }).create('id', 'x', LONG);
  await new Promise(setImmediate);
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('allkeys-lru'));
  warn.mockRestore();
});
