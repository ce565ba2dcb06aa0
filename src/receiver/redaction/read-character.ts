import { hexDigit, LINE_FEED } from './characters.ts';

/** The character that was read last. One object serves for all: a million of them would be dear. */
export interface Character {
  code: number;
  end: number;
  percents: number;
  escapes: number;
}

const PERCENT = 0x25;
const BACKSLASH = 0x5c;
const AMPERSAND = 0x26;

/** Sets `char` to the character that begins at `at`. */
export function readCharacter(source: string, at: number, char: Character): void {
  const unit = source.charCodeAt(at);
  char.code = unit;
  char.end = at + 1;
  char.percents = 0;
  char.escapes = 0;
  if (unit === PERCENT) readPercent(source, char);
  else if (unit === BACKSLASH) readEscape(source, char);
  else if (unit === AMPERSAND) readEntity(source, char);
}

/** `%3D`, `%253D`, `%25253D`: as many layers as there are. */
function readPercent(source: string, char: Character): void {
  while (char.code === PERCENT) {
    const code = readHex(source, char.end, 2);
    if (code < 0) return;
    char.code = code;
    char.end += 2;
    char.percents += 1;
  }
}

/** `\"`, `\\\"`, `\/`, `\n`, `\u003d`, `\\u003d`, `\x3d`: of JavaScript and of JSON within JSON. */
function readEscape(source: string, char: Character): void {
  let next = char.end;
  while (source.charCodeAt(next) === BACKSLASH) next += 1;
  const backslashes = next - char.end + 1;
  const letter = source.charCodeAt(next);
  const digits = letter === 0x75 ? 4 : letter === 0x78 ? 2 : 0;
  const code = digits > 0 ? readHex(source, next + 1, digits) : meaningOf(letter);
  char.end = next;
  if (code < 0) return;
  char.code = code;
  char.end = next + 1 + digits;
  char.escapes = backslashes;
}

/** @returns what an escaped letter stands for, or -1 */
function meaningOf(letter: number): number {
  return isEscapable(letter) ? letter : isWhitespaceLetter(letter) ? LINE_FEED : -1;
}

/** `&quot;`, `&#34;`, `&#x22;`, `&amp;`: of HTML. */
function readEntity(source: string, char: Character): void {
  const first = source.charCodeAt(char.end);
  if (first === 0x23) readNumericEntity(source, char);
  // Two letters rule out most, for less than a comparison with each name costs.
  else if (first === 0x61 || first === 0x71) readNamedEntity(source, char);
}

function readNamedEntity(source: string, char: Character): void {
  const entity = ENTITIES.find(({ name }) => source.startsWith(name, char.end));
  if (entity === undefined) return;
  char.code = entity.code;
  char.end += entity.name.length;
  char.escapes = 1;
}

function readNumericEntity(source: string, char: Character): void {
  const isHexadecimal = source.charCodeAt(char.end + 1) === 0x78;
  const radix = isHexadecimal ? 16 : 10;
  const digits = char.end + (isHexadecimal ? 2 : 1);
  let end = digits;
  let code = 0;
  for (; end < digits + 4; end++) {
    const digit = hexDigit(source.charCodeAt(end));
    if (digit < 0 || digit >= radix) break;
    code = code * radix + digit;
  }
  if (end === digits || source.charCodeAt(end) !== 0x3b) return;
  char.code = code;
  char.end = end + 1;
  char.escapes = 1;
}

const ENTITIES = [
  { name: 'amp;', code: AMPERSAND },
  { name: 'apos;', code: 0x27 },
  { name: 'quot;', code: 0x22 },
];

/** @returns the number, or -1 where there are no such digits */
function readHex(source: string, at: number, count: number): number {
  let number = 0;
  for (let i = at; i < at + count; i++) {
    const digit = hexDigit(source.charCodeAt(i));
    if (digit < 0) return -1;
    number = number * 16 + digit;
  }
  return number;
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
