import { describe, expect, test } from 'vitest';
import { codeOf } from './support/code-of.ts';

describe('parsing refuses a damaged text', () => {
  test.each([
    ['', 'empty-url'],
    [' https://s.example/', 'surrounding-whitespace'],
    ['https://s.example/\n', 'surrounding-whitespace'],
    ['\u200bhttps://s.example/', 'surrounding-whitespace'],
    ['https://s.example/\ufeff', 'surrounding-whitespace'],
    ['https://s.example/a\u200d', 'surrounding-whitespace'],
    ['https://s.example/a\ufe0f', 'surrounding-whitespace'],
    ['https://s.example/#😀\ufe0f', undefined],
    ['https://s.example/a\tb', 'control-character'],
    ['https://s.example/a\x7fb', 'control-character'],
    ['https:\\\\s.example/', 'backslash'],
    ['https://s.example/?a=\\', 'backslash'],
    ['https://s.example/a\ud800b', 'lone-surrogate'],
    ['https://s.example/😀', undefined],
    ['https://https://s.example/', 'misspelled-scheme'],
    ['https:http://s.example/', 'misspelled-scheme'],
    ['https//https://s.example/', 'misspelled-scheme'],
    ['https://https.example/', undefined],
    ['https://https:8443/', undefined],
  ])('%j: %s', (source, code) => {
    expect(codeOf(source)).toBe(code);
  });

  test('of more than 8192 characters', () => {
    const longest = 'https://s.example/'.padEnd(8192, 'a');
    expect(codeOf(longest)).toBeUndefined();
    expect(codeOf(`${longest}a`)).toBe('too-long');
  });
});

describe('parsing refuses what does not begin with https:// and a host', () => {
  test.each([
    ['https:/s.example/', 'malformed-authority'],
    ['https:s.example/', 'malformed-authority'],
    ['HTTP:///s.example/', 'malformed-authority'],
    ['https://', 'malformed-authority'],
    ['https://?a', 'malformed-authority'],
    ['ftp://s.example/', 'scheme-forbidden'],
    ['JavaScript:alert(1)', 'scheme-forbidden'],
    ['view-source:https://s.example/', 'scheme-forbidden'],
    ['a+b.c-1:x', 'scheme-forbidden'],
    ['x:', 'scheme-forbidden'],
    ['a:s.example:80', 'scheme-forbidden'],
    ['localhost:x', 'scheme-forbidden'],
    ['s.example:80x', 'scheme-forbidden'],
    ['s.example/webhook', 'scheme-missing'],
    ['s.example:8443/webhook', 'scheme-missing'],
    ['my-svc.a.example:80?x', 'scheme-missing'],
    ['localhost:3000', 'scheme-missing'],
    ['localhost:3000#x', 'scheme-missing'],
    ['/webhook', 'scheme-missing'],
    ['1a:b', 'scheme-missing'],
    ['a b:c', 'scheme-missing'],
    ['?a:b', 'scheme-missing'],
  ])('%s: %s', (source, code) => {
    expect(codeOf(source)).toBe(code);
  });
});
