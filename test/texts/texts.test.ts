import { describe, expect, test } from 'vitest';
import { checkModuleUrl } from '../../src/check/check-module-url.ts';
import { DIAGNOSTICS } from '../../src/check/diagnostics.ts';
import { texts as en } from '../../src/texts/en.ts';
import { texts as id } from '../../src/texts/id.ts';

const TABLES = ['diagnostics', 'results', 'errors'] as const;

describe.each([
  ['English', en, 'en'],
  ['Indonesian', id, 'id'],
])('the %s texts', (_, texts, lang) => {
  const sentences = [
    ...TABLES.flatMap((table) => Object.values(texts[table])),
    texts.url.tooltip,
    texts.waitingPage.waiting,
    texts.waitingPage.failed,
  ];

  test('say something of every diagnostic of a URL', () => {
    expect(Object.keys(texts.diagnostics)).toEqual(
      expect.arrayContaining(Object.keys(DIAGNOSTICS)),
    );
  });

  test('are full sentences without doubled spaces', () => {
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z\p{Lu}{](?!.* {2}).*\.$/u);
  });

  test('name their language', () => {
    expect([texts.lang, texts.waitingPage.lang]).toEqual([lang, lang]);
  });

  test('take the help from the diagnostics', () => {
    expect(texts.url.help.length).toBeGreaterThan(2);
    for (const line of texts.url.help) expect(Object.values(texts.diagnostics)).toContain(line);
  });

  test('show the placeholder in a spelling that the check has nothing to say about', () => {
    const [placeholder] = /\{\w+\}/.exec(texts.url.tooltip) ?? [];
    expect(checkModuleUrl(`https://svc.example/?t=${placeholder}`).diagnostics).toEqual([]);
  });
});

test.each(TABLES)(
  'both languages have the same %s, and no sentence is the same in both',
  (table) => {
    expect(Object.keys(id[table]).sort()).toEqual(Object.keys(en[table]).sort());
    const both = Object.entries(en[table]).filter(([code, sentence]) => {
      const other: Record<string, string> = id[table];
      return other[code] === sentence;
    });
    expect(both).toEqual([]);
  },
);
