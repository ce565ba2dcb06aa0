import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Measure } from './budgets.ts';
import { ROOT } from './installation.ts';

/** Bytes by entry and measure. */
export type Sizes = Map<string, Partial<Record<Measure, number>>>;

const COLUMNS: readonly (readonly [Measure, string])[] = [
  ['brotli', 'esbuild, brotli'],
  ['esbuild', 'esbuild'],
  ['rolldown', 'Rolldown'],
  ['webpack', 'webpack'],
  ['metro', 'Metro'],
];

const PAGE = join(ROOT, 'README.md');
const BEGIN = '<!-- sizes: written by `UPDATE_DOCS=1 npm run test:package` -->\n';
const END = '<!-- end of sizes -->\n';

// So that not every change of a sentence changes the page.
const TOLERANCE = 0.05;

/** The table that the page has, in bytes. */
export function readSizes(): Sizes {
  const [, , ...rows] = partsOf(readFileSync(PAGE, 'utf8'))[1].trim().split('\n');
  return new Map(
    rows.map((row) => {
      const [name = '', ...cells] = row
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim());
      const counted = COLUMNS.flatMap(([measure], n) =>
        cells[n] ? [[measure, Number(cells[n]) * 1_000]] : [],
      );
      return [name.replaceAll('`', ''), Object.fromEntries(counted)];
    }),
  );
}

/** Writes the table, in kilobytes. */
export function writeSizes(sizes: Sizes): void {
  const [before, , after] = partsOf(readFileSync(PAGE, 'utf8'));
  const header = ['kB', ...COLUMNS.map(([, title]) => title)];
  const rows = [...sizes].map(([entry, bytes]) => [
    `\`${entry}\``,
    ...COLUMNS.map(([measure]) => kilobytes(bytes[measure])),
  ]);
  const lines = [header, [':--', ...COLUMNS.map(() => '--:')], ...rows];
  const table = lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
  writeFileSync(PAGE, before + BEGIN + table + END + after);
}

/** What a page gets wrong. */
export function differsFrom(counted: Sizes, said: Sizes): string[] {
  const entries = new Set([...counted.keys(), ...said.keys()]);
  return [...entries].flatMap((entry) =>
    COLUMNS.flatMap(([measure]) => {
      const [is, says] = [counted.get(entry)?.[measure], said.get(entry)?.[measure]];
      return isAbout(is, says)
        ? []
        : [`${entry}, ${measure}: ${is} bytes, but the page says ${says}`];
    }),
  );
}

function isAbout(is: number | undefined, says: number | undefined): boolean {
  if (is === undefined || says === undefined) return is === says;
  // What is rounded to a tenth of a kilobyte may be 50 bytes off.
  return Math.abs(is - says) <= is * TOLERANCE + 50;
}

function kilobytes(bytes: number | undefined): string {
  return bytes === undefined ? '' : (bytes / 1_000).toFixed(1);
}

function partsOf(page: string): [before: string, table: string, after: string] {
  const [before, rest] = page.split(BEGIN);
  const [table, after] = rest?.split(END) ?? [];
  if (before === undefined || table === undefined || after === undefined) {
    throw new Error('The README has no place for the table of sizes.');
  }
  return [before, table, after];
}
