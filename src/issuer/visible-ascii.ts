const LONGEST = 16_384;
const WORD = 4;
const FILLER = 0x21;
const HIGH_BITS = 0x8080_8080 | 0;

// Written over and wiped by every call; a call never yields in between.
const bytes = Buffer.alloc(LONGEST);
const words = new Int32Array(bytes.buffer, bytes.byteOffset, LONGEST / WORD);

/**
 * Whether a string is 1 to `maxLength` visible ASCII characters; `maxLength` is 16,384 at most.
 *
 * Not a regular expression: engines keep the last subject of one alive (`RegExp.input`), which
 * would leave a token in a heap dump. Four bytes at a time and not by character: a bearer has a
 * thousand of them and is usually a part of a header, which is slow to read by character.
 *
 * @see https://graphics.stanford.edu/~seander/bithacks.html#HasLessInWord
 */
export function isVisibleAscii(text: string, maxLength: number): boolean {
  const { length } = text;
  if (length === 0 || length > maxLength) return false;
  const written = bytes.write(text, 0, 'utf8');
  const end = Math.min(Math.ceil(written / WORD) * WORD, LONGEST);
  bytes.fill(FILLER, written, end);
  const count = end / WORD;
  let atLeast = HIGH_BITS;
  let above = 0;
  for (let i = 0; i < count; i += 1) {
    const word = words[i] as number;
    // The high bit of each byte says: 0x21 or more; 0x7f or more. No byte of ASCII carries over.
    atLeast &= word + 0x5f5f_5f5f;
    above |= (word + 0x0101_0101) | word;
  }
  bytes.fill(0, 0, end);
  // More bytes than characters means characters beyond ASCII.
  return written === length && (atLeast & ~above & HIGH_BITS) === HIGH_BITS;
}
