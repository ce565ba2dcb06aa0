import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DIAGNOSTICS } from '../../src/check/diagnostics.ts';
import { diagnostics as sentences } from '../../src/check/texts/en.ts';

const PAGE = new URL('../../src/check/README.md', import.meta.url);
const BEGIN = '<!-- diagnostics: written by `npm run docs` -->\n';
const END = '<!-- end of diagnostics -->\n';

test('the table of diagnostics says what the code and the English sentences say', () => {
  const page = readFileSync(PAGE, 'utf8');
  const [before = '', rest = ''] = page.split(BEGIN);
  const [found, after = ''] = rest.split(END);
  if (process.env.UPDATE_DOCS) writeFileSync(PAGE, before + BEGIN + table() + END + after);
  else expect(found).toBe(table());
});

function table(): string {
  const rows = Object.entries(DIAGNOSTICS)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([code, [severity]]) =>
        `| \`${code}\` | ${severity} | ${sentences[code as keyof typeof sentences]} |\n`,
    );
  return `| code | severity | what it means and what to do |\n|---|---|---|\n${rows.join('')}`;
}
