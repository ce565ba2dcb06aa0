import { describe, expect, test } from 'vitest';
import { codeOf } from './support/code-of.ts';

describe('parsing refuses what would be read otherwise than it is written', () => {
  test.each([
    ['a/../b', 'dot-segment'],
    ['.', 'dot-segment'],
    ['a/./', 'dot-segment'],
    ['%2e%2E/b?t={SHORT_TOKEN}', 'dot-segment'],
    ['..#a', 'dot-segment'],
    ['.a/..b/.../a.', undefined],
    ['?next=/../', undefined],
    ['#/../', undefined],
    ['?t=%{SHORT_TOKEN}', 'placeholder-after-percent'],
    ['?t=%4{SHORT_TOKEN}', 'placeholder-after-percent'],
    ['%{SHORT_TOKEN}', 'placeholder-after-percent'],
    ['?t=%41{SHORT_TOKEN}', undefined],
    ['?t=%25{SHORT_TOKEN}', undefined],
    ['?t=%254{SHORT_TOKEN}', undefined],
    ['?n=https%3A%2F%2Fs.example%2F%25{SHORT_TOKEN}', 'placeholder-after-percent'],
    ['?n=https%3A%2F%2Fs.example%2F%254{SHORT_TOKEN}', 'placeholder-after-percent'],
    ['?n=https%3A%2F%2Fs.example%2F%2525{SHORT_TOKEN}', undefined],
    ['?{SHORT_TOKEN}', 'placeholder-in-parameter-name'],
    ['?{SHORT_TOKEN}=1', 'placeholder-in-parameter-name'],
    ['?a=1&{SHORT_TOKEN}', 'placeholder-in-parameter-name'],
    ['?a=&{SHORT_TOKEN}', 'placeholder-in-parameter-name'],
    ['?t={SHORT_TOKEN}&{SHORT_TOKEN}', 'placeholder-in-parameter-name'],
    ['?t%3D{SHORT_TOKEN}', 'placeholder-in-parameter-name'],
    ['a={SHORT_TOKEN}', undefined],
    ['{SHORT_TOKEN}?a', undefined],
    ['?a#{SHORT_TOKEN}', undefined],
  ])('%s: %s', (target, code) => {
    expect(codeOf(`https://s.example/${target}`)).toBe(code);
  });
});
