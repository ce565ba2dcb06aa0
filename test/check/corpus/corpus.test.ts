import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkModuleUrl } from '../../../src/check/index.ts';
import { domainToAscii } from '../../../src/idna/index.ts';
import type { ModuleUrlOptions } from '../../../src/index.ts';

/** One row; the README beside the data explains its members. */
interface Row {
  readonly name: string;
  readonly source: string;
  readonly ok?: boolean;
  readonly code?: string | null;
  readonly anyOf?: readonly string[];
  readonly fix?: string | null;
  readonly domainToAscii?: true;
  readonly allowHttpLoopback?: true;
}

const CORPORA = { 'pasted-urls': 700, 'placeholder-spellings': 650 } as const;

describe.each(Object.entries(CORPORA))('%s', (file, atLeast) => {
  const rows = load(file);

  test('has all its rows, each under a name and with a source of its own', () => {
    expect(rows.length).toBeGreaterThanOrEqual(atLeast);
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
  });

  test.each(rows.map((row) => [row.name, row] as const))('%s', (_, row) => {
    const options = optionsOf(row);
    const { ok, diagnostics, fix } = checkModuleUrl(row.source, options);
    const codes = diagnostics.map(({ code }) => code as string);

    if (row.ok !== undefined) expect(ok).toBe(row.ok);
    if (row.code === null) {
      const notable = diagnostics.filter(({ severity }) => severity !== 'info');
      expect(notable.map(({ code }) => code)).toEqual([]);
    } else if (row.code !== undefined) expect(codes).toContain(row.code);
    if (row.anyOf) expect(codes.some(isOneOf(row)), `one of ${row.anyOf}, not ${codes}`).toBe(true);
    if (row.fix !== undefined) expect(fix ?? null).toBe(row.fix);
    if (fix !== undefined) {
      const mended = checkModuleUrl(fix, options);
      expect([mended.ok, mended.fix]).toEqual([true, undefined]);
    }
  });
});

function load(file: string): Row[] {
  return JSON.parse(readFileSync(new URL(`./${file}.json`, import.meta.url), 'utf8'));
}

function optionsOf({ domainToAscii: hosts, allowHttpLoopback }: Row): ModuleUrlOptions {
  return { ...(hosts && { domainToAscii }), ...(allowHttpLoopback && { allowHttpLoopback }) };
}

function isOneOf({ anyOf }: Row): (code: string) => boolean {
  return (code) => anyOf?.includes(code) ?? false;
}
