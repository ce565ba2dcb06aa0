import { isDigit } from './characters.ts';
import { type Character, readCharacter } from './read-character.ts';

/**
 * A text as a reader of it would understand it: escapes and percent-encodings decoded, however deeply,
 * colours left out. Every character knows where it was written, and how it was wrapped. The lists have
 * a zero behind the last character, so that one may look ahead.
 */
export interface DecodedText {
  readonly length: number;
  /** UTF-16 code units, ASCII letters in lower case. */
  readonly codes: Uint16Array;
  /** Where each character begins in the source. */
  readonly starts: Int32Array;
  /** Where it ends in the source, exclusive. */
  readonly ends: Int32Array;
  /** How often it is percent-encoded, at most 255 times. */
  readonly percents: Uint8Array;
  /** How many backslashes, or ampersands of HTML, stand before it, at most 65,535. */
  readonly escapes: Uint16Array;
}

const ESCAPE = 0x1b;

/**
 * Reads a text once, from left to right; what was looked at is not looked at again.
 *
 * @param source - any string
 */
export function decodeText(source: string): DecodedText {
  const size = source.length + 1;
  const codes = new Uint16Array(size);
  const starts = new Int32Array(size);
  const ends = new Int32Array(size);
  const percents = new Uint8Array(size);
  const escapes = new Uint16Array(size);
  const char: Character = { code: 0, end: 0, percents: 0, escapes: 0 };
  let length = 0;
  // Where a colour (ESC [ … m) began, and how much of it is there.
  let colourStart = 0;
  let colour: 'none' | 'escape' | 'numbers' = 'none';

  for (let at = 0; at < source.length; at = char.end) {
    readCharacter(source, at, char);
    const { code } = char;
    codes[length] = code >= 0x41 && code <= 0x5a ? code + 32 : code;
    starts[length] = at;
    ends[length] = char.end;
    percents[length] = Math.min(char.percents, 255);
    escapes[length] = Math.min(char.escapes, 65_535);
    length += 1;
    if (code === ESCAPE) {
      colourStart = length - 1;
      colour = 'escape';
    } else if (colour === 'escape') {
      colour = code === 0x5b ? 'numbers' : 'none';
    } else if (colour === 'numbers') {
      if (code === 0x6d) length = colourStart;
      if (!isDigit(code) && code !== 0x3b) colour = 'none';
    }
  }
  codes.fill(0, length);
  return { length, codes, starts, ends, percents, escapes };
}
