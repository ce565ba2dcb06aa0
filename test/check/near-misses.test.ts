import { describe, expect, test } from 'vitest';
import { checkModuleUrl } from '../../src/check/index.ts';
import { unmark } from '../support/marked.ts';

type Reason =
  | 'braces missing'
  | 'capitals'
  | 'a dollar sign'
  | 'doubled'
  | 'encoded twice'
  | 'look-alike characters'
  | 'something extra'
  | 'spaces'
  | 'spelling';

// What stands as the whole value of a parameter and is meant to be {SHORT_TOKEN}.
const VALUES: Record<Reason, readonly string[]> = {
  capitals: [
    '{short_token}',
    '{Short_Token}',
    '{sHORT_TOKEN}',
    '{SHORT_TOKEn}',
    '<short_token>',
    '%7bshort_token%7d',
    '%3Cshort_token%3E',
  ],
  spaces: [
    '{ SHORT_TOKEN }',
    '{SHORT_TOKEN }',
    '{ SHORT_TOKEN}',
    '{%20SHORT_TOKEN%20}',
    '{SHORT%20TOKEN}',
    '< SHORT_TOKEN >',
  ],
  doubled: [
    '{{SHORT_TOKEN}}',
    '{{{SHORT_TOKEN}}}',
    '{{ SHORT_TOKEN }}',
    '{{SHORT_TOKEN}',
    '{SHORT_TOKEN}}',
    '<<SHORT_TOKEN>>',
    '${{SHORT_TOKEN}}',
  ],
  'a dollar sign': ['${SHORT_TOKEN}', '$SHORT_TOKEN', '$(SHORT_TOKEN)', '${short_token}'],
  'braces missing': [
    'SHORT_TOKEN',
    '[SHORT_TOKEN]',
    '[[SHORT_TOKEN]]',
    '[short_token]',
    '(SHORT_TOKEN)',
    ':SHORT_TOKEN',
    ':short_token',
    ':shortToken',
    '{SHORT_TOKEN',
    'SHORT_TOKEN}',
    '<SHORT_TOKEN',
    'SHORT_TOKEN>',
    '{SHORT_TOKEN]',
    '{SHORT_TOKEN)',
  ],
  'look-alike characters': [
    '｛SHORT_TOKEN｝',
    '｛SHORT_TOKEN}',
    '{ＳＨＯＲＴ＿ＴＯＫＥＮ}',
    '{SH\u041eRT_TOKEN}',
    '{S\u041dORT_TOKEN}',
    '{SHORT_\u03a4OKEN}',
    '{SHORT\u200b_TOKEN}',
    '{SHORT\u2013TOKEN}',
  ],
  'encoded twice': [
    '%257BSHORT_TOKEN%257D',
    '%25257bSHORT_TOKEN%25257d',
    '%253CSHORT_TOKEN%253E',
    '%257Bshort_token%257D',
  ],
  'something extra': [
    '%SHORT_TOKEN%',
    '%%SHORT_TOKEN%%',
    '%5BSHORT_TOKEN%5D',
    '{SHORT_TOKENS}',
    '{SHORT_TOKEN>',
    '<SHORT_TOKEN}',
    '%7BSHORT_TOKEN}',
    '{SHORT_TOKEN%7D',
    '{#SHORT_TOKEN}',
    '{/SHORT_TOKEN}',
    '{.SHORT_TOKEN}',
    '{;SHORT_TOKEN}',
    '{?SHORT_TOKEN}',
    '{&SHORT_TOKEN}',
    '{SHORT_TOKEN*}',
    '{SHORT_TOKEN:3}',
    '{SHORT_TOKEN:10}',
    '{SHORT_TOKEN:1000}',
  ],
  spelling: [
    '{SHORT-TOKEN}',
    '{SHORT.TOKEN}',
    '{SHORTTOKEN}',
    '{SHORT__TOKEN}',
    '{SHORT%5FTOKEN}',
    '{shortToken}',
    '{short-token}',
  ],
};

