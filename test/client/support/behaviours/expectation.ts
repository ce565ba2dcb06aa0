import { expect } from 'vitest';
import type { Behaviour, Observed, Runtime } from './behaviour.ts';

/** What a row promises on a runtime. */
export function expectedOf(row: Behaviour, runtime: Runtime) {
  const { end, attempts = 1, arrived } = { ...row, ...row.on?.[runtime] };
  return { end, attempts: attempts as number | null, arrived: arrived ?? attempts };
}

/** Holds what was observed against the table, all rows at once so that all deviations show. */
export function expectTable(
  rows: readonly Behaviour[],
  observed: readonly Observed[],
  runtime: Runtime,
): void {
  const rowOf = ({
    name,
    end,
    attempts,
    arrived,
  }: Pick<Observed, 'name' | 'end' | 'attempts' | 'arrived'>) =>
    `${name}: ${end}, ${attempts} attempts, ${arrived} arrived`;
  expect(observed.map(rowOf)).toEqual(
    rows.map((row) => rowOf({ name: row.name, ...expectedOf(row, runtime) })),
  );
  // Whatever the table says: no valid token is refused, nothing goes astray, nothing leaks.
  const refused = observed.filter(({ end }, at) => end === 'refused' && !rows[at]?.expired);
  expect(refused).toEqual([]);
  expect(observed.filter(({ astray }) => astray > 0)).toEqual([]);
  expect(observed.filter(({ leaks }) => leaks.length > 0)).toEqual([]);
}
