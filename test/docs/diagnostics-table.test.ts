import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DIAGNOSTICS } from '../../src/url/diagnostics.ts';
import { diagnostics as sentences } from '../../src/url/texts/en.ts';

const PAGE = new URL('../../src/url/README.md', import.meta.url);
const BEGIN = '<!-- diagnostics: written by `npm run docs` -->\n';
const END = '<!-- end of diagnostics -->\n';

test('the table of diagnostics says what the code and the English sentences say', () => {
  const page = readFileSync(PAGE, 'utf8');
  const [before = '', rest = ''] = page.split(BEGIN);
  const [found, after = ''] = rest.split(END);
  if (process.env['UPDATE_DOCS']) writeFileSync(PAGE, before + BEGIN + table() + END + after);
  else expect(found).toBe(table());
});

function table(): string {
  const rows = Object.entries(DIAGNOSTICS).map(
    ([code, [severity]]) =>
      `| \`${code}\` | ${severity} | ${sentences[code as keyof typeof sentences]} |\n`,
  );
  return `| code | severity | what it means and what to do |\n|---|---|---|\n${rows.join('')}`;
}
