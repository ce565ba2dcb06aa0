import { customAlphabet, customRandom } from 'nanoid';

/** How tokens are made. */
export interface TokenFactoryOptions {
  /** Characters per token, 18 to 512; 22 unless told. */
  readonly length?: number;
  /** Distinct ASCII letters and digits; the 58 without look-alikes unless told. */
  readonly alphabet?: string;
  /** Source of `bytes` unpredictable bytes; the platform's own unless told. */
  readonly random?: (bytes: number) => Uint8Array;
}

/** Letters and digits without `0`, `O`, `I` and `l`, which people and OCR mix up. */
export const TOKEN_ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** Below this, a token could be guessed by someone patient with many machines. */
export const MIN_TOKEN_ENTROPY_BITS = 96;

const MIN_LENGTH = 18;
const MAX_LENGTH = 512;

/**
 * Makes a function that mints one fresh short token per call.
 *
 * @param options.length - characters per token, 18 to 512; 22 unless told (128.9 bits)
 * @param options.alphabet - distinct ASCII letters and digits: no URL encoder, linkifier or chat client touches these
 * @param options.random - gives that many unpredictable bytes; for tests and hardware sources
 * @throws TypeError for an option of the wrong type or an alphabet with other characters or doubles
 * @throws RangeError for a length out of bounds, or under 96 bits of entropy
 * @example
 * const mint = createTokenFactory({ length: 24 });
 * const shortToken = mint();
 * @see https://github.com/ai/nanoid#custom-alphabet-or-size
 */
export function createTokenFactory(options: TokenFactoryOptions = {}): () => string {
  const { length = 22, alphabet = TOKEN_ALPHABET, random } = options;
  checkLength(length);
  checkAlphabet(alphabet);
  checkEntropy(length, alphabet.length);
  if (random !== undefined && typeof random !== 'function') {
    throw new TypeError('random must be a function that returns a Uint8Array.');
  }
  const mint =
    random === undefined
      ? customAlphabet(alphabet, length)
      : customRandom(alphabet, length, checkedRandom(random));
  return () => flatten(mint());
}

function checkLength(length: number): void {
  if (typeof length !== 'number') throw new TypeError('length must be a number of characters.');
  if (!Number.isInteger(length) || length < MIN_LENGTH || length > MAX_LENGTH) {
    throw new RangeError(`length must be a whole number from ${MIN_LENGTH} to ${MAX_LENGTH}.`);
  }
}

function checkAlphabet(alphabet: string): void {
  if (typeof alphabet !== 'string') throw new TypeError('alphabet must be a string.');
  if (!/^[A-Za-z0-9]+$/.test(alphabet)) {
    throw new TypeError('alphabet must hold ASCII letters and digits only.');
  }
  if (new Set(alphabet).size !== alphabet.length) {
    throw new TypeError('alphabet must not hold a character twice.');
  }
}

function checkEntropy(length: number, letters: number): void {
  const bits = length * Math.log2(letters);
  if (bits < MIN_TOKEN_ENTROPY_BITS) {
    throw new RangeError(
      `${length} characters of an alphabet of ${letters} carry ${bits.toFixed(1)} bits; ` +
        `the floor is ${MIN_TOKEN_ENTROPY_BITS}. Take a longer length or a larger alphabet.`,
    );
  }
}

/** nanoid reads a missing byte as 0, so a short or wrong answer would mint one letter over and over. */
function checkedRandom(random: (bytes: number) => Uint8Array): (bytes: number) => Uint8Array {
  return (count) => {
    const bytes = random(count);
    if (!(bytes instanceof Uint8Array) || bytes.length < count) {
      throw new TypeError('random must return a Uint8Array of at least the length asked for.');
    }
    return bytes;
  };
}

/** nanoid builds its string by concatenation; reading a character makes V8 store it in one piece. */
function flatten(token: string): string {
  token.charCodeAt(0);
  return token;
}
