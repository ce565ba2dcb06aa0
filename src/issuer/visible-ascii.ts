const LONGEST = 16_384;
const WORD = 4;
const FILLER = 0x21;

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
  let found = 0;
  for (let i = 0; i < end / WORD; i += 1) {
    const word = words[i] as number;
    // The high bit of each byte: below 0x21, above 0x7e, or no ASCII at all.
    found |= ((word - 0x2121_2121) & ~word) | (word + 0x0101_0101) | word;
  }
  bytes.fill(0, 0, end);
  // More bytes than characters means characters beyond ASCII.
  return written === length && (found & 0x8080_8080) === 0;
}
