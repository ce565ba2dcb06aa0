import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HINTS } from '../src/url/messages.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const readme = read('../README.md');
const urlPage = read('../src/url/README.md');

const SEVERITIES: Record<string, string> = { e: 'error', w: 'warning', i: 'info' };

describe('the README', () => {
  it('lists every diagnostic with its severity, and no other', () => {
    const rows = [...urlPage.matchAll(/^\| `([a-z-]+)` \| ([a-z, ]+) \|/gm)].map(
      ([, code, severity]) => [code, severity?.split(',')[0]],
    );
    const diagnostics = rows.filter(([, severity]) =>
      /^(?:error|warning|info)$/.test(severity ?? ''),
    );
    expect(diagnostics).toEqual(
      Object.entries(HINTS).map(([code, hint]) => [code, SEVERITIES[hint[0] ?? '']]),
    );
  });

  it('shows what its first example really prints', async () => {
    const { parseModuleUrl } = await import('../src/index.ts');
    const [, source = '', token = ''] =
      /parseModuleUrl\('([^']+)'\);\n.*render\('([^']+)'\)/.exec(readme) ?? [];
    const printed = [...readme.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(([, text]) => text);
    const rendered = parseModuleUrl(source).render(token);
    expect(printed.slice(0, 2)).toEqual([rendered.href, `${rendered}`]);
  });

  it('names only sections that it has', () => {
    const sections = [...readme.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replace(/ /g, '-'),
    );
    for (const [, anchor] of readme.matchAll(/\]\(#([\w-]+)\)/g))
      expect(sections).toContain(anchor);
  });
});
