import { createRequire } from 'node:module';
import type { SqlQuery } from '../../../src/store/sql.ts';

/** A database of its own, and the binding as the README has it. */
export interface SqlDatabase {
  readonly query: SqlQuery;
  close(): void | Promise<void>;
}

const local = createRequire(new URL('../../issuer/package.json', import.meta.url));

/** Why a database is not there to test with, or `undefined`. On CI its absence is a failure. */
export function databaseMissing(name: string): string | undefined {
  try {
    local.resolve(name);
    return undefined;
  } catch {
    if (process.env.CI)
      throw new Error(`${name} is not installed in test/issuer; CI has to have it.`);
    return `${name} is not installed: run npm install --prefix test/issuer`;
  }
}

/** `node:sqlite` comes with Node 22. */
export function nodeSqliteMissing(): string | undefined {
  const { builtinModules } = local('node:module') as { builtinModules: string[] };
  return builtinModules.includes('node:sqlite') ? undefined : 'this Node has no node:sqlite';
}

export async function openPglite(): Promise<SqlDatabase> {
  const { PGlite } = local('@electric-sql/pglite') as {
    PGlite: new () => {
      query(sql: string, parameters: unknown[]): Promise<{ rows: unknown[] }>;
      close(): Promise<void>;
    };
  };
  const database = new PGlite();
  return {
    query: async (sql, parameters) => (await database.query(sql, parameters)).rows,
    close: () => database.close(),
  };
}

/** SQLite itself, compiled to WebAssembly. */
export async function openSqlJs(): Promise<SqlDatabase> {
  const load = local('sql.js') as () => Promise<{
    Database: new () => {
      prepare(sql: string): {
        bind(parameters: unknown[]): void;
        step(): boolean;
        getAsObject(): unknown;
        free(): void;
      };
      close(): void;
    };
  }>;
  const { Database } = await load();
  const database = new Database();
  return {
    query(sql, parameters) {
      const statement = database.prepare(sql);
      try {
        statement.bind(parameters);
        const rows: unknown[] = [];
        while (statement.step()) rows.push(statement.getAsObject());
        return rows;
      } finally {
        statement.free();
      }
    },
    close: () => database.close(),
  };
}

export async function openNodeSqlite(): Promise<SqlDatabase> {
  const { DatabaseSync } = local('node:sqlite') as {
    DatabaseSync: new (
      path: string,
    ) => { prepare(sql: string): { all(...parameters: unknown[]): unknown[] }; close(): void };
  };
  const database = new DatabaseSync(':memory:');
  return {
    query: (sql, parameters) => database.prepare(sql).all(...parameters),
    close: () => database.close(),
  };
}
