import {
  CLOSE_BRACKET,
  COLON,
  COMMA,
  codesOf,
  EQUALS,
  GREATER,
  isDigit,
  isQuote,
  isSpace,
  OPEN_BRACKET,
  startsWith,
} from './characters.ts';
import { LIKELY_TOKEN_LENGTH, readBare, readList, readQuoted } from './read-values.ts';
import { noteEnd, type Search } from './search.ts';

/** Shortest text in quotes that is masked behind a name without quotes: `Unexpected token: ')'`. */
const MIN_QUOTED = 4;
/** Characters that are looked through between a bracket and its first text. */
const MAX_INDENT = 64;
const VALUE = codesOf('value');

/**
 * Masks what belongs to a name.
 *
 * @param name, nameEnd - where the name begins and ends
 * @returns where to go on
 */
export function readAfterName(search: Search, name: number, nameEnd: number): number {
  const { codes, percents } = search;
  let at = skipIndex(codes, nameEnd);
  const isQuoted = isQuote(codes[at]);
  if (isQuoted) at = skipIndex(codes, at + 1);
  const sign = skipSpace(search, at);
  const start = skipSign(codes, sign);
  if (start === undefined) {
    const bracket = isQuoted ? bracketBefore(codes, name - 1) : undefined;
    noteEnd(search, bracket ?? name, sign);
    return isQuoted ? readPair(search, name, bracket, at) : sign;
  }
  const value = skipSpace(search, start);
  const percent = percents[sign] ?? 0;
  if (isQuote(codes[value]) && (percents[value] ?? 0) <= percent) {
    return readQuoted(search, name, value, isQuoted ? 1 : MIN_QUOTED);
  }
  if (codes[value] === OPEN_BRACKET) {
    return readList(search, name, value, isQuoted ? 'none' : 'long');
  }
  const isParameter = codes[sign] === EQUALS && sign === at && value === start;
  const words = isParameter ? 'any' : isQuoted ? 'none' : 'likely';
  return readBare(search, name, value, percent, words);
}

/** `[]`, `[0]`, and the end of `[name]`. */
function skipIndex(codes: Uint16Array, at: number): number {
  if (codes[at] === CLOSE_BRACKET) return at + 1;
  if (codes[at] !== OPEN_BRACKET) return at;
  let end = at + 1;
  while (end < at + 12 && isDigit(codes[end])) end += 1;
  return codes[end] === CLOSE_BRACKET ? end + 1 : at;
}

function skipSpace({ codes, length }: Search, from: number): number {
  let at = from;
  while (at < length && isSpace(codes[at])) at += 1;
  return at;
}

/** `=`, `==`, `=>`, `:`. */
function skipSign(codes: Uint16Array, at: number): number | undefined {
  if (codes[at] === COLON) return at + 1;
  if (codes[at] !== EQUALS) return undefined;
  return codes[at + 1] === GREATER || codes[at + 1] === EQUALS ? at + 2 : at + 1;
}

/** `{"name":"token","value":"T"}`, `<input name="token" value="T">`, and `["token","T"]`. */
function readPair(search: Search, name: number, bracket: number | undefined, from: number): number {
  const { codes, length } = search;
  let at = from;
  while (at < length && (codes[at] === COMMA || isSpace(codes[at]))) at += 1;
  noteEnd(search, bracket ?? name, at);
  if (at === from) return from;
  const key = isQuote(codes[at]) ? at + 1 : at;
  const value = startsWith(codes, VALUE, key) ? valueAfter(search, key + VALUE.length) : undefined;
  if (value !== undefined) {
    noteEnd(search, name, value);
    return isQuote(codes[value]) ? readQuoted(search, name, value, 1) : value;
  }
  if (bracket === undefined || !isQuote(codes[at])) return at;
  return readQuoted(search, bracket, at, LIKELY_TOKEN_LENGTH, 'last');
}

/** The bracket of a list whose first text begins at `end`, however it is indented. */
function bracketBefore(codes: Uint16Array, end: number): number | undefined {
  let at = end - 1;
  while (at > end - MAX_INDENT && isSpace(codes[at])) at -= 1;
  return codes[at] === OPEN_BRACKET ? at : undefined;
}

function valueAfter(search: Search, key: number): number | undefined {
  const { codes } = search;
  const start = skipSign(codes, skipSpace(search, isQuote(codes[key]) ? key + 1 : key));
  return start === undefined ? undefined : skipSpace(search, start);
}
