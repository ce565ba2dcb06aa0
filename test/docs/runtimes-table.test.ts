import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { COLUMNS, RUNTIMES, reasonAgainst } from '../runtimes/support/matrix/matrix.ts';
import { readTable } from '../runtimes/support/matrix/readme.ts';

const [header = [], , ...rows] = readTable()
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );

test('the table of runtimes has a row for each runtime and a column for each suite', () => {
  expect(rows.map(([name]) => name)).toEqual(RUNTIMES.map(({ name }) => name));
  expect(header.slice(2)).toEqual(COLUMNS.map(({ title }) => title));
});

test('the table has a tick wherever a suite belongs, and a note wherever it does not', () => {
  const marks = rows.map(([, , ...cells]) => cells.map((cell) => cell.replaceAll(/<.*>/g, '')));
  expect(marks).toEqual(
    RUNTIMES.map((runtime) =>
      COLUMNS.map(({ suite }) => (reasonAgainst(runtime, suite) ? '–' : '✓')),
    ),
  );
});

test('each row says which version was run', () => {
  expect(rows.filter(([, version]) => !/^\d[\d.-]+$/.test(version ?? ''))).toEqual([]);
});

test('every entry of the package has a suite', () => {
  const entries = Object.keys(manifest.exports).filter((subpath) => !subpath.endsWith('.json'));
  expect(entries.sort()).toEqual([...new Set(COLUMNS.flatMap(({ entries }) => entries))].sort());
});
