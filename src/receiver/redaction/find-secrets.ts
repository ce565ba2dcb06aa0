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
} from './characters.ts';
import { decodeText } from './decoded-text.ts';
import { pathReader, type SecretPath } from './find-path.ts';
import { LIKELY_TOKEN_LENGTH, valueReader } from './read-values.ts';
import { type FoundSecrets, secretLog } from './secret-log.ts';

/** What is looked for. */
export interface SecretNames {
  /** Whole names of parameters, fields and properties, in lower case. */
  readonly names: readonly string[];
  readonly path: SecretPath | undefined;
}

/** Shortest text in quotes that is masked behind a name without quotes: `Unexpected token: ')'`. */
const MIN_QUOTED = 4;
const VALUE = codesOf('value');

/**
 * Finds what stands in the places of a token, in whatever notation: a query string, JSON, an inspected
 * object, HTML, each of them within another. It reads every character a bounded number of times.
 */
export function findSecrets({ names, path }: SecretNames, source: string): FoundSecrets {
  const text = decodeText(source);
  const { codes, length, percents } = text;
  const log = secretLog(text);
  const read = valueReader(text, log);
  const readPath = path && pathReader(path, text, log);
  const nameCodes = names.map(codesOf);

  for (let at = 0; at < length; ) {
    const next = readPath !== undefined && codes[at] === SLASH ? readPath(at) : readName(at);
    at = Math.max(next, at + 1);
  }
  return log.found();

  /** @returns where to go on */
  function readName(at: number): number {
    if (at > 0 && codes[at - 1] !== HYPHEN && isNameCode(codes[at - 1])) return at;
    for (const name of nameCodes) {
      const end = at + name.length;
      const isWhole = startsWith(name, at) && !isNameCode(codes[end]) && !isAfterHyphen(at);
      if (isWhole) return readAfterName(at, end);
    }
    return at;
  }

  function startsWith(name: Uint16Array, at: number): boolean {
    if (at + name.length > length) return false;
    for (let i = 0; i < name.length; i++) if (codes[at + i] !== name[i]) return false;
    return true;
  }

  /** As in `x-token`; `--token` of a command is a name of its own. */
  function isAfterHyphen(at: number): boolean {
    let before = at - 1;
    while (codes[before] === HYPHEN) before -= 1;
    return before < at - 1 && isNameCode(codes[before]);
  }

  function readAfterName(name: number, nameEnd: number): number {
    let at = skipIndex(nameEnd);
    const isQuoted = isQuote(codes[at]);
    if (isQuoted) at = skipIndex(at + 1);
    const sign = skipSpace(at);
    const start = skipSign(sign);
    if (start === undefined) {
      log.noteEnd(name, sign);
      return isQuoted ? readPair(name, at) : sign;
    }
    const value = skipSpace(start);
    log.noteEnd(name, value);
    const percent = percents[sign] ?? 0;
    if (isQuote(codes[value]) && (percents[value] ?? 0) <= percent) {
      return read.quoted(name, value, isQuoted ? 1 : MIN_QUOTED);
    }
    if (codes[value] === OPEN_BRACKET) return read.list(name, value, isQuoted ? 'none' : 'long');
    const isParameter = codes[sign] === EQUALS && sign === at && value === start;
    return read.bare(name, value, percent, isParameter ? 'any' : isQuoted ? 'none' : 'likely');
  }

  /** `[]`, `[0]`, and the end of `[name]`. */
  function skipIndex(at: number): number {
    if (codes[at] === CLOSE_BRACKET) return at + 1;
    if (codes[at] !== OPEN_BRACKET) return at;
    let end = at + 1;
    while (end < at + 12 && isDigit(codes[end])) end += 1;
    return codes[end] === CLOSE_BRACKET ? end + 1 : at;
  }

  function skipSpace(from: number): number {
    let at = from;
    while (at < length && isSpace(codes[at])) at += 1;
    return at;
  }

  /** `=`, `==`, `=>`, `:`. */
  function skipSign(at: number): number | undefined {
    if (codes[at] === COLON) return at + 1;
    if (codes[at] !== EQUALS) return undefined;
    return codes[at + 1] === GREATER || codes[at + 1] === EQUALS ? at + 2 : at + 1;
  }

  /** `{"name":"token","value":"T"}`, `<input name="token" value="T">`, and `["token","T"]`. */
  function readPair(name: number, from: number): number {
    let at = from;
    while (at < length && (codes[at] === COMMA || isSpace(codes[at]))) at += 1;
    log.noteEnd(name, at);
    if (at === from) return from;
    const key = isQuote(codes[at]) ? at + 1 : at;
    const value = startsWith(VALUE, key) ? valueAfter(key + VALUE.length) : undefined;
    if (value !== undefined) {
      log.noteEnd(name, value);
      return isQuote(codes[value]) ? read.quoted(name, value, 1) : value;
    }
    const bracket = isSpace(codes[name - 2]) ? name - 3 : name - 2;
    const isPair = codes[bracket] === OPEN_BRACKET && isQuote(codes[at]);
    return isPair ? read.quoted(name, at, LIKELY_TOKEN_LENGTH, 'last') : at;
  }

  function valueAfter(key: number): number | undefined {
    const start = skipSign(skipSpace(isQuote(codes[key]) ? key + 1 : key));
    return start === undefined ? undefined : skipSpace(start);
  }
}
