import type { IssuerEvent } from './events.ts';

/** How often something has happened since the issuer was made. */
export interface IssuerCount {
  /** Which events are counted. */
  readonly type: IssuerEvent['type'];
  /** The reason of a refusal or rejection, the part that was unavailable; empty for the rest. */
  readonly reason: string;
  /** How many there were since the issuer was made. */
  readonly count: number;
}

/** Counts events by type and reason. */
export interface IssuerCounters {
  add(event: IssuerEvent): void;
  /** Every row from the start, so that a dashboard has its zeros. */
  read(): readonly IssuerCount[];
}

const ROWS: readonly (readonly [IssuerEvent['type'], ...string[]])[] = [
  ['generated'],
  ['bearer_rejected', 'malformed', 'unknown', 'expired', 'revoked'],
  ['resolved'],
  ['refused', 'malformed', 'absent', 'expired', 'revoked'],
  ['replayed'],
  ['peeked'],
  ['revoked'],
  ['bearer_revoked'],
  ['unavailable', 'authenticate', 'store'],
  ['aborted'],
  ['failed'],
];

/** Makes counters that hold two words a row and never grow. */
export function createCounters(): IssuerCounters {
  const rows = ROWS.flatMap(([type, ...reasons]) =>
    (reasons.length > 0 ? reasons : ['']).map((reason) => ({ type, reason, count: 0 })),
  );
  const byKey = new Map(rows.map((row) => [`${row.type} ${row.reason}`, row]));
  return {
    add(event) {
      const row = byKey.get(`${event.type} ${reasonOf(event)}`);
      if (row !== undefined) row.count += 1;
    },
    read: () => rows.map((row) => ({ ...row })),
  };
}

function reasonOf(event: IssuerEvent): string {
  if (event.type === 'unavailable') return event.part;
  return 'reason' in event ? event.reason : '';
}
