import { MIN_TOKEN_ENTROPY_BITS } from '../token/generate-token.ts';
import { MAX_TOKEN_LENGTH, MIN_TOKEN_LENGTH } from '../token/limits.ts';

const SAMPLES = 256;
const MOST_SAMPLES = 1_024;
// 1 for each code unit that a token may have.
const LETTERS_AND_DIGITS = new Uint8Array(0x80)
  .fill(1, 0x30, 0x3a)
  .fill(1, 0x41, 0x5b)
  .fill(1, 0x61, 0x7b);

/**
 * Draws 256 tokens and refuses a generator that cannot reach 96 bits: no position can carry more
 * than the characters that were seen there. Where 256 do not show it, up to 1,024 are drawn: one
 * generator of 24 hex digits in 40,000 leaves a digit out of 256 by chance, and none out of 1,024.
 * It finds a constant prefix, a clock, a counter and a short alphabet; it cannot find a bad random
 * source.
 *
 * @throws RangeError under the floor
 */
export function checkEntropy(generate: () => string): void {
  const seen: Set<string>[] = [];
  let bits = 0;
  for (let sample = 1; sample <= MOST_SAMPLES; sample += 1) {
    const token = mintedToken(generate);
    for (let i = 0; i < token.length; i += 1) {
      const letters = seen[i] ?? new Set<string>();
      seen[i] = letters;
      letters.add(token.charAt(i));
    }
    if (sample % SAMPLES > 0) continue;
    bits = seen.reduce((sum, letters) => sum + Math.log2(letters.size), 0);
    if (bits >= MIN_TOKEN_ENTROPY_BITS) return;
  }
  throw new RangeError(
    `generateToken carries ${bits.toFixed(1)} bits at most; the floor is ` +
      `${MIN_TOKEN_ENTROPY_BITS}. createTokenFactory() makes one that carries 128.9.`,
  );
}

/**
 * Mints one token and refuses what would not survive a URL, a linkifier or a chat client.
 *
 * @throws TypeError for anything but ASCII letters and digits
 * @throws RangeError for a length outside 18 to 512
 */
export function mintedToken(generate: () => string): string {
  const token: unknown = generate();
  if (typeof token !== 'string') {
    throw new TypeError('generateToken must return a string, and not a promise of one.');
  }
  if (token.length < MIN_TOKEN_LENGTH || token.length > MAX_TOKEN_LENGTH) {
    throw new RangeError(
      `generateToken must return ${MIN_TOKEN_LENGTH} to ${MAX_TOKEN_LENGTH} characters.`,
    );
  }
  for (let i = 0; i < token.length; i += 1) {
    if (LETTERS_AND_DIGITS[token.charCodeAt(i)] !== 1) {
      throw new TypeError('generateToken must return ASCII letters and digits only.');
    }
  }
  return token;
}
