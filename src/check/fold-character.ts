import { INVISIBLE } from '../url/characters.ts';

/** Anything beyond ASCII but for Chinese and Korean, which nobody takes for it; for a regular expression. */
export const FOREIGN = '[\\x80-\\u33ff\\ua000-\\uabff\\ud7a4-\\uffff]';

const IS_FOREIGN = RegExp(FOREIGN);

/** One character as ASCII where it can be taken for it; empty where it has no width. */
export function foldCharacter(character: string): string {
  if (!IS_FOREIGN.test(character)) return character;
  const plain = character.normalize('NFKD').replace(/[\u0300-\u036f]/g, '');
  if (plain === '' || INVISIBLE_ONLY.test(plain)) return '';
  return plain.length === 1 ? (LOOK_ALIKES.get(plain) ?? plain) : plain;
}

const INVISIBLE_ONLY = RegExp(`^[${INVISIBLE}\u200d\ufe00-\ufe0f]+$`);

// What compatibility decomposition leaves beyond ASCII: Unicode Technical Standard 39 for the letters
// of the placeholder; brackets; quotation marks; what may stand for an underscore; blanks.
const LOOK_ALIKES = lookAlikes({
  S: 'ЅѕՏꓢꜱ',
  H: 'НнΗᎻʜ',
  O: 'ОоΟοՕօ〇ᴏØø',
  R: 'Ꭱꓣʀ',
  T: 'ТтΤτᎢᴛ',
  K: 'КкΚκᏦᴋ',
  E: 'ЕеΕεᎬᴇ',
  N: 'Νոɴ',
  '{': '❴⦃',
  '}': '❵⦄',
  '<': '«‹⟨〈〈《❮≪˂⟪',
  '>': '»›⟩〉〉》❯≫˃⟫',
  '[': '⟦「『【〔',
  ']': '⟧」』】〕',
  '"': '“”„‟‘’‚‛″′´',
  _: '‐‑‒–—―−‿·ˍ¯‗',
  ' ': '\u180e',
});

function lookAlikes(forms: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(forms).flatMap(([ascii, all]) => [...all].map((form) => [form, ascii] as const)),
  );
}
