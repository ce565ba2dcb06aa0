import { afterAll, beforeAll, describe, it } from 'vitest';
import { createSqlStore, type SqlDialect, shortTokenSchema } from '../../src/store/sql.ts';
import { describeShortTokenStore } from '../../src/testing/describe-short-token-store.ts';
import {
  databaseMissing,
  nodeSqliteMissing,
  openNodeSqlite,
  openPglite,
  openSqlJs,
  type SqlDatabase,
} from './support/sql-databases.ts';

interface Candidate {
  readonly name: string;
  readonly dialect: SqlDialect;
  readonly open: () => Promise<SqlDatabase>;
  readonly missing: string | undefined;
}

const candidates: readonly Candidate[] = [
  {
    name: 'Postgres (PGlite)',
    dialect: 'postgres',
    open: openPglite,
    missing: databaseMissing('@electric-sql/pglite'),
  },
  {
    name: 'SQLite (sql.js)',
    dialect: 'sqlite',
    open: openSqlJs,
    missing: databaseMissing('sql.js'),
  },
  { name: 'node:sqlite', dialect: 'sqlite', open: openNodeSqlite, missing: nodeSqliteMissing() },
];

for (const { name, dialect, open, missing } of candidates) {
  describe.skipIf(missing)(`${name}${missing ? ` (${missing})` : ''}`, () => {
    let database: SqlDatabase;
    let cut = false;
    let loseNext = false;
    beforeAll(async () => {
      database = await open();
      for (const sql of shortTokenSchema({ dialect })) await database.query(sql, []);
    });
    afterAll(() => database?.close());

    describeShortTokenStore(
      'SQL store',
      ({ namespace }) =>
        createSqlStore({
          dialect,
          namespace,
          async query(sql, parameters) {
            if (cut) throw new Error(`no connection for ${sql} with ${parameters}`);
            const rows = await database.query(sql, parameters);
            if (!loseNext) return rows;
            loseNext = false;
            throw new Error(`connection lost after ${parameters}`);
          },
        }),
      {
        runner: { describe, it },
        shared: true,
        async disconnect() {
          cut = true;
          return async () => {
            cut = false;
          };
        },
        async loseNextReply() {
          loseNext = true;
        },
      },
    );
  });
}
