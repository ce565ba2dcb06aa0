import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isVisibleAscii } from '../../src/issuer/visible-ascii.ts';
import { RUNS } from '../support/property.ts';

fc.configureGlobal({ numRuns: RUNS });

const plainly = (text: string, most: number) =>
  text.length >= 1 && text.length <= most && [...text].every((c) => c >= '!' && c <= '~');

describe('isVisibleAscii', () => {
  it('says what reading every character says', () => {
    const units = fc.integer({ min: 0, max: 0x2ff }).map((code) => String.fromCharCode(code));
    const visible = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
    const mostly = fc.oneof({ weight: 30, arbitrary: visible }, { weight: 1, arbitrary: units });
    const texts = fc.oneof(fc.string({ unit: mostly }), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 40 }), (text, most) => {
        expect(isVisibleAscii(text, most)).toBe(plainly(text, most));
      }),
    );
  });

  it('knows every code unit at every place of a word', () => {
    for (let unit = 0; unit < 0x180; unit += 1) {
      for (const before of ['', 'a', 'ab', 'abc']) {
        for (const after of ['', 'd', 'de', 'def']) {
          const text = before + String.fromCharCode(unit) + after;
          expect(isVisibleAscii(text, 512)).toBe(unit >= 0x21 && unit <= 0x7e);
        }
      }
    }
  });

  it('is exact at its longest', () => {
    expect(isVisibleAscii('a'.repeat(16_384), 16_384)).toBe(true);
    expect(isVisibleAscii('a'.repeat(16_385), 16_384)).toBe(false);
    expect(isVisibleAscii(`${'a'.repeat(16_383)} `, 16_384)).toBe(false);
    expect(isVisibleAscii(`${'a'.repeat(16_383)}é`, 16_384)).toBe(false);
    expect(isVisibleAscii(`é${'a'.repeat(16_383)}`, 16_384)).toBe(false);
    expect(isVisibleAscii('字'.repeat(16_384), 16_384)).toBe(false);
  });
});
