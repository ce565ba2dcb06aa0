import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readExpiresAt, writeExpiresAt } from '../../src/wire/expires-at.ts';
import '../support/property.ts';

const INSTANT = '2026-01-01T00:05:00.000Z';
const SECONDS = Date.parse(INSTANT) / 1_000;

describe('expiresAt is read', () => {
  test.each([
    ['Unix seconds', SECONDS],
    ['Unix seconds with a fraction of zero', SECONDS + 0],
    ['Unix milliseconds', SECONDS * 1_000],
    ['Unix seconds as text', String(SECONDS)],
    ['Unix milliseconds as text', String(SECONDS * 1_000)],
    ['ISO 8601', '2026-01-01T00:05:00Z'],
    ['ISO 8601 with milliseconds', INSTANT],
    ['ISO 8601 with microseconds', '2026-01-01T00:05:00.000000Z'],
    ['ISO 8601 without seconds', '2026-01-01T00:05Z'],
    ['ISO 8601 with an offset', '2026-01-01T07:05:00+07:00'],
    ['ISO 8601 with a basic offset', '2026-01-01T07:05:00+0700'],
  ])('from %s', (_name, value) => {
    expect(readExpiresAt(value)?.toISOString()).toBe(INSTANT);
  });

  test('a number is seconds up to 1e11 and milliseconds above', () => {
    expect(readExpiresAt(1e11)?.getTime()).toBe(1e14);
    expect(readExpiresAt(1e11 + 1)?.getTime()).toBe(1e11 + 1);
  });
});

describe('expiresAt is not guessed', () => {
  test.each([
    ['a local time', '2026-01-01T00:05:00'],
    ['a date', '2026-01-01'],
    ['a date that Date.parse would take', 'Jan 1 2026'],
    ['a day that does not exist', '2026-13-41T00:05:00Z'],
    ['words', 'soon'],
    ['nothing', ''],
    ['zero', 0],
    ['a negative number', -1],
    ['no number', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['a number beyond what a Date can be', 9e15],
    ['a truth', true],
    ['null', null],
    ['undefined', undefined],
    ['an object', {}],
    ['a list', [SECONDS]],
  ])('from %s', (_name, value) => {
    expect(readExpiresAt(value)).toBeUndefined();
  });

  test('from anything at all: it is a valid date or undefined', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const date = readExpiresAt(value);
        return date === undefined || !Number.isNaN(date.getTime());
      }),
    );
  });
});

test('what is written is read back as the same second', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date(1_000), max: new Date(4e12), noInvalidDate: true }),
      (at) => {
        const back = readExpiresAt(writeExpiresAt(at))?.getTime() ?? Number.NaN;
        return back <= at.getTime() && at.getTime() - back < 1_000;
      },
    ),
  );
});
