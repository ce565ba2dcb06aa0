import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkModuleUrl } from '../../src/check/index.ts';
import { isModuleUrlError, renderModuleUrl } from '../../src/index.ts';

interface RenderCase {
  url: string;
  token?: string | null;
  tokenJson?: unknown;
  href?: string;
  error?: string;
  note?: string;
}

interface CheckCase {
  url: string;
  ok: boolean;
  codes: string[];
  anyOf?: boolean;
  fix?: string;
}

describe('the rendering vectors', () => {
  for (const { url, token, tokenJson, href, error, note } of load<RenderCase>('render')) {
    const outcome = error ?? 'the expected URL';
    test(`renders ${clip(url)} with ${clip(token ?? tokenJson)} to ${outcome}${note ? ` (${note})` : ''}`, async () => {
      let calls = 0;
      const rendering = renderModuleUrl(url, () => {
        calls += 1;
        return (token ?? tokenJson) as string;
      });
      if (error === undefined) expect((await rendering).href).toBe(href);
      else
        await expect(rendering).rejects.toSatisfy((e) =>
          isModuleUrlError(e, error as 'token-invalid'),
        );
      expect(calls).toBe(token === null ? 0 : 1);
    });
  }
});

describe('the checking vectors', () => {
  for (const { url, ok, codes, anyOf, fix } of load<CheckCase>('check')) {
    test(`${ok ? 'accepts' : 'refuses'} ${clip(url)} with ${codes.join(', ') || 'nothing to say'}`, () => {
      const check = checkModuleUrl(url);
      const reported = check.diagnostics.map(({ code }) => code as string);
      expect(check.ok).toBe(ok);
      if (anyOf) expect(codes.some((code) => reported.includes(code))).toBe(true);
      else expect(reported).toEqual(expect.arrayContaining(codes));
      if (ok && codes.length === 0) expect(reported).toEqual([]);
      expect(check.diagnostics.some(({ severity }) => severity === 'error')).toBe(!ok);
      if (fix !== undefined) {
        const fixed = check.diagnostics.filter(({ code }) => codes.includes(code));
        expect(fixed.map((diagnostic) => diagnostic.fix)).toEqual(fixed.map(() => fix));
      }
    });
  }
});

function load<T>(name: string): T[] {
  return JSON.parse(
    readFileSync(new URL(`../../src/vectors/${name}.json`, import.meta.url), 'utf8'),
  );
}

function clip(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 70 ? `${text.slice(0, 67)}…` : text;
}
