import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { URL as ReferenceURL } from 'whatwg-url';
import { checkModuleUrl } from '../../src/check/index.ts';
import { isModuleUrlError, parseModuleUrl, redactUrl } from '../../src/index.ts';
import type { ModuleUrl } from '../../src/url/module-url.ts';
import type { ModuleUrlOptions } from '../../src/url/refuse-authority.ts';
import { moduleUrlSource, shortToken } from '../support/module-url-arbitrary.ts';
import { anyString, RUNS } from '../support/property.ts';

const runs = { numRuns: RUNS };
// Stands for the token where the oracle reads the template; no generator makes it.
const MARK = 'Zq0Mark0qZ';

describe('for every accepted module URL and every token that renders', () => {
  test('the browser reads the origin, host and port of the template, and no credentials', () => {
    forEveryRendering(({ moduleUrl, marked, href }) => {
      const url = new URL(href);
      expect(url.origin).toBe(moduleUrl.origin);
      expect([url.username, url.password]).toEqual(['', '']);
      expect([url.host, url.port]).toEqual([new URL(marked).host, new URL(marked).port]);
    });
  });

  test('path segments without a placeholder are unchanged, and the others decode to exactly the token', () => {
    forEveryRendering(({ moduleUrl, marked, href, token }) => {
      const layers = layersIn(moduleUrl, 'path');
      if (layers > 1) return;
      const [before, after] = [marked, href].map((url) =>
        new URL(url).pathname.split('/').map(percentDecode),
      );
      expect(after).toEqual(before?.map((segment) => segment.replaceAll(MARK, () => token)));
    });
  });

  test('parameters without a placeholder are unchanged, and the others decode to exactly the token', () => {
    forEveryRendering(({ moduleUrl, marked, href, token }) => {
      const [before, after] = [marked, href].map((url) => [...new URL(url).searchParams]);
      const layers = layersIn(moduleUrl, 'query');
      if (layers > 1) return;
      expect(after).toEqual(
        before?.map(([name, value]) => [name, value.replaceAll(MARK, () => token)]),
      );
    });
  });

  test('the fragment decodes to the fragment of the template with exactly the token', () => {
    forEveryRendering(({ moduleUrl, marked, href, token }) => {
      if (layersIn(moduleUrl, 'fragment') > 1) return;
      const [before, after] = [marked, href].map((url) => percentDecode(new URL(url).hash));
      expect(after).toBe(before?.replaceAll(MARK, () => token));
    });
  });

  test('the platform and the reference implementation of the WHATWG standard read the result alike', () => {
    forEveryRendering(({ href, marked }) => {
      expect(new ReferenceURL(href).href).toBe(new URL(href).href);
      expect(new ReferenceURL(marked).origin).toBe(new URL(marked).origin);
    });
  });

  test('everything but the placeholders stays as it was typed, where nothing is reported as escaped', () => {
    forEveryRendering(({ source, marked, href, token }) => {
      const codes = checkModuleUrl(source).diagnostics.map(({ code }) => code);
      // What looks like a placeholder is not reported as escaped too.
      if (codes.includes('escaped-character') || codes.includes('misspelled-placeholder')) return;
      if (!/^[\w~-]+$/.test(token)) return;
      expect(href).toBe(marked.replaceAll(MARK, token));
    });
  });

  test('no four characters of the token in a row show in any text but href', () => {
    forEveryRendering(({ moduleUrl, rendered, token }) => {
      const shown = everythingShown(moduleUrl, rendered);
      // What shows with another token too is the template's.
      const anyway = everythingShown(moduleUrl, moduleUrl.render('0'));
      for (const secret of [token, encodeURIComponent(token)]) {
        for (let i = 0; i + 4 <= secret.length; i++) {
          const four = secret.slice(i, i + 4);
          if (shown.includes(four)) expect(anyway).toContain(four);
        }
      }
    });
  });
});

