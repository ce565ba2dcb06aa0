import { customAlphabet, customRandom } from 'nanoid';
import { MAX_TOKEN_LENGTH, MIN_TOKEN_LENGTH } from './limits.ts';

/** How tokens are made. */
export interface TokenFactoryOptions {
  /** Characters per token, 18 to 512; default 22. */
  readonly length?: number;
  /** Distinct ASCII letters and digits; default the 58 without look-alikes. */
  readonly alphabet?: string;
  /** Source of `bytes` unpredictable bytes; default the platform's own. */
  readonly random?: (bytes: number) => Uint8Array;
}

/** Letters and digits without `0`, `O`, `I` and `l`, which people and OCR mix up. */
export const TOKEN_ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** With fewer bits, someone patient with many machines could guess a token. */
export const MIN_TOKEN_ENTROPY_BITS = 96;

/**
 * Makes a function that generates one fresh short token per call.
 *
 * @param options.length - characters per token, 18 to 512; default 22 (128.9 bits)
 * @param options.alphabet - distinct ASCII letters and digits, which no URL encoder, linkifier or chat client changes; default 58 without look-alikes
 * @param options.random - returns that many unpredictable bytes; for tests and hardware sources
 * @returns the function, which takes nothing and returns the token
 * @throws TypeError for an option of the wrong type or an alphabet with other or repeated characters
 * @throws RangeError for a length out of bounds, or under 96 bits of entropy
 * @example
 * const generateToken = createTokenFactory({ length: 24 });
 * const shortToken = generateToken();
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
  if (!Number.isInteger(length) || length < MIN_TOKEN_LENGTH || length > MAX_TOKEN_LENGTH) {
    throw new RangeError(
      `length must be a whole number from ${MIN_TOKEN_LENGTH} to ${MAX_TOKEN_LENGTH}.`,
    );
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

/** nanoid reads a missing byte as 0, so a short answer would repeat the first letter. */
function checkedRandom(random: (bytes: number) => Uint8Array): (bytes: number) => Uint8Array {
  return (count) => {
    const bytes = random(count);
    if (!(bytes instanceof Uint8Array) || bytes.length < count) {
      throw new TypeError('random must return a Uint8Array of at least the length asked for.');
    }
    return bytes;
  };
}

/** nanoid concatenates; reading a character makes V8 store the string in one piece. */
function flatten(token: string): string {
  token.charCodeAt(0);
  return token;
}
