import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HINTS } from '../src/url/messages.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
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
});
