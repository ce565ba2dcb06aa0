import { describe, expect, test } from 'vitest';
import { codeOf } from './support/code-of.ts';

describe('parsing refuses the commonest misspelled placeholders where no good one stands', () => {
  test.each([
    ['{short_token}', 'misspelled-placeholder'],
    ['{shortToken}', 'misspelled-placeholder'],
    ['<Short-Token>', 'misspelled-placeholder'],
    ['{ SHORT_TOKEN }', 'misspelled-placeholder'],
    ['{short token}', 'misspelled-placeholder'],
    ['{short_token}&u={SHORT_TOKEN}', undefined],
    ['short_token', undefined],
    ['{SHROT_TOKEN}', undefined],
    ['{other}', undefined],
  ])('?t=%s: %s', (value, code) => {
    expect(codeOf(`https://s.example/?t=${value}`)).toBe(code);
  });
});