// Marked: what is reported; then the whole URL as it ought to be.
const PLACES: readonly (readonly [name: string, marked: string, fix: string])[] = [
  [
    'several in one URL',
    'https://s.example/«{short_token}»/x?a=«{{SHORT_TOKEN}}»&b=«<SHORT_TOKEN»#c=«${SHORT_TOKEN}»',
    'https://s.example/{SHORT_TOKEN}/x?a={SHORT_TOKEN}&b={SHORT_TOKEN}#c={SHORT_TOKEN}',
  ],
  [
    'a path segment',
    'https://s.example/open/«[SHORT_TOKEN]»/now',
    'https://s.example/open/{SHORT_TOKEN}/now',
  ],
  [
    'a router parameter in the path',
    'https://s.example/open/«:short_token»',
    'https://s.example/open/{SHORT_TOKEN}',
  ],
  [
    'bare capitals as a path segment',
    'https://s.example/«SHORT_TOKEN»/x',
    'https://s.example/{SHORT_TOKEN}/x',
  ],
  [
    'part of a path segment',
    'https://s.example/open-«{short_token}».html',
    'https://s.example/open-{SHORT_TOKEN}.html',
  ],
  ['the whole fragment', 'https://s.example/#«{short_token}»', 'https://s.example/#{SHORT_TOKEN}'],
  [
    'a parameter in the fragment',
    'https://s.example/#/open?t=«%257BSHORT_TOKEN%257D»&x',
    'https://s.example/#/open?t={SHORT_TOKEN}&x',
  ],
  [
    'the value of a nested URL',
    'https://s.example/r?n=https%3A%2F%2Fs.example%2F%3Ft%3D«{short_token}»',
    'https://s.example/r?n=https%3A%2F%2Fs.example%2F%3Ft%3D{SHORT_TOKEN}',
  ],
  [
    'a nested URL that was encoded with it',
    'https://s.example/r?n=https%3A%2F%2Fs.example%2F%3Ft%3D«%257BSHORT_TOKEN%257D»',
    'https://s.example/r?n=https%3A%2F%2Fs.example%2F%3Ft%3D{SHORT_TOKEN}',
  ],
  [
    'braces around percent signs',
    'https://s.example/?t=«{%SHORT_TOKEN%}»',
    'https://s.example/?t={SHORT_TOKEN}',
  ],
  [
    'four pairs of braces',
    'https://s.example/?t=«{{{{SHORT_TOKEN}}}}»',
    'https://s.example/?t={SHORT_TOKEN}',
  ],
  ['under http', 'http://s.example/?t=«{short_token}»', 'https://s.example/?t={SHORT_TOKEN}'],
];

const LEFT_ALONE: readonly string[] = [
  'https://s.example/?short_token=1',
  'https://s.example/?SHORT_TOKEN=1',
  'https://s.example/?x=1&short_token=abc',
  'https://s.example/?shortToken={SHORT_TOKEN}',
  'https://s.example/?short_token={SHORT_TOKEN}',
  'https://s.example/?token=short_token',
  'https://s.example/?token=short-token',
  'https://s.example/short-token/',
  'https://s.example/short-token/generate',
  'https://s.example/short_token?x=1',
  'https://s.example/docs/short.token',
  'https://s.example/shorttokens',
  'https://s.example/?filter[short_token]=1',
  'https://s.example/?filter%5Bshort_token%5D=1',
  'https://s.example/?t={MY_SHORT_TOKEN}',
  'https://s.example/?t={OTHER}',
  'https://s.example/?t=MY_SHORT_TOKEN',
  'https://s.example/?t=SHORT_TOKENIZER',
  'https://s.example/?t=xSHORT_TOKENx',
  'https://s.example/?t=a-short-token-b',
  'https://s.example/?sort=:asc&t={SHORT_TOKEN}',
  'https://s.example/#short_token',
  'https://s.example/#short-token-section',
  'https://short-token.example/',
  'https://short_token.s.example/?t={SHORT_TOKEN}',
];

describe('a near miss as the value of a parameter', () => {
  for (const [reason, values] of Object.entries(VALUES)) {
    for (const value of values) {
      test(`${JSON.stringify(value)} is reported for ${reason} and mended`, () => {
        const head = 'https://s.example/w?a=1&t=';
        const fix = `${head}{SHORT_TOKEN}&z=1`;
        const check = checkModuleUrl(`${head}${value}&z=1`);
        const found = misspelled(check);
        expect(check.ok).toBe(false);
        expect(found).toEqual([
          {
            code: 'misspelled-placeholder',
            severity: 'error',
            message: expect.stringContaining(`(${reason})`),
            start: head.length,
            end: head.length + value.length,
            fix,
          },
        ]);
        expect(found[0]?.message).toContain('write {SHORT_TOKEN}');
        expect(checkModuleUrl(fix)).toMatchObject({ ok: true, diagnostics: [] });
      });
    }
  }

  test('there are 60 of them and more', () => {
    expect(Object.values(VALUES).flat().length).toBeGreaterThan(60);
  });
});

describe('a near miss elsewhere', () => {
  for (const [name, marked, fix] of PLACES) {
    test(`is found and mended in ${name}`, () => {
      const { source, ranges } = unmark(marked);
      const check = checkModuleUrl(source);
      expect(check.ok).toBe(false);
      expect(misspelled(check).map(({ start, end }) => ({ start, end }))).toEqual(ranges);
      expect(check.fix).toBe(fix);
      expect(checkModuleUrl(fix).ok).toBe(true);
    });
  }
});

describe('words that only look like the placeholder', () => {
  for (const source of LEFT_ALONE) {
    test(`are left alone in ${source}`, () => {
      const check = checkModuleUrl(source);
      expect(check.ok).toBe(true);
      expect(misspelled(check)).toEqual([]);
      const takesToken = source.includes('{SHORT_TOKEN}');
      expect(check.moduleUrl?.placeholders).toHaveLength(takesToken ? 1 : 0);
      expect(check.moduleUrl?.render('T').href).toBe(source.replace('{SHORT_TOKEN}', 'T'));
    });
  }
});

function misspelled({ diagnostics }: ReturnType<typeof checkModuleUrl>) {
  return diagnostics.filter(({ code }) => code === 'misspelled-placeholder');
}
