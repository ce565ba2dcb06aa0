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
  startsWith,
} from './characters.ts';
import { mask, noteEnd, type Search } from './search.ts';

/**
 * Which bare words are masked: any but `null` and its like; those that look like a token; long ones;
 * or none, as in JSON, where a token has quotes.
 */
export type BareWords = 'any' | 'likely' | 'long' | 'none';

/** Longest quoted text that may be a token, in decoded characters; tokens have 512 at most. */
const MAX_QUOTED = 1_024;
/** Shortest word that is taken for a token where words of a language may stand. */
export const LIKELY_TOKEN_LENGTH = 16;
const LITERALS = ['null', 'true', 'false', 'undefined', 'nan'].map(codesOf);

/*
 * Each of these reads what stands behind a name, masks it, and gives where to go on. `name` is where
 * the name begins.
 */

/**
 * @param least - characters that a token has here at least
 * @param role - of the text in quotes: the last of a list, or anything but a key
 */
export function readQuoted(
  search: Search,
  name: number,
  quote: number,
  least: number,
  role?: 'last' | 'no key',
): number {
  const { codes, length } = search;
  const start = quote + 1;
  const limit = Math.min(length, start + MAX_QUOTED);
  const mark = codes[quote];
  let end = start;
  let isClosed = false;
  for (; end < limit; end++) {
    isClosed = codes[end] === mark && closes(search, quote, end);
    if (isClosed || (codes[end] === LINE_FEED && isLineEnd(search, end))) break;
  }
  if (!isClosed) noteEnd(search, name, end);
  const isOne = role === undefined || hasRole(search, name, end + 1, role);
  if (isOne && end - start >= least) mask(search, start, end);
  return isClosed ? end + 1 : end;
}

/** The same quote, wrapped as the opening one or less: a deeper one is part of what is quoted. */
function closes({ percents, escapes }: Search, quote: number, at: number): boolean {
  return (
    (percents[at] ?? 0) <= (percents[quote] ?? 0) &&
    endsString(escapes[quote] ?? 0, escapes[at] ?? 0)
  );
}

/** A line that ends here, not one that is written as `\n`. */
function isLineEnd({ escapes, percents }: Search, at: number): boolean {
  return escapes[at] === 0 && percents[at] === 0;
}

function hasRole(search: Search, name: number, from: number, role: 'last' | 'no key'): boolean {
  const { codes, length } = search;
  let at = from;
  while (at < length && isSpace(codes[at])) at += 1;
  noteEnd(search, name, at);
  return role === 'last' ? codes[at] === CLOSE_BRACKET : codes[at] !== COLON;
}

/** Masks everything in `["x", "T"]` that is text. */
export function readList(search: Search, name: number, bracket: number, words: BareWords): number {
  const { codes, percents } = search;
  const percent = percents[bracket] ?? 0;
  if (search.closingBracket < bracket) {
    search.closingBracket = indexOf(search, CLOSE_BRACKET, bracket);
  }
  noteEnd(search, name, search.closingBracket);
  let at = bracket + 1;
  while (at < search.closingBracket) {
    if (isQuote(codes[at])) at = readQuoted(search, name, at, 1, 'no key');
    else if (endsValue(codes[at])) at += 1;
    else at = readBare(search, name, at, percent, words);
  }
  return at;
}

function indexOf({ codes, length }: Search, wanted: number, from: number): number {
  const at = codes.indexOf(wanted, from);
  return at < 0 ? length : at;
}

/** @param percent - layers of percent-encoding around the value; a deeper `&` is part of it */
export function readBare(
  search: Search,
  name: number,
  start: number,
  percent: number,
  words: BareWords,
): number {
  const { codes, length, percents } = search;
  let end = start;
  let hasDigit = false;
  while (end < length && !(endsValue(codes[end]) && (percents[end] ?? 0) <= percent)) {
    hasDigit ||= isDigit(codes[end]);
    end += 1;
  }
  noteEnd(search, name, end);
  if (isSecret(search, start, end, hasDigit, words)) mask(search, start, end);
  return end;
}

function isSecret(
  { codes }: Search,
  start: number,
  end: number,
  hasDigit: boolean,
  words: BareWords,
): boolean {
  if (words === 'none') return false;
  if (end - start >= LIKELY_TOKEN_LENGTH) return true;
  if (words === 'likely') return hasDigit;
  if (words === 'long') return false;
  return !LITERALS.some((word) => word.length === end - start && startsWith(codes, word, start));
}
