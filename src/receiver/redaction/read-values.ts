import {
  CLOSE_BRACKET,
  COLON,
  codesOf,
  endsString,
  endsValue,
  isDigit,
  isQuote,
  isSpace,
  LINE_FEED,
} from './characters.ts';
import type { DecodedText } from './decoded-text.ts';
import type { SecretLog } from './secret-log.ts';

/**
 * Which bare words are masked: any but `null` and its like; those that look like a token; long ones;
 * or none, as in JSON, where a token has quotes.
 */
export type BareWords = 'any' | 'likely' | 'long' | 'none';

/** Reads what stands behind a name, and masks it. Each function gives where to go on. */
export interface ValueReader {
  /**
   * @param name - where the name begins
   * @param least - characters that a token has here at least
   * @param role - of the text in quotes: the last of a list, or anything but a key
   */
  quoted(name: number, quote: number, least: number, role?: 'last' | 'no key'): number;
  /** Everything in `["x", "T"]` that is text. */
  list(name: number, bracket: number, words: BareWords): number;
  /** @param percent - layers of percent-encoding around the value; a deeper `&` is part of it */
  bare(name: number, start: number, percent: number, words: BareWords): number;
}

/** Longest quoted text that may be a token, in decoded characters; tokens have 512 at most. */
const MAX_QUOTED = 1_024;
/** Shortest word that is taken for a token where words of a language may stand. */
export const LIKELY_TOKEN_LENGTH = 16;
const LITERALS = ['null', 'true', 'false', 'undefined', 'nan'].map(codesOf);

export function valueReader(text: DecodedText, { mask, noteEnd }: SecretLog): ValueReader {
  const { codes, length, percents, escapes } = text;
  let closingBracket = -1;

  function quoted(name: number, quote: number, least: number, role?: 'last' | 'no key'): number {
    const start = quote + 1;
    const limit = Math.min(length, start + MAX_QUOTED);
    let end = start;
    while (end < limit && !closes(quote, end) && !isLineEnd(end)) end += 1;
    const isClosed = end < limit && closes(quote, end);
    if (!isClosed) noteEnd(name, end);
    if (end - start >= least && hasRole(end + 1, role)) mask(start, end);
    return isClosed ? end + 1 : end;
  }

  /** The same quote, wrapped as the opening one or less: a deeper one is part of what is quoted. */
  function closes(quote: number, at: number): boolean {
    return (
      codes[at] === codes[quote] &&
      (percents[at] ?? 0) <= (percents[quote] ?? 0) &&
      endsString(escapes[quote] ?? 0, escapes[at] ?? 0)
    );
  }

  /** A line that ends here, not one that is written as `\n`. */
  function isLineEnd(at: number): boolean {
    return codes[at] === LINE_FEED && escapes[at] === 0 && percents[at] === 0;
  }

  function hasRole(from: number, role: 'last' | 'no key' | undefined): boolean {
    if (role === undefined) return true;
    let at = from;
    while (at < length && isSpace(codes[at])) at += 1;
    return role === 'last' ? codes[at] === CLOSE_BRACKET : codes[at] !== COLON;
  }

  function list(name: number, bracket: number, words: BareWords): number {
    const percent = percents[bracket] ?? 0;
    // Remembered, so that many lists without an end do not all look for it.
    if (closingBracket < bracket) closingBracket = indexOf(CLOSE_BRACKET, bracket);
    noteEnd(name, closingBracket);
    let at = bracket + 1;
    while (at < closingBracket) {
      if (isQuote(codes[at])) at = quoted(name, at, 1, 'no key');
      else if (endsValue(codes[at])) at += 1;
      else at = Math.max(bare(name, at, percent, words), at + 1);
    }
    return at;
  }

  function indexOf(wanted: number, from: number): number {
    const at = codes.indexOf(wanted, from);
    return at < 0 || at > length ? length : at;
  }

  function bare(name: number, start: number, percent: number, words: BareWords): number {
    let end = start;
    let hasDigit = false;
    while (end < length && !(endsValue(codes[end]) && (percents[end] ?? 0) <= percent)) {
      hasDigit ||= isDigit(codes[end]);
      end += 1;
    }
    noteEnd(name, end);
    if (isSecret(start, end, hasDigit, words)) mask(start, end);
    return end;
  }

  function isSecret(start: number, end: number, hasDigit: boolean, words: BareWords): boolean {
    if (words === 'none') return false;
    if (end - start >= LIKELY_TOKEN_LENGTH) return true;
    if (words === 'likely') return hasDigit;
    return words === 'any' && !LITERALS.some((literal) => isWord(literal, start, end));
  }

  function isWord(word: Uint16Array, start: number, end: number): boolean {
    return word.length === end - start && word.every((char, i) => codes[start + i] === char);
  }

  return { quoted, list, bare };
}
