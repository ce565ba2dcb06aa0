/** The two dialects that the store speaks. */
export type SqlDialect = 'postgres' | 'sqlite';

/** The statements of a store, with `?` for each parameter in order. */
export interface SqlStatements {
  readonly schema: readonly string[];
  /** id, envelope, lifetime in ms: a row if the entry is new. */
  readonly create: string;
  /** id: envelope and redeemer. */
  readonly read: string;
  /** redeemer five times, id: envelope, redeemer, claims and replays after it. */
  readonly claim: string;
  /** id: whether the entry was live. */
  readonly revoke: string;
  /** How many: removes expired entries. */
  readonly sweep: string;
}

interface Flavour {
  /** Unix milliseconds by the database's own clock, now and not when a transaction began. */
  readonly now: string;
  readonly milliseconds: string;
  readonly text: string;
  /** Behind a read, what a standby that lags behind must refuse to do. */
  readonly onPrimary: string;
  /** Behind a choice of rows, what keeps two sweeps out of each other's way. */
  readonly unlocked: string;
}

const FLAVOURS: Record<SqlDialect, Flavour> = {
  postgres: {
    now: '(extract(epoch from clock_timestamp()) * 1000)::bigint',
    milliseconds: '?::bigint',
    text: 'text COLLATE "C"',
    onPrimary: ' FOR KEY SHARE',
    unlocked: ' FOR UPDATE SKIP LOCKED',
  },
  sqlite: {
    now: "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
    milliseconds: '?',
    text: 'text',
    onPrimary: '',
    unlocked: '',
  },
};

/** Writes the statements for one table. */
export function sqlStatements(dialect: SqlDialect, table: string): SqlStatements {
  const { now, milliseconds, text, onPrimary, unlocked } = FLAVOURS[dialect];
  const expired = `SELECT id FROM ${table} WHERE expires_at <= ${now} LIMIT ${milliseconds}${unlocked}`;
  const statements: SqlStatements = {
    schema: [
      `CREATE TABLE IF NOT EXISTS ${table} (
  id ${text} PRIMARY KEY,
  envelope text NOT NULL,
  redeemer ${text},
  claims integer NOT NULL DEFAULT 0,
  replays integer NOT NULL DEFAULT 0,
  expires_at bigint NOT NULL
)`,
      `CREATE INDEX IF NOT EXISTS ${table.replace('.', '_')}_expires_at ON ${table} (expires_at)`,
    ],
    // One statement each: what another connection does in between decides nothing.
    create: `INSERT INTO ${table} AS entry (id, envelope, expires_at)
VALUES (?, ?, ${now} + ${milliseconds})
ON CONFLICT (id) DO UPDATE
SET envelope = excluded.envelope, expires_at = excluded.expires_at,
    redeemer = NULL, claims = 0, replays = 0
WHERE entry.expires_at <= ${now}
RETURNING id`,
    read: `SELECT envelope, redeemer FROM ${table}
WHERE id = ? AND expires_at > ${now}${onPrimary}`,
    claim: `UPDATE ${table}
SET redeemer = COALESCE(redeemer, ?),
    claims = claims + CASE WHEN COALESCE(redeemer, ?) = ? THEN 1 ELSE 0 END,
    replays = replays + CASE WHEN COALESCE(redeemer, ?) = ? THEN 0 ELSE 1 END
WHERE id = ? AND expires_at > ${now}
RETURNING envelope, redeemer, claims, replays`,
    revoke: `DELETE FROM ${table} WHERE id = ? RETURNING expires_at > ${now} AS live`,
    sweep: `DELETE FROM ${table} WHERE id IN (${expired})`,
  };
  return dialect === 'postgres' ? numbered(statements) : statements;
}

/** Postgres numbers its parameters. */
function numbered(statements: SqlStatements): SqlStatements {
  const entries = Object.entries(statements).map(([name, sql]) => {
    let count = 0;
    const next = () => {
      count += 1;
      return `$${count}`;
    };
    return [name, typeof sql === 'string' ? sql.replace(/\?/g, next) : sql];
  });
  return Object.fromEntries(entries) as SqlStatements;
}
