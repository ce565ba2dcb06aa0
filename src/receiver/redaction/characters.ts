import { lowerCase } from '../paths.ts';

const code = (char: string) => char.charCodeAt(0);

export const LINE_FEED = code('\n');
export const HYPHEN = code('-');
export const COMMA = code(',');
export const COLON = code(':');
export const EQUALS = code('=');
export const GREATER = code('>');
export const SLASH = code('/');
export const QUESTION = code('?');
export const OPEN_BRACKET = code('[');
export const CLOSE_BRACKET = code(']');

/** The characters of a text, ASCII letters in lower case, as `DecodedText` has them. */
export function codesOf(text: string): Uint16Array {
  return Uint16Array.from(lowerCase(text).split(''), code);
}

export function startsWith(codes: Uint16Array, word: Uint16Array, at: number): boolean {
  for (let i = 0; i < word.length; i++) if (codes[at + i] !== word[i]) return false;
  return true;
}

export function isQuote(char: number | undefined): boolean {
  return char === 0x22 || char === 0x27 || char === 0x60;
}

/** Spaces and control characters. */
export function isSpace(char: number | undefined): boolean {
  return char !== undefined && (char <= 0x20 || char === 0x7f || char === 0xa0);
}

export function isDigit(char: number | undefined): boolean {
  return char !== undefined && char >= 0x30 && char <= 0x39;
}

/** @returns 0 to 15, or -1 for what is no digit */
export function hexDigit(char: number): number {
  if (char >= 0x30 && char <= 0x39) return char - 0x30;
  const lower = char | 32;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** Letters, digits, `_`, `-`, `$`, and everything beyond ASCII. */
export function isNameCode(char: number | undefined): boolean {
  return char !== undefined && (char > 0x7f || IN_NAMES[char] === 1);
}

/** Whether a value without quotes ends here. */
export function endsValue(char: number | undefined): boolean {
  return isSpace(char) || (char !== undefined && AFTER_VALUES[char] === 1);
}

const IN_NAMES = tableOf('abcdefghijklmnopqrstuvwxyz0123456789_-$');
const AFTER_VALUES = tableOf('"\'`<>&#,;\\)]}');

function tableOf(chars: string): Uint8Array {
  const table = new Uint8Array(128);
  for (const char of chars) table[code(char)] = 1;
  return table;
}

/**
 * Whether a quote with so many backslashes ends a string whose own quotes have `own`: each level of
 * JSON within JSON doubles what the level above it has. With `own` 0, an even number is backslashes
 * alone; with 1, a remainder of 3 in 4 is a quote within the string.
 */
export function endsString(own: number, backslashes: number): boolean {
  for (let level = own; ; level = (level - 1) >> 1) {
    if (backslashes % (2 * (level + 1)) === level) return true;
    if (level <= 0) return false;
  }
}
