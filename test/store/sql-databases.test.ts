import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSqlStore, type SqlDialect, shortTokenSchema } from '../../src/store/sql.ts';
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
