import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseModuleUrl } from '../../src/index.ts';
import { shortToken } from '../support/module-url-arbitrary.ts';
import { RUNS } from '../support/property.ts';

const INNER = [
  'https://s.example/?t=',
  'https://s.example/open?a=1&t=',
  'https://S.example/a%20b?x=%26&t=',
  'https://s.example/%C3%A9/?u=a%2Fb&t=',
  'https://s.example/?t=x-',
] as const;

describe('a token in an inner URL that was encoded k times', () => {
  for (const k of [0, 1, 2, 3]) {
    test(`comes out exactly after ${Math.max(k, 1) + 1} decodings of the outer value, where k is ${k}`, () => {
      const cases = fc.tuple(fc.constantFrom(...INNER), shortToken, fc.boolean());
      fc.assert(
        fc.property(cases, ([inner, token, lowerCase]) => {
          // A bare & would end the parameter of the outer URL.
          fc.pre(k > 0 || !inner.includes('&'));
          const encoded = encode(inner, k, lowerCase);
          const source = `https://s.example/r?a=1&next=${encoded}{SHORT_TOKEN}&z=2`;
          const { href } = parseModuleUrl(source).render(token);
          const outer = href.slice(href.indexOf('&next=') + 6, href.lastIndexOf('&z=2'));
          let value = decodeURIComponent(outer);
          for (let i = 0; i < k; i++) value = readLast(value, i < k - 1);
          // With the outer layer gone, k layers are left: k - 1 around the inner URL, one within it.
          const prefix = /t=(x-)?$/.exec(inner)?.[1] ?? '';
          // A bare one is read twice too: as a value, and as a URL.
          if (k === 0) value = readLast(value, false);
          expect(value).toBe(prefix + token);
        }),
        { numRuns: Math.ceil(RUNS / 4) },
      );
    });
  }

  test('comes out of URLs within URLs, each read as a browser reads it', () => {
    fc.assert(
      fc.property(shortToken, fc.integer({ min: 0, max: 3 }), (token, k) => {
        let source = 'https://s.example/0?t={SHORT_TOKEN}';
        for (let level = 1; level <= k; level++) {
          const inner = encodeURIComponent(source).replace('%7BSHORT_TOKEN%7D', '{SHORT_TOKEN}');
          source = `https://s.example/${level}?a=1&t=${inner}&z=1`;
        }
        let { href } = parseModuleUrl(source).render(token);
        for (let level = k; level > 0; level--) {
          const url = new URL(href);
          expect(url.pathname).toBe(`/${level}`);
          expect(url.searchParams.get('z')).toBe('1');
          href = url.searchParams.get('t') as string;
        }
        expect(new URL(href).pathname).toBe('/0');
        expect([...new URL(href).searchParams]).toEqual([['t', token]]);
      }),
      { numRuns: RUNS },
    );
  });
});

/** Percent-encodes `times` times, with hexadecimal digits in either case. */
function encode(text: string, times: number, lowerCase: boolean): string {
  if (times === 0) return text;
  const once = encodeURIComponent(text);
  return encode(
    lowerCase ? once.replace(/%../g, (c) => c.toLowerCase()) : once,
    times - 1,
    lowerCase,
  );
}

/** Takes one more layer off; off the last, the parameter `t` of the URL that came to light. */
function readLast(value: string, more: boolean): string {
  return more
    ? decodeURIComponent(value)
    : decodeURIComponent(value.slice(value.lastIndexOf('t=') + 2));
}
