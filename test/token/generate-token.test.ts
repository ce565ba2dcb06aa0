import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createTokenFactory,
  MIN_TOKEN_ENTROPY_BITS,
  TOKEN_ALPHABET,
} from '../../src/token/generate-token.ts';
import { RUNS } from '../support/property.ts';

fc.configureGlobal({ numRuns: RUNS });

const DIGITS = '0123456789';

describe('createTokenFactory', () => {
  test('mints 22 characters of 58 letters and digits, 128.9 bits', () => {
    const mint = createTokenFactory();
    expect(TOKEN_ALPHABET).toHaveLength(58);
    expect(22 * Math.log2(58)).toBeCloseTo(128.9, 1);
    for (let i = 0; i < 1000; i += 1) expect(mint()).toMatch(/^[1-9A-HJ-NP-Za-km-z]{22}$/);
  });

  test('leaves out the characters that look like others', () => {
    for (const lookAlike of '0OIl') expect(TOKEN_ALPHABET).not.toContain(lookAlike);
  });

  test('uses every letter about equally often', () => {
    const mint = createTokenFactory();
    const counts = new Map<string, number>();
    for (let i = 0; i < 10_000; i += 1) {
      for (const letter of mint()) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    const expected = (10_000 * 22) / 58;
    const chiSquare = [...counts.values()].reduce(
      (sum, n) => sum + (n - expected) ** 2 / expected,
      0,
    );
    expect(counts.size).toBe(58);
    // 57 degrees of freedom: above 130 happens once in ten million fair runs.
    expect(chiSquare).toBeLessThan(130);
  });

  test('never mints the same token twice', () => {
    const mint = createTokenFactory({ length: 18 });
    const minted = new Set(Array.from({ length: 50_000 }, mint));
    expect(minted.size).toBe(50_000);
  });

  test('honours every length and alphabet that carries enough entropy, and refuses the others', () => {
    const letters = fc.uniqueArray(fc.constantFrom(...TOKEN_ALPHABET), { minLength: 1 });
    fc.assert(
      fc.property(fc.integer({ min: 18, max: 512 }), letters, (length, chosen) => {
        const alphabet = chosen.join('');
        if (length * Math.log2(alphabet.length) < MIN_TOKEN_ENTROPY_BITS) {
          expect(() => createTokenFactory({ length, alphabet })).toThrow(RangeError);
          return;
        }
        const token = createTokenFactory({ length, alphabet })();
        expect(token).toHaveLength(length);
        for (const letter of token) expect(alphabet).toContain(letter);
      }),
    );
  });

  test('says the floor when it refuses', () => {
    expect(() => createTokenFactory({ length: 18, alphabet: DIGITS })).toThrow(
      /59\.8 bits; the floor is 96/,
    );
  });

  test.each([17, 513, 22.5, Number.NaN, -1, Number.POSITIVE_INFINITY])(
    'refuses length %s',
    (length) => {
      expect(() => createTokenFactory({ length })).toThrow(RangeError);
    },
  );

  test.each([
    ['a space', 'abc def'],
    ['an underscore, which Markdown eats', 'abc_def'],
    ['a hyphen at which linkifiers stop', 'abc-def'],
    ['a letter twice', 'abca'],
    ['a letter outside ASCII', 'abcé'],
    ['nothing', ''],
  ])('refuses an alphabet with %s', (_name, alphabet) => {
    expect(() => createTokenFactory({ length: 100, alphabet })).toThrow(TypeError);
  });

  test.each([
    ['length', { length: '22' }],
    ['alphabet', { alphabet: 5 }],
    ['random', { random: 'dice' }],
  ])('names %s when its type is wrong', (name, options) => {
    expect(() => createTokenFactory(options as never)).toThrow(new RegExp(`^${name} must`));
  });

  test('takes its bytes from the given source', () => {
    let asked = 0;
    const random = (count: number) => {
      asked += count;
      return new Uint8Array(count).map((_, i) => i % 58);
    };
    const mint = createTokenFactory({ random });
    expect(mint()).toBe(mint());
    expect(asked).toBeGreaterThanOrEqual(44);
  });

  test.each([
    ['too few bytes', () => new Uint8Array(1)],
    ['an array', (count: number) => new Array(count).fill(7)],
    ['a promise', async (count: number) => new Uint8Array(count)],
  ])('does not mint from %s', (_name, random) => {
    const mint = createTokenFactory({ random: random as never });
    expect(mint).toThrow(TypeError);
  });
});
