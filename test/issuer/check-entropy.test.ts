import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { checkEntropy } from '../../src/issuer/check-entropy.ts';
import { createTokenFactory } from '../../src/token/generate-token.ts';

const hex = (bytes: number) => randomBytes(bytes).toString('hex');
let counter = 0;

describe('checkEntropy', () => {
  test.each([
    ['the default factory', createTokenFactory()],
    ['the shortest factory', createTokenFactory({ length: 18 })],
    ['24 hex digits, exactly 96 bits', () => hex(12)],
    ['a UUID without its hyphens, 122 bits', () => randomUUID().replaceAll('-', '')],
    ['a fixed prefix before enough chance', () => `mile${hex(16)}`],
    ['512 characters', () => hex(256)],
  ])('accepts %s', (_name, generate) => {
    for (let i = 0; i < 50; i += 1) checkEntropy(generate);
  });

  test.each([
    ['a constant', () => 'abcdefghijklmnopqrstuv'],
    ['a counter', () => String(counter++).padStart(22, '0')],
    ['22 hex digits', () => hex(11)],
    ['a clock and a little chance', () => `${Date.now()}${hex(8)}`],
    ['one letter, any number of times', () => 'a'.repeat(18 + Math.floor(Math.random() * 400))],
  ])('refuses %s with the floor in its message', (_name, generate) => {
    expect(() => checkEntropy(generate)).toThrow(/bits at most; the floor is 96/);
  });

  test('draws on while a digit may have been left out by chance, and no longer', () => {
    const drawn = (digitsOf: (draw: number) => number) => {
      let draws = 0;
      const generate = () => {
        draws += 1;
        const digits = Array.from({ length: 24 }, (_, i) => (draws + i) % digitsOf(draws));
        return digits.map((digit) => digit.toString(16)).join('');
      };
      try {
        checkEntropy(generate);
        return { draws };
      } catch {
        return { draws, isRefused: true };
      }
    };
    expect(drawn(() => 16)).toEqual({ draws: 256 });
    // Without a digit that is 24 times log2(15), or 93.8 bits.
    expect(drawn((draw) => (draw > 256 ? 16 : 15))).toEqual({ draws: 512 });
    expect(drawn((draw) => (draw > 1_000 ? 16 : 15))).toEqual({ draws: 1_024 });
    expect(drawn(() => 15)).toEqual({ draws: 1_024, isRefused: true });
  });

  test.each([
    ['17 characters', () => createTokenFactory()().slice(0, 17), RangeError],
    ['513 characters', () => hex(257).slice(0, 513), RangeError],
    ['a hyphen', () => randomUUID(), TypeError],
    ['a promise', async () => createTokenFactory()(), TypeError],
    ['undefined', () => undefined, TypeError],
  ])('refuses %s', (_name, generate, family) => {
    expect(() => checkEntropy(generate as () => string)).toThrow(family);
  });

  test('takes ASCII letters and digits, and no other code unit', () => {
    const mint = createTokenFactory();
    for (let unit = 0; unit < 0x180; unit += 1) {
      const letter = String.fromCharCode(unit);
      const probe = () => checkEntropy(() => mint() + letter);
      if (/[0-9A-Za-z]/.test(letter)) expect(probe).not.toThrow();
      else expect(probe).toThrow(TypeError);
    }
  });
});
