import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkModuleUrl, type ModuleUrlCheck } from '../../src/check/index.ts';
import { isModuleUrlError, type ModuleUrl, parseModuleUrl } from '../../src/index.ts';
import { moduleUrlSource } from '../support/module-url-arbitrary.ts';
import { anyString, RUNS } from '../support/property.ts';

const runs = { numRuns: RUNS };

describe('for any string at all', () => {
  test('checking does not throw, and every range lies within the source', () => {
    fc.assert(
      fc.property(fc.oneof(moduleUrlSource, anyString), (source) => {
        const { ok, diagnostics } = checkModuleUrl(source);
        expect(ok).toBe(!diagnostics.some(({ severity }) => severity === 'error'));
        for (const { start, end } of diagnostics) {
          expect(start >= 0 && start <= end && end <= source.length).toBe(true);
        }
      }),
      runs,
    );
  });

  test('the fix of everything passes the check and leaves nothing to mend', () => {
    let fixes = 0;
    fc.assert(
      fc.property(moduleUrlSource, (source) => {
        const { fix } = checkModuleUrl(source);
        if (fix === undefined) return;
        fixes += 1;
        const again = checkModuleUrl(fix);
        expect([again.ok, again.fix]).toEqual([true, undefined]);
      }),
      runs,
    );
    expect(fixes).toBeGreaterThan(RUNS / 50);
  });

  test('the fix of one finding changes nothing outside of its range', () => {
    fc.assert(
      fc.property(moduleUrlSource, (source) => {
        for (const { code, start, end, fix } of checkModuleUrl(source).diagnostics) {
          // What stands before and behind the URL goes together, blank or invisible.
          const isAround = start === 0 || end === source.length;
          const isNothing = /^(?:surrounding-whitespace|invisible-character)$/.test(code);
          if (fix === undefined || (isAround && isNothing)) continue;
          expect(fix.startsWith(source.slice(0, start))).toBe(true);
          expect(fix.endsWith(source.slice(end))).toBe(true);
          expect(fix).not.toBe(source);
        }
      }),
      runs,
    );
  });

  test('a suggested host is the one that the browser would have gone to', () => {
    const hosts = fc
      .array(fc.stringMatching(/^[a-zäößéßñøāžœα-ωа-яё日本語がカー가나다。ſⅧÀÉ-]{1,6}$/), {
        minLength: 1,
        maxLength: 3,
      })
      .map((labels) => labels.join('.'));
    fc.assert(
      fc.property(hosts, (host) => {
        const [first] = checkModuleUrl(`https://${host}/`).diagnostics;
        if (first?.code !== 'non-ascii-host' || first.fix === undefined) return;
        expect(first.fix).toBe(`https://${new URL(`https://${host}/`).host}/`);
      }),
      runs,
    );
  });

  test('parsing refuses what the check refuses, but for spellings of the placeholder that only the check knows', () => {
    fc.assert(
      fc.property(fc.oneof(moduleUrlSource, anyString), (source) => {
        const check = checkModuleUrl(source);
        const errors = codesOfErrors(check);
        // Without the placeholder that was meant there is no token that http could lose.
        const isMisspelled = errors.includes('misspelled-placeholder');
        const mayPass = isMisspelled ? ['misspelled-placeholder', 'insecure-scheme'] : [];
        const mustFail = errors.some((code) => !mayPass.includes(code));
        const parsed = parsedOrCode(source);
        if (check.ok) expect(shapeOf(parsed)).toEqual(shapeOf(check.moduleUrl));
        if (mustFail) expect(typeof parsed).toBe('string');
      }),
      runs,
    );
  });
});

function codesOfErrors({ diagnostics }: ModuleUrlCheck): string[] {
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
}

/** The module URL, or the code of the error. */
function parsedOrCode(source: string): ModuleUrl | string {
  try {
    return parseModuleUrl(source);
  } catch (error) {
    if (isModuleUrlError(error)) return error.code;
    throw error;
  }
}

/** All that can be told of how it was read. */
function shapeOf(moduleUrl: ModuleUrl | string): unknown {
  if (typeof moduleUrl === 'string') return moduleUrl;
  const { source, origin, pathname, search, hash, placeholders } = moduleUrl;
  return {
    source,
    origin,
    pathname,
    search,
    hash,
    placeholders,
    href: moduleUrl.render('%a').href,
  };
}
