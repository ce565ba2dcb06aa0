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
  ])('in %s %i times', (target, times) => {
    const { href } = parseModuleUrl(`https://s.example/${target}`).render('&');
    expect(href.endsWith(`%${'25'.repeat(times - 1)}26`)).toBe(true);
  });
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
