import { describe, expect, test } from 'vitest';
import { checkModuleUrl } from '../../src/check/index.ts';
import { parseModuleUrl } from '../../src/index.ts';

describe('a token is encoded once for each time that it will be read', () => {
  test.each([
    ['?next=%2Fp%3Ft%3D{SHORT_TOKEN}', 2],
    ['?next=/p?t={SHORT_TOKEN}', 2],
    ['?next=https://s.example/p?t={SHORT_TOKEN}', 2],
    ['?state=a%3Db%26t%3D{SHORT_TOKEN}', 2],
    ['?state=a%253Db%2526t%253D{SHORT_TOKEN}', 3],
    ['?q=a%3D{SHORT_TOKEN}', 1],
    ['?a=1&t={SHORT_TOKEN}', 1],
    ['go/https%3A%2F%2Fs.example%2F%3Ft%3D{SHORT_TOKEN}', 2],
    ['go/https%3A%2F%2Fs.example/{SHORT_TOKEN}', 1],
  ])('in %s %i times', (target, times) => {
    const { href } = parseModuleUrl(`https://s.example/${target}`).render('&');
    expect(href.endsWith(`%${'25'.repeat(times - 1)}26`)).toBe(true);
  });
});

describe('each token of a value is encoded as often as its own place is read', () => {
  test.each([
    ['?n=https%3A%2F%2Fs.example%2F{SHORT_TOKEN}%3Ft%3D{SHORT_TOKEN}', [2, 2]],
    ['?n={SHORT_TOKEN}%3Fa%3D{SHORT_TOKEN}', [1, 2]],
    ['?n={SHORT_TOKEN}-{SHORT_TOKEN}%3Fa%3D{SHORT_TOKEN}', [1, 1, 2]],
    ['?n=%7BSHORT_TOKEN%7D%3Fa%3D%7BSHORT_TOKEN%7D', [1, 2]],
    ['?n=https%253A%252F%252Fs.example%252F{SHORT_TOKEN}%26{SHORT_TOKEN}', [3, 2]],
    ['?n=https%253A%252F%252Fs.example%252F{SHORT_TOKEN}%26b%3D{SHORT_TOKEN}', [3, 2]],
    ['?n=https%3A%252F%252Fs.example%252F{SHORT_TOKEN}', [3]],
    ['?n=https%3A%2F%2Fs.example%2F%41{SHORT_TOKEN}', [2]],
    ['?n=https%3A%2F%2Fs.example&m={SHORT_TOKEN}', [1]],
    ['?n=https%253A%252F%252Fs.example%252F%41{SHORT_TOKEN}', [3]],
    ['?n=a%26{SHORT_TOKEN}', [1]],
    ['?n=%41%20{SHORT_TOKEN}', [1]],
    ['?n=/p?t={SHORT_TOKEN}&m={SHORT_TOKEN}', [2, 1]],
  ])('%s: %j', (target, times) => {
    const { href } = parseModuleUrl(`https://s.example/${target}`).render('+');
    const encoded = [...href.matchAll(/%((?:25)*)2B/g)].map(([, more = '']) => more.length / 2 + 1);
    expect(encoded).toEqual(times);
  });
});

test('an inner URL is reported once, however many tokens are behind it', () => {
  const source = 'https://s.example/?n=https%3A%2F%2Fevil.example%2F{SHORT_TOKEN}-{SHORT_TOKEN}';
  const found = checkModuleUrl(source).diagnostics.filter(({ code }) => code === 'nested-url');
  expect(found.map(({ start, end }) => source.slice(start, end))).toEqual(['https%3A%2F%2F']);
});

describe('an inner URL is reported where it leads elsewhere, and only there', () => {
  test.each([
    ['?n=%2F%5Cevil.example%2F{SHORT_TOKEN}', true],
    ['?n=https%3A%5C%5Cevil.example%2F{SHORT_TOKEN}', true],
    ['?n=https:evil.example/{SHORT_TOKEN}', true],
    ['?n=https%3A%2F%2Fs.example{SHORT_TOKEN}', true],
    ['?n=https%3A%2F%2Fs.example%3Ft%3D{SHORT_TOKEN}', false],
    ['?n=https%3A%2F%2Fs.example%3A443%2F{SHORT_TOKEN}', false],
    ['?n=%2Fp%3Ft%3D{SHORT_TOKEN}', false],
  ])('%s: %s', (target, expected) => {
    const { diagnostics } = checkModuleUrl(`https://s.example/${target}`);
    expect(diagnostics.some(({ code }) => code === 'nested-url')).toBe(expected);
  });
});
