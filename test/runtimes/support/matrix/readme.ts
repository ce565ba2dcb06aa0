import { readFileSync, writeFileSync } from 'node:fs';
import { type Results, tableOf } from './table.ts';

const PAGE = new URL('../../../../README.md', import.meta.url);
const BEGIN = '<!-- runtimes: written by `UPDATE_DOCS=1 npm run test:runtimes` -->\n';
const END = '<!-- end of runtimes -->\n';

/** The table that the page has. */
export function readTable(): string {
  return partsOf(readFileSync(PAGE, 'utf8'))[1];
}

/** The table without what changes with every upgrade: versions. */
export function withoutVersions(table: string): string {
  return table.replaceAll(/^(\| [^|]+ \|) [\d.-]+ (?=\|)/gm, '$1 … ');
}

/** Puts the table of what ran into the page. */
export function writeTable(results: Results): void {
  const [before, , after] = partsOf(readFileSync(PAGE, 'utf8'));
  writeFileSync(PAGE, before + BEGIN + tableOf(results) + END + after);
}

function partsOf(page: string): [before: string, table: string, after: string] {
  const [before, rest] = page.split(BEGIN);
  const [table, after] = rest?.split(END) ?? [];
  if (before === undefined || table === undefined || after === undefined) {
    throw new Error('The README has no place for the table of runtimes.');
  }
  return [before, table, after];
}
