import { checkTtl } from './check-ttl.ts';
import { keyPrefix } from './namespace.ts';
import { type SqlDialect, sqlStatements } from './sql-statements.ts';
import { StoreUnavailableError } from './store-unavailable-error.ts';
import type { ShortTokenStore } from './types.ts';

export type { SqlDialect } from './sql-statements.ts';

/** Runs one statement with its parameters in order and gives the rows that it returns. */
export type SqlQuery = (
  sql: string,
  parameters: (string | number)[],
) => Promise<readonly unknown[]> | readonly unknown[];

/** Where the tokens are kept. */
export interface SqlTableOptions {
  /** Which SQL the database speaks. */
  readonly dialect: SqlDialect;
  /** Letters, digits and underscores, with a schema and a dot before it if need be; default `short_tokens`. */
  readonly table?: string;
}

/** How a SQL store reaches its table. */
export interface SqlStoreOptions extends SqlTableOptions {
  /** Runs one statement with your own driver. */
  readonly query: SqlQuery;
  /** Beginning of every id, 1 to 128 characters; default `short-token`. */
  readonly namespace?: string;
}

const TABLE = /^(?:[A-Za-z_]\w{0,62}\.)?[A-Za-z_]\w{0,50}$/;
const SWEEP_EVERY = 100;
const SWEEP_ROWS = 1_000;
// Postgres, SQLite.
const DISK_FULL = new Set<unknown>(['53100', 'SQLITE_FULL']);

/**
 * The statements that make the table and its index; running them again changes nothing.
 *
 * @param options.dialect - `postgres` or `sqlite`
 * @param options.table - default `short_tokens`
 * @returns statements for a migration, in order
 * @throws TypeError for another dialect or a name that is none
 * @example
 * for (const sql of shortTokenSchema({ dialect: 'postgres' })) await pool.query(sql);
 */
export function shortTokenSchema(options: SqlTableOptions): readonly string[] {
  const { dialect, table } = checkedTable(options);
  return sqlStatements(dialect, table).schema;
}

/**
 * Makes a store on a table of Postgres (13 and later) or SQLite (3.35 and later): one statement per
 * operation, lifetimes kept by the database's own clock.
 *
 * Expired rows leave a thousand at a time with every hundredth create. A standby that lags behind is
 * an outage and never "absent".
 *
 * @param options.query - see {@link SqlQuery}; its timeouts and its pool stay yours
 * @param options.dialect - `postgres` or `sqlite`
 * @param options.table - default `short_tokens`; see {@link shortTokenSchema}
 * @param options.namespace - keeps issuers in one table apart, 1 to 128 characters; default `short-token`
 * @returns a store without a `close`: the connection is not its own
 * @throws TypeError or RangeError for an option that cannot work
 * @example
 * const query = async (sql, parameters) => (await pool.query(sql, parameters)).rows;
 * const store = createSqlStore({ dialect: 'postgres', query });
 * @see https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT
 */
export function createSqlStore(options: SqlStoreOptions): ShortTokenStore {
  const { query, namespace = 'short-token' } = options;
  const { dialect, table } = checkedTable(options);
  if (typeof query !== 'function') throw new TypeError('query must be a function.');
  const prefix = keyPrefix(namespace);
  const statements = sqlStatements(dialect, table);
  let created = 0;

  async function rowOf(sql: string, parameters: (string | number)[]): Promise<Row | undefined> {
    let rows: readonly unknown[];
    try {
      rows = await query(sql, parameters);
    } catch (error) {
      throw cleanedSqlError(error);
    }
    if (!Array.isArray(rows)) throw unexpectedRows();
    return rows[0];
  }

  /** Nobody waits for it, and the next one does what this one could not. */
  async function sweep(): Promise<void> {
    created += 1;
    if (created % SWEEP_EVERY === 0) await query(statements.sweep, [SWEEP_ROWS]);
  }

  return {
    async create(id, envelope, { ttlMs }) {
      checkTtl(ttlMs);
      try {
        const row = await rowOf(statements.create, [prefix + id, envelope, ttlMs]);
        if (row === undefined) return 'exists';
      } catch (error) {
        if (error instanceof StoreUnavailableError && error.code === 'store_full') return 'full';
        throw error;
      }
      sweep().catch(() => {});
      return 'created';
    },

    async read(id) {
      const row = await rowOf(statements.read, [prefix + id]);
      if (row === undefined) return null;
      return { envelope: textOf(row.envelope), claimed: row.redeemer !== null };
    },

    async claim(id, by) {
      const row = await rowOf(statements.claim, [by, by, by, by, by, prefix + id]);
      if (row === undefined) return { state: 'absent' };
      if (row.redeemer !== by) return { state: 'taken', replays: Number(row.replays) };
      const state = Number(row.claims) === 1 ? 'first' : 'again';
      return { state, envelope: textOf(row.envelope) };
    },

    async revoke(id) {
      const row = await rowOf(statements.revoke, [prefix + id]);
      return row !== undefined && Boolean(Number(row.live));
    },
  };
}

/** A row by its columns; databases differ in how they give numbers. */
type Row = Readonly<Record<string, unknown>>;

function checkedTable({ dialect, table = 'short_tokens' }: SqlTableOptions) {
  if (dialect !== 'postgres' && dialect !== 'sqlite') {
    throw new TypeError("dialect must be 'postgres' or 'sqlite'.");
  }
  if (typeof table !== 'string' || !TABLE.test(table)) {
    throw new TypeError('table must be a plain name, with a schema before it if need be.');
  }
  return { dialect, table };
}

/** Drivers quote parameters in their errors, so nothing of them goes on. */
function cleanedSqlError(error: unknown): StoreUnavailableError {
  const code: unknown = (error as { code?: unknown } | null)?.code;
  return DISK_FULL.has(code)
    ? new StoreUnavailableError('store_full', "The database's disk is full.", error)
    : new StoreUnavailableError('store_unavailable', 'The database did not answer.', error);
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw unexpectedRows();
  return value;
}

function unexpectedRows(): StoreUnavailableError {
  const message = 'The query gave something else than rows; look at its binding.';
  return new StoreUnavailableError('store_unavailable', message);
}