describe('for any string at all', () => {
  test('redaction does not throw and gives one line', () => {
    fc.assert(
      fc.property(fc.oneof(moduleUrlSource, anyString), (url) => {
        expect(redactUrl(url)).not.toMatch(/[\0-\x1f\x7f]/);
      }),
      runs,
    );
  });

  test('what an error about a URL says of it holds no four characters of a token that was left in it', () => {
    // Letters of which no message has four in a row.
    const rareToken = fc.stringMatching(/^[JKQVWXYZ]{18}$/);
    fc.assert(
      fc.property(moduleUrlSource, rareToken, (source, token) => {
        const rendered = source.replaceAll('{SHORT_TOKEN}', token);
        try {
          parseModuleUrl(rendered);
        } catch (error) {
          const shown = `${error}\n${(error as Error).stack?.split('\n    at ')[0]}${JSON.stringify(error)}${inspect(error).split('\n    at ')[0]}${JSON.stringify({ ...(error as object) })}`;
          for (let i = 0; i + 4 <= token.length; i++)
            expect(shown).not.toContain(token.slice(i, i + 4));
        }
      }),
      runs,
    );
  });
});

interface Rendering {
  source: string;
  moduleUrl: ModuleUrl;
  /** The source with a mark in the place of each placeholder. */
  marked: string;
  token: string;
  rendered: ReturnType<ModuleUrl['render']>;
  href: string;
}

function forEveryRendering(law: (rendering: Rendering) => void): void {
  let accepted = 0;
  const property = fc.property(moduleUrlSource, shortToken, (source, token) => {
    const moduleUrl = parsed(source, { allowHttpLoopback: true });
    fc.pre(moduleUrl !== undefined && moduleUrl.placeholders.length > 0);
    let rendered: Rendering['rendered'];
    try {
      rendered = moduleUrl.render(token);
    } catch (error) {
      expect(
        isModuleUrlError(error, 'token-makes-dot-segment') ||
          isModuleUrlError(error, 'token-invalid'),
      ).toBe(true);
      return;
    }
    let marked = '';
    let at = 0;
    for (const { start, end } of moduleUrl.placeholders) {
      marked += source.slice(at, start) + MARK;
      at = end;
    }
    marked += source.slice(at);
    accepted += 1;
    law({ source, moduleUrl, marked, token, rendered, href: rendered.href });
  });
  fc.assert(property, { ...runs, maxSkipsPerRun: 1_000 });
  expect(accepted).toBeGreaterThan(RUNS / 2);
}

function layersIn(moduleUrl: ModuleUrl, component: string): number {
  const probe = moduleUrl.render('%').href;
  return moduleUrl.placeholders.some((p) => p.component === component) && probe.includes('%2525')
    ? 2
    : 1;
}

function everythingShown(moduleUrl: ModuleUrl, rendered: Rendering['rendered']): string {
  return [
    redactUrl(rendered.href),
    moduleUrl.preview(),
    `${moduleUrl}${rendered}`,
    JSON.stringify([moduleUrl, rendered, { ...rendered }, structuredClone(rendered)]),
    inspect([moduleUrl, rendered], { depth: Infinity, showHidden: true }),
    inspect(rendered, { customInspect: false, showHidden: true, getters: false }),
  ].join('\n');
}

/** WHATWG percent-decode, which leaves what is malformed alone. */
function percentDecode(text: string): string {
  const bytes: number[] = [];
  for (const part of text.split(/(%[\da-f]{2})/i)) {
    if (/^%[\da-f]{2}$/i.test(part)) bytes.push(parseInt(part.slice(1), 16));
    else bytes.push(...Buffer.from(part));
  }
  return Buffer.from(bytes).toString();
}

function parsed(source: string, options: ModuleUrlOptions): ModuleUrl | undefined {
  try {
    return parseModuleUrl(source, options);
  } catch (error) {
    if (isModuleUrlError(error)) return undefined;
    throw error;
  }
}
