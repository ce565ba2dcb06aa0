import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createSqlStore,
  type SqlDialect,
  type SqlQuery,
  type SqlStoreOptions,
  shortTokenSchema,
} from '../../src/store/sql.ts';
import { isStoreUnavailableError } from '../../src/store/store-unavailable-error.ts';
import {
  databaseMissing,
  openPglite,
  openSqlJs,
  type SqlDatabase,
} from '../contract/support/sql-databases.ts';

const LONG = { ttlMs: 60_000 };
const DIALECTS: readonly (readonly [SqlDialect, () => Promise<SqlDatabase>, string | undefined])[] =
  [
    ['postgres', openPglite, databaseMissing('@electric-sql/pglite')],
    ['sqlite', openSqlJs, databaseMissing('sql.js')],
  ];

function storeOn(query: SqlQuery, dialect: SqlDialect = 'postgres') {
  return createSqlStore({ dialect, query });
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
    expect(asked).toHaveLength(4);
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

  test.each([
    ['query', { query: 'SELECT' }, TypeError],
    ['dialect', { dialect: 'mysql' }, TypeError],
    ['table', { table: 'tokens; DROP TABLE users' }, TypeError],
    ['table', { table: '' }, TypeError],
    ['namespace', { namespace: '' }, RangeError],
  ])('names %s when it cannot work: %j', (name, options, family) => {
    const all = { dialect: 'sqlite', query: async () => [], ...options } as SqlStoreOptions;
    expect(() => createSqlStore(all)).toThrow(family);
    expect(() => createSqlStore(all)).toThrow(new RegExp(`^${name} must`));
  });
});

for (const [dialect, open, missing] of DIALECTS) {
  describe.skipIf(missing)(`${dialect}${missing ? ` (${missing})` : ''}`, () => {
    let database: SqlDatabase;
    beforeAll(async () => {
      database = await open();
    });
    afterAll(() => database?.close());
    const rows = async (table: string) => {
      const [row] = await database.query(`SELECT count(*) AS n FROM ${table}`, []);
      return Number((row as { n: unknown }).n);
    };

    test('makes its table and index as often as asked', async () => {
      const schema = shortTokenSchema({ dialect, table: 'twice' });
      for (const sql of [...schema, ...schema]) await database.query(sql, []);
      expect(await rows('twice')).toBe(0);
    });

    test('removes what has expired with later creates, and nothing else', async () => {
      for (const sql of shortTokenSchema({ dialect })) await database.query(sql, []);
      const store = createSqlStore({ dialect, query: database.query });
      for (let i = 0; i < 150; i += 1) await store.create(`short ${i}`, 'x', { ttlMs: 1 });
      for (let i = 0; i < 40; i += 1) await store.create(`long ${i}`, 'x', LONG);
      await new Promise((done) => setTimeout(done, 20));
      for (let i = 0; i < 100; i += 1) await store.create(`later ${i}`, 'x', LONG);
      await new Promise((done) => setTimeout(done, 50));
      expect(await rows('short_tokens')).toBe(140);
      expect((await store.read('long 0'))?.envelope).toBe('x');
    });
  });
}
