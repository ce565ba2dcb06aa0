import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { AUDIT_CODES, CATALOGUE } from '../../src/audit/catalogue.ts';

const page = readFileSync(new URL('../../src/cli/README.md', import.meta.url), 'utf8');
const sections = page
  .slice(page.indexOf('\n## Findings of doctor'))
  .split(/\n### /)
  .slice(1)
  .map((section) => {
    const [code = '', ...lines] = section.split('\n');
    return [code, lines.join('\n').trim()] as const;
  });

test('the page has a section for every finding of doctor, in order, and no other', () => {
  expect(sections.map(([code]) => code)).toEqual(AUDIT_CODES);
});

test.each(sections)('the section on %s says what the report says', (code, text) => {
  const { severity, rule, why, fix } = CATALOGUE[code as keyof typeof CATALOGUE];
  expect(text).toBe(`*${severity}* · Expected: ${rule}.\n\n**Why:** ${why}\n\n**Mend it:** ${fix}`);
});
