import { FULL_WIDTH, halfWidth } from './characters.ts';
import { editDistance } from './edit-distance.ts';

/** The words of the placeholder. */
const WORDS = 'SHORT_TOKEN';
const MOST_EDITS = 2;

/** How near some words come to those of the placeholder. */
export interface Nearness {
  /** Edits that lead to the words of the placeholder; 0 where only case or separators differ. */
  readonly edits: number;
  /** Whether it is the word `TOKEN` alone. */
  readonly isTokenAlone: boolean;
  /** Whether it is written in capitals, as the placeholder is. */
  readonly isCapital: boolean;
}

/**
 * Compares some words with those of the placeholder, whatever their case, separators or look-alike
 * letters; `undefined` where they are something else.
 */
export function nearnessOf(text: string): Nearness | undefined {
  const isCapital = text === text.toUpperCase();
  for (const words of [fold(text), fold(text.slice(text.lastIndexOf('.') + 1))]) {
    if (words === 'TOKEN') return { edits: 0, isTokenAlone: true, isCapital };
    const bare = words.replace(/^(?:INSERT_)?(?:YOUR|THE)_/, '').replace(/_HERE$/, '');
    const edits = editDistance(bare, WORDS, MOST_EDITS);
    if (edits <= MOST_EDITS) return { edits, isTokenAlone: false, isCapital };
  }
  return undefined;
}

const SEPARATOR =
  /(?:[-_+. \xa0\u2000-\u200a\u2010-\u2015\u202f\u205f\u2212\u3000]|%(?:20|2d|5f|c2%a0))+/gi;

function fold(text: string): string {
  return text
    .replace(RegExp(`[${FULL_WIDTH}]`, 'g'), halfWidth)
    .replace(SEPARATOR, '_')
    .replace(/\ud835[\udc00-\udfff]/g, mathematicalLetter)
    .replace(/[^\0-\x7f]/g, (letter) => LOOK_ALIKES[letter] ?? letter)
    .toUpperCase();
}

// Those alphabets follow each other in the order A to Z, a to z.
function mathematicalLetter(letter: string): string {
  const index = ((letter.codePointAt(0) as number) - 0x1d400) % 52;
  return String.fromCharCode(0x41 + (index % 26));
}

// Unicode Technical Standard 39, confusables, for the letters of the placeholder; and what has no width.
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  ...lookAlike('S', 'ЅѕՏꓢ'),
  ...lookAlike('H', 'НнΗᎻ'),
  ...lookAlike('O', 'ОоΟοՕօ〇'),
  ...lookAlike('R', 'Ꭱꓣ'),
  ...lookAlike('T', 'ТтΤτᎢ'),
  ...lookAlike('K', 'КкΚκᏦ'),
  ...lookAlike('E', 'ЕеΕεᎬ'),
  ...lookAlike('N', 'Νո'),
  ...lookAlike('', '\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff'),
};

function lookAlike(letter: string, forms: string): Record<string, string> {
  return Object.fromEntries([...forms].map((form) => [form, letter]));
}
