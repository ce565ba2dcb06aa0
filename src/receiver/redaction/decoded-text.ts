/**
 * A text as a reader of it would understand it: escapes and percent-encodings decoded, however deeply,
 * colours left out. Every character knows where it was written, and how it was wrapped.
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

const PERCENT = 0x25;
const BACKSLASH = 0x5c;
const AMPERSAND = 0x26;
const ESCAPE = 0x1b;
const LINE_FEED = 0x0a;

/**
 * Reads a text once, from left to right; what was looked at is not looked at again.
 *
 * @param source - any string
 */
export function decodeText(source: string): DecodedText {
  const size = source.length;
  const codes = new Uint16Array(size);
  const starts = new Int32Array(size);
  const ends = new Int32Array(size);
  const percents = new Uint8Array(size);
  const escapes = new Uint16Array(size);
  let length = 0;
  // Where a colour (ESC [ … m) began, and how much of it is there.
  let colourStart = 0;
  let colour: 'none' | 'escape' | 'numbers' = 'none';

  for (let at = 0; at < size; ) {
    const code = source.charCodeAt(at);
    if (code === PERCENT) at = readPercent(at);
    else if (code === BACKSLASH) at = readEscape(at);
    else if (code === AMPERSAND) at = readEntity(at);
    else {
      write(code, at, at + 1, 0, 0);
      at += 1;
    }
  }
  codes.fill(0, length);
  return { length, codes, starts, ends, percents, escapes };

  function write(code: number, start: number, end: number, layers: number, slashes: number): void {
    codes[length] = code >= 0x41 && code <= 0x5a ? code + 32 : code;
    starts[length] = start;
    ends[length] = end;
    percents[length] = Math.min(layers, 255);
    escapes[length] = Math.min(slashes, 65_535);
    length += 1;
    leaveColoursOut(code);
  }

  function leaveColoursOut(code: number): void {
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

  /** `%3D`, `%253D`, `%25253D`: as many layers as there are. */
  function readPercent(at: number): number {
    let digits = at + 1;
    let code = readHex(source, digits, 2);
    let layers = 1;
    while (code === PERCENT) {
      const inner = readHex(source, digits + 2, 2);
      if (inner < 0) break;
      code = inner;
      digits += 2;
      layers += 1;
    }
    if (code < 0) {
      write(PERCENT, at, at + 1, 0, 0);
      return at + 1;
    }
    write(code, at, digits + 2, layers, 0);
    return digits + 2;
  }

  /** `\"`, `\\\"`, `\/`, `\n`, `\u003d`, `\\u003d`, `\x3d`: of JavaScript and of JSON within JSON. */
  function readEscape(at: number): number {
    let next = at + 1;
    while (source.charCodeAt(next) === BACKSLASH) next += 1;
    const slashes = next - at;
    const letter = source.charCodeAt(next);
    const digits = letter === 0x75 ? 4 : letter === 0x78 ? 2 : 0;
    const number = digits > 0 ? readHex(source, next + 1, digits) : -1;
    if (number >= 0) {
      write(number, at, next + 1 + digits, 0, slashes);
      return next + 1 + digits;
    }
    const meaning = isEscapable(letter) ? letter : isWhitespaceLetter(letter) ? LINE_FEED : -1;
    const end = meaning < 0 ? next : next + 1;
    if (meaning < 0) write(BACKSLASH, at, end, 0, 0);
    else write(meaning, at, end, 0, slashes);
    return end;
  }

  /** `&quot;`, `&#34;`, `&#x22;`, `&amp;`: of HTML. */
  function readEntity(at: number): number {
    const first = source.charCodeAt(at + 1);
    if (first === 0x23) return readNumericEntity(at);
    for (const { name, initial, code } of ENTITIES) {
      if (first !== initial || !source.startsWith(name, at + 1)) continue;
      write(code, at, at + 1 + name.length, 0, 1);
      return at + 1 + name.length;
    }
    write(AMPERSAND, at, at + 1, 0, 0);
    return at + 1;
  }

  function readNumericEntity(at: number): number {
    const isHexadecimal = source.charCodeAt(at + 2) === 0x78;
    const radix = isHexadecimal ? 16 : 10;
    const digits = at + (isHexadecimal ? 3 : 2);
    let end = digits;
    let code = 0;
    for (; end < digits + 4; end++) {
      const digit = hexDigit(source.charCodeAt(end));
      if (digit < 0 || digit >= radix) break;
      code = code * radix + digit;
    }
    if (end === digits || source.charCodeAt(end) !== 0x3b) {
      write(AMPERSAND, at, at + 1, 0, 0);
      return at + 1;
    }
    write(code, at, end + 1, 0, 1);
    return end + 1;
  }
}

const ENTITIES = [
  { name: 'amp;', initial: 0x61, code: AMPERSAND },
  { name: 'apos;', initial: 0x61, code: 0x27 },
  { name: 'quot;', initial: 0x71, code: 0x22 },
] as const;

/** @returns the number, or -1 where there are no such digits */
function readHex(text: string, at: number, count: number): number {
  let number = 0;
  for (let i = at; i < at + count; i++) {
    const digit = hexDigit(text.charCodeAt(i));
    if (digit < 0) return -1;
    number = number * 16 + digit;
  }
  return number;
}

/** @returns 0 to 15, or -1 for what is no digit, beyond the end included */
function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 32;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** Quotes and the slash. */
function isEscapable(code: number): boolean {
  return code === 0x22 || code === 0x27 || code === 0x60 || code === 0x2f;
}

/** b, f, n, r, t, v. */
function isWhitespaceLetter(code: number): boolean {
  return (
    code === 0x62 ||
    code === 0x66 ||
    code === 0x6e ||
    code === 0x72 ||
    code === 0x74 ||
    code === 0x76
  );
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
