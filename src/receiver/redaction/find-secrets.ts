import {
  CLOSE_BRACKET,
  COLON,
  COMMA,
  codesOf,
  EQUALS,
  GREATER,
  HYPHEN,
  isDigit,
  isNameCode,
  isQuote,
  isSpace,
  OPEN_BRACKET,
  SLASH,
  startsWith,
} from './characters.ts';
import { decodeText } from './decoded-text.ts';
import { readPath, type SecretPath, type SegmentsAround } from './find-path.ts';
import { LIKELY_TOKEN_LENGTH, readBare, readList, readQuoted } from './read-values.ts';
import { type FoundSecrets, noteEnd, type Search, searchOf } from './search.ts';

/** What is looked for, as `secretPlaces` gives it. */
export interface SecretPlaces {
  /** Whole names of parameters, fields and properties. */
  readonly names: readonly Uint16Array[];
  readonly paths: readonly SecretPath[];
  /** 1 at the last eight bits of every character that a place may begin with. */
  readonly initials: Uint8Array;
}

/** Shortest text in quotes that is masked behind a name without quotes: `Unexpected token: ')'`. */
const MIN_QUOTED = 4;
const VALUE = codesOf('value');

/** @param names - whole names of parameters, fields and properties */
export function secretPlaces(
  names: readonly string[],
  paths: readonly SegmentsAround[],
): SecretPlaces {
  const initials = new Uint8Array(256);
  for (const name of names) initials[(codesOf(name)[0] ?? 0) & 0xff] = 1;
  if (paths.length > 0) initials[SLASH] = 1;
  return {
    names: names.map(codesOf),
    paths: paths.map(({ before, after }) => ({
      before: before.map(codesOf),
      after: after.map(codesOf),
    })),
    initials,
  };
}

/**
 * Finds what stands in the places of a token, in whatever notation: a query string, JSON, an inspected
 * object, HTML, each of them within another. It reads every character a bounded number of times.
 */
export function findSecrets(places: SecretPlaces, source: string): FoundSecrets {
  const search = searchOf(decodeText(source));
  const { codes, length } = search;
  const { initials } = places;
  for (let at = 0; at < length; ) {
    const next = initials[(codes[at] ?? 0) & 0xff] === 1 ? readPlace(search, places, at) : at;
    at = Math.max(next, at + 1);
  }
  return search;
}

/** @returns where to go on */
function readPlace(search: Search, { names, paths }: SecretPlaces, at: number): number {
  for (const path of paths) {
    const next = readPath(search, path, at);
    if (next > at) return next;
  }
  for (const name of names) {
    if (isWholeName(search, name, at)) return readAfterName(search, at, at + name.length);
  }
  return at;
}

function isWholeName({ codes }: Search, name: Uint16Array, at: number): boolean {
  const before = codes[at - 1];
  return (
    startsWith(codes, name, at) &&
    !isNameCode(codes[at + name.length]) &&
    (before === HYPHEN ? !isAfterHyphen(codes, at) : !isNameCode(before))
  );
}

/** As in `x-token`; `--token` of a command is a name of its own. */
function isAfterHyphen(codes: Uint16Array, at: number): boolean {
  let before = at - 1;
  while (codes[before] === HYPHEN) before -= 1;
  return isNameCode(codes[before]);
}

function readAfterName(search: Search, name: number, nameEnd: number): number {
  const { codes, percents } = search;
  let at = skipIndex(codes, nameEnd);
  const isQuoted = isQuote(codes[at]);
  if (isQuoted) at = skipIndex(codes, at + 1);
  const sign = skipSpace(search, at);
  const start = skipSign(codes, sign);
  if (start === undefined) {
    noteEnd(search, name, sign);
    return isQuoted ? readPair(search, name, at) : sign;
  }
  const value = skipSpace(search, start);
  noteEnd(search, name, value);
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
function readPair(search: Search, name: number, from: number): number {
  const { codes, length } = search;
  let at = from;
  while (at < length && (codes[at] === COMMA || isSpace(codes[at]))) at += 1;
  noteEnd(search, name, at);
  if (at === from) return from;
  const key = isQuote(codes[at]) ? at + 1 : at;
  const value = startsWith(codes, VALUE, key) ? valueAfter(search, key + VALUE.length) : undefined;
  if (value !== undefined) {
    noteEnd(search, name, value);
    return isQuote(codes[value]) ? readQuoted(search, name, value, 1) : value;
  }
  const bracket = isSpace(codes[name - 2]) ? name - 3 : name - 2;
  const isPair = codes[bracket] === OPEN_BRACKET && isQuote(codes[at]);
  return isPair ? readQuoted(search, name, at, LIKELY_TOKEN_LENGTH, 'last') : at;
}

function valueAfter(search: Search, key: number): number | undefined {
  const { codes } = search;
  const start = skipSign(codes, skipSpace(search, isQuote(codes[key]) ? key + 1 : key));
  return start === undefined ? undefined : skipSpace(search, start);
}
