import { describe, expect, test } from 'vitest';
import { isModuleUrlError, parseModuleUrl } from '../../src/index.ts';

const BEARER = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';

function outcomeOf(source: string, token: string): string {
  try {
    return parseModuleUrl(source).render(token).href;
  } catch (error) {
    return isModuleUrlError(error) ? error.code : 'another error';
  }
}

describe('what is certainly no short token is refused', () => {
  test.each([BEARER, `Bearer ${BEARER}`, 'bearer abc', ' abc', 'abc ', '\u00a0abc'])(
    '%j',
    (token) => {
      expect(outcomeOf('https://s.example/?t={SHORT_TOKEN}', token)).toBe('token-invalid');
    },
  );
});

describe('what only resembles a mistake is put in', () => {
  test.each([
    ['a bearer b', 'a%20bearer%20b'],
    ['bearer', 'bearer'],
    [`x.${BEARER}`, `x.${BEARER}`],
    [`${BEARER}.x`, `${BEARER}.x`],
    ['eyJhbGciOiJIUzI1NiJ9.x', 'eyJhbGciOiJIUzI1NiJ9.x'],
    ['a b', 'a%20b'],
  ])('%j', (token, encoded) => {
    expect(outcomeOf('https://s.example/?t={SHORT_TOKEN}', token)).toBe(
      `https://s.example/?t=${encoded}`,
    );
  });
});

test.each(['a', '+', '😀'])('a token has at most 512 characters, such as %s', (character) => {
  const longest = character.repeat(512 / character.length);
  const source = 'https://s.example/?t={SHORT_TOKEN}';
  expect(outcomeOf(source, longest)).toBe(`https://s.example/?t=${encodeURIComponent(longest)}`);
  expect(outcomeOf(source, `${longest}a`)).toBe('token-invalid');
});

describe('a token of dots in an inner path', () => {
  test.each([
    ['https://s.example/?n=https%3A%2F%2Fs.example%2Fa%2F{SHORT_TOKEN}', 'token-makes-dot-segment'],
    ['https://s.example/?n=https%3A%2F%2Fs.example%2F{SHORT_TOKEN}%3Fa', 'token-makes-dot-segment'],
    ['https://s.example/?n=https://s.example/a/{SHORT_TOKEN}&x=1', 'token-makes-dot-segment'],
    [
      'https://s.example/?n=https%3A%2F%2Fs.example%2F{SHORT_TOKEN}x%2Fy',
      'https://s.example/?n=https%3A%2F%2Fs.example%2F..x%2Fy',
    ],
    [
      'https://s.example/?n=https%3A%2F%2Fs.example%2F%3Ft%3D{SHORT_TOKEN}',
      'https://s.example/?n=https%3A%2F%2Fs.example%2F%3Ft%3D..',
    ],
  ])('%s gives %s', (source, expected) => {
    expect(outcomeOf(source, '..')).toBe(expected);
  });
});
