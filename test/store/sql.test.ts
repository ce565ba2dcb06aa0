import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  createSqlStore,
  type SqlQuery,
  type SqlStoreOptions,
  shortTokenSchema,
} from '../../src/store/sql.ts';
import { isStoreUnavailableError } from '../../src/store/store-unavailable-error.ts';

const LONG = { ttlMs: 60_000 };

function storeOn(query: SqlQuery) {
  return createSqlStore({ dialect: 'postgres', query });
}

/** What a claim gives; drivers give numbers as numbers or as text. */
function row(redeemer: string, claims: number | string, replays: number | string = 0) {
  return { envelope: 'x', redeemer, claims, replays };
}

describe('createSqlStore', () => {
  test('asks with one statement for each operation, parameters apart from it', async () => {
    const asked: [string, unknown[]][] = [];
    const store = storeOn(async (sql, parameters) => {
      asked.push([sql, parameters]);
      return [];
    });
    await store.create('ID', 'ENVELOPE', LONG);
    await store.read('ID');
    await store.claim('ID', 'REDEEMER');
    await store.revoke('ID');
    const id = 'short-token:ID';
    expect(asked.map(([, parameters]) => parameters)).toEqual([
      [id, 'ENVELOPE', 60_000],
      [id],
      [...Array(5).fill('REDEEMER'), id],
      [id],
    ]);
    for (const [sql, parameters] of asked) {
      expect(sql).not.toMatch(/ID'|ENVELOPE|REDEEMER|\?/);
      expect(sql.match(/\$\d+/g)).toHaveLength(parameters.length);
    }
  });

  test('asks Postgres so that a standby refuses, to a read too', async () => {
    const asked: string[] = [];
    const store = storeOn(async (sql) => {
      asked.push(sql);
      return [];
    });
    await store.read('id');
    await store.claim('id', 'me');
    await store.revoke('id');
    for (const sql of asked) expect(sql).toMatch(/^UPDATE|^DELETE|FOR KEY SHARE$/);
  });

  test("keeps the driver's words out of its errors, and the name of its class in them", async () => {
    class DatabaseError extends Error {}
    const store = storeOn(() => Promise.reject(new DatabaseError('duplicate key (SECRET)')));
    const error = await store.create('SECRET', 'x', LONG).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'store_unavailable', causeName: 'DatabaseError' });
    expect(inspect(error)).not.toContain('SECRET');
  });

  test.each(['53100', 'SQLITE_FULL'])('says full for %s', async (code) => {
    const store = storeOn(() => Promise.reject(Object.assign(new Error('no space'), { code })));
    expect(await store.create('id', 'x', LONG)).toBe('full');
  });

  test.each([
    ['undefined', undefined],
    ['the result around the rows', { rows: [] }],
  ])('takes %s for an outage and never for absent', async (_name, rows) => {
    const store = storeOn(async () => rows as never);
    for (const call of [() => store.claim('id', 'me'), () => store.read('id')]) {
      const error = await call().catch((reason: unknown) => reason);
      expect(isStoreUnavailableError(error, 'store_unavailable')).toBe(true);
    }
  });

  test.each<[string, unknown[], unknown]>([
    ['create', [{ id: 'id' }], 'created'],
    ['create', [], 'exists'],
    ['read', [{ envelope: 'x', redeemer: null }], { envelope: 'x', claimed: false }],
    ['read', [{ envelope: 'x', redeemer: 'me' }], { envelope: 'x', claimed: true }],
    ['read', [], null],
    ['claim', [row('me', 1)], { state: 'first', envelope: 'x' }],
    ['claim', [row('me', '1')], { state: 'first', envelope: 'x' }],
    ['claim', [row('me', 2)], { state: 'again', envelope: 'x' }],
    ['claim', [row('me', '11')], { state: 'again', envelope: 'x' }],
    ['claim', [row('you', 1, 4)], { state: 'taken', replays: 4 }],
    ['claim', [row('you', 1, '4')], { state: 'taken', replays: 4 }],
    ['claim', [], { state: 'absent' }],
    ['revoke', [{ live: true }], true],
    ['revoke', [{ live: 1 }], true],
    ['revoke', [{ live: '1' }], true],
    ['revoke', [{ live: false }], false],
    ['revoke', [{ live: 0 }], false],
    ['revoke', [{ live: '0' }], false],
    ['revoke', [], false],
  ])('reads, on a %s, %j as %j', async (method, rows, outcome) => {
    for (const query of [() => rows, async () => rows]) {
      const store = storeOn(query);
      const calls: Record<string, () => Promise<unknown>> = {
        create: () => store.create('id', 'x', LONG),
        read: () => store.read('id'),
        claim: () => store.claim('id', 'me'),
        revoke: () => store.revoke('id'),
      };
      expect(await calls[method]?.()).toEqual(outcome);
    }
  });

  test('asks nothing for a lifetime that no database can keep', async () => {
    let asked = 0;
    const store = storeOn(() => {
      asked += 1;
      return [];
    });
    for (const ttlMs of [0, 1.5, Number.NaN, 2 ** 53]) {
      await expect(store.create('id', 'x', { ttlMs })).rejects.toThrow(/^ttlMs must be/);
    }
    expect(asked).toBe(0);
  });

  test('takes an envelope that is not text for an outage', async () => {
    const entry = { envelope: Buffer.from('x'), redeemer: 'me', claims: 1, replays: 0 };
    const store = storeOn(async () => [entry]);
    for (const call of [() => store.read('id'), () => store.claim('id', 'me')]) {
      const error = await call().catch((reason: unknown) => reason);
      expect(isStoreUnavailableError(error, 'store_unavailable')).toBe(true);
    }
  });

  test('takes whatever a driver throws for an outage', async () => {
    for (const thrown of ['SECRET', null, undefined]) {
      const store = storeOn(() => Promise.reject(thrown));
      for (const call of [() => store.create('id', 'x', LONG), () => store.revoke('id')]) {
        const error = await call().catch((reason: unknown) => reason);
        expect(isStoreUnavailableError(error, 'store_unavailable')).toBe(true);
        expect(inspect(error)).not.toContain('SECRET');
      }
    }
  });

  test('sweeps with every hundredth create, a thousand rows, and lives with one that fails', async () => {
    const sweeps: unknown[][] = [];
    const store = storeOn(async (sql, parameters) => {
      if (!sql.startsWith('DELETE')) return [{ id: 'id' }];
      sweeps.push(parameters);
      throw new Error('lock timeout');
    });
    for (let i = 1; i <= 250; i += 1) {
      expect(await store.create(`${i}`, 'x', LONG)).toBe('created');
      expect(sweeps).toHaveLength(Math.floor(i / 100));
    }
    expect(sweeps).toEqual([[1_000], [1_000]]);
  });

  test('takes a table with a schema, and names the index after both', () => {
    const [table, index] = shortTokenSchema({ dialect: 'postgres', table: 'auth.tokens' });
    expect(table).toContain('CREATE TABLE IF NOT EXISTS auth.tokens (');
    expect(index).toMatch(/INDEX IF NOT EXISTS auth_tokens_expires_at ON auth\.tokens /);
  });

  test.each([
    ['query', { query: 'SELECT' }, TypeError],
    ['dialect', { dialect: 'mysql' }, TypeError],
    ['table', { table: 'tokens; DROP TABLE users' }, TypeError],
    ['table', { table: '' }, TypeError],
    ['table', { table: 5 }, TypeError],
    ['table', { table: ['tokens'] }, TypeError],
    ['namespace', { namespace: '' }, RangeError],
  ])('names %s when it cannot work: %j', (name, options, family) => {
    const all = { dialect: 'sqlite', query: async () => [], ...options } as SqlStoreOptions;
    expect(() => createSqlStore(all)).toThrow(family);
    expect(() => createSqlStore(all)).toThrow(new RegExp(`^${name} must`));
  });
});
