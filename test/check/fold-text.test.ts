import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldText } from '../../src/check/fold-text.ts';

describe('a text is read as a person reads it', () => {
  test.each([
    ['%7BSHORT%5FTOKEN%7D', '{SHORT_TOKEN}'],
    ['%257b%25257B', '{{'],
    ['&lbrace;&amp;lt;&#123;&#x7D;&lowbar;', '{<{}_'],
    ['\\u007b%u007D=7B=7d', '{}{}'],
    ['｛ＳＨОＲＴ＿𝐓oken｝', '{SHORT_Token}'],
    ['S\u200bH\u00adO', 'SHO'],
    ['“é”', '"e"'],
    ['ﬁ…', 'fi...'],
    ['%E2%80%9C%EF%BD%9B', '"{'],
    // What stands for nothing stays as it is.
    ['%FF%C3%zz%', '%FF%C3%zz%'],
    ['&unknown;', '&unknown;'],
    ['日本語가%EA%B0%80', '日本語가가'],
  ])('%s is %s', (source, text) => {
    expect(foldText(source).text).toBe(text);
  });
});

test.each([
  ['%7B«S»HORT', 'S'],
  ['𝐒𝐇«𝐎»𝐑', 'O'],
  ['\u200bﬁ«x»', 'x'],
  ['«ﬁ»x', 'f'],
  ['a%25«%2541»b', 'A'],
  ['日本«&lt;»語', '<'],
  ['é«Ｓ»', 'S'],
])('what was read of %s can be found in it', (marked, text) => {
  const start = marked.indexOf('«');
  const end = marked.indexOf('»') - 1;
  const folded = foldText(marked.replace(/[«»]/g, ''));
  const at = folded.text.indexOf(text);
  expect(folded.toSource({ start: at, end: at + 1 })).toEqual({ start, end });
});

test('any bytes are read where they are UTF-8, and left alone where they are not', () => {
  const byte = fc.oneof(
    fc.integer({ min: 0x80, max: 0xff }),
    fc.constantFrom(0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xe0, 0xed, 0xf0, 0xf4, 0xf5),
  );
  fc.assert(
    fc.property(fc.array(byte, { minLength: 1, maxLength: 4 }), (bytes) => {
      const escapes = bytes.map((value) => `%${value.toString(16)}`).join('');
      expect(foldText(escapes).text).toBe(foldText(decodedBytes(escapes)).text);
    }),
  );
});

/** Decodes what is UTF-8 from the left, one character after another. */
function decodedBytes(escapes: string): string {
  if (escapes === '') return '';
  for (const length of [6, 9, 12]) {
    try {
      const character = decodeURIComponent(escapes.slice(0, length));
      return character + decodedBytes(escapes.slice(length));
    } catch {
      // Perhaps a longer one.
    }
  }
  return escapes.slice(0, 3) + decodedBytes(escapes.slice(3));
}

test('behind hundreds of different characters there is no looking for more, but ASCII is still read', () => {
  const kinds = Array.from({ length: 400 }, (_, i) => String.fromCharCode(0xc0 + i)).join('');
  const { text, toSource } = foldText(`ＳＨ${kinds}ＯＲ{SHORT_TOKEN}`);
  expect(text.slice(0, 2)).toBe('SH');
  expect(text.endsWith('ＯＲ{SHORT_TOKEN}')).toBe(true);
  const start = text.indexOf('{');
  expect(toSource({ start, end: start + 13 }).end).toBe(2 + 400 + 2 + 13);
});
