import { printable } from './io.ts';

const WINDOW = 76;

/**
 * Marks a place in a text with carets on a line below it.
 *
 * @param start - where the place begins, in UTF-16 code units
 * @param end - where it ends, exclusive
 * @param paintCarets - gives them a colour
 * @returns two lines; of a long text only what is around the place
 */
export function underline(
  text: string,
  start: number,
  end: number,
  paintCarets: (carets: string) => string,
): string {
  const from = end <= WINDOW ? 0 : Math.max(0, Math.min(start, end - WINDOW + 20) - 16);
  const to = Math.min(text.length, from + WINDOW);
  const before = `${from > 0 ? '…' : ''}${printable(text.slice(from, start))}`;
  const marked = printable(text.slice(start, Math.min(end, to)));
  const after = `${printable(text.slice(Math.min(end, to), to))}${to < text.length ? '…' : ''}`;
  const carets = paintCarets('^'.repeat(Math.max(1, columns(marked))));
  return `  ${before}${marked}${after}\n  ${' '.repeat(columns(before))}${carets}`;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** Terminal columns: two for East Asian wide characters and emoji, none for combining marks. */
function columns(text: string): number {
  let width = 0;
  for (const character of text) {
    if (!/\p{Mark}/u.test(character)) width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}
