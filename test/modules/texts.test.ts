import { describe, expect, it } from 'vitest';
import { texts as en } from '../../src/modules/texts/en.ts';
import { texts as id } from '../../src/modules/texts/id.ts';
import { checkModuleUrl } from '../../src/url/check-module-url.ts';
import { DIAGNOSTICS } from '../../src/url/diagnostics.ts';

describe.each([
  ['English', en, 'en'],
  ['Indonesian', id, 'id'],
])('the %s texts', (_, texts, lang) => {
  const sentences = [
    ...Object.values(texts.diagnostics),
    ...Object.values(texts.issues),
    texts.url.tooltip,
    texts.waitingPage.waiting,
    texts.waitingPage.failed,
  ];

  it('say something of every diagnostic, and of nothing else', () => {
    expect(Object.keys(texts.diagnostics)).toEqual(Object.keys(DIAGNOSTICS));
  });

  it('are full sentences without doubled spaces', () => {
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z\p{Lu}{](?!.* {2}).*\.$/u);
  });

  it('name their language', () => {
    expect([texts.lang, texts.waitingPage.lang]).toEqual([lang, lang]);
  });

  it('take the help from the diagnostics', () => {
    expect(texts.url.help.length).toBeGreaterThan(2);
    for (const line of texts.url.help) expect(Object.values(texts.diagnostics)).toContain(line);
  });

  it('show the placeholder in a spelling that the check has nothing to say about', () => {
    const [placeholder] = /\{\w+\}/.exec(texts.url.tooltip) ?? [];
    expect(checkModuleUrl(`https://svc.example/?t=${placeholder}`).diagnostics).toEqual([]);
  });
});

it('no sentence is the same in both languages', () => {
  const both = (Object.keys(en.diagnostics) as (keyof typeof en.diagnostics)[]).filter(
    (code) => en.diagnostics[code] === id.diagnostics[code],
  );
  expect(both).toEqual([]);
  expect(Object.keys(id.issues)).toEqual(Object.keys(en.issues));
});
