import { expect } from 'vitest';
import type { Behaviour, Observed, Runtime } from './behaviour.ts';

/**
 * Holds what was observed against the table, all rows at once so that all deviations show.
 *
 * Whether Deno sends a generate again by itself, and Chromium any request, depends on the connection
 * that it took: there requests are not counted.
 */
export function expectTable(
  rows: readonly Behaviour[],
  observed: readonly Observed[],
  runtime: Runtime,
): void {
  expect(observed.map(({ name }) => name)).toEqual(rows.map(({ name }) => name));
  const counts = ({ operation }: Behaviour) =>
    runtime !== 'chromium' && (runtime !== 'deno' || operation === 'resolve');
  const lines = rows.map((row, at) => {
    const { attempts = 1, end, arrived = attempts } = { ...row, ...row.on?.[runtime] };
    const seen = observed[at];
    const ends = [end].flat();
    const met = ends.find((each) => each === seen?.end) ?? ends.join(' or ');
    return counts(row)
      ? [
          `${row.name}: ${met}, ${attempts} attempts, ${arrived} arrived`,
          `${row.name}: ${seen?.end}, ${seen?.attempts} attempts, ${seen?.arrived} arrived`,
        ]
      : [`${row.name}: ${met}`, `${row.name}: ${seen?.end}`];
  });
  expect(lines.map(([, seen]) => seen)).toEqual(lines.map(([expected]) => expected));
  // Whatever the table says: no valid token is refused, nothing goes astray, nothing leaks.
  expect(observed.filter(({ end }, at) => end === 'refused' && !rows[at]?.expired)).toEqual([]);
  expect(observed.filter(({ astray }) => astray > 0)).toEqual([]);
  expect(observed.filter(({ leaks }) => leaks.length > 0)).toEqual([]);
}
