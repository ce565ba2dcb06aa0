import { describe, expect, test } from 'vitest';
import { languageOf } from '../../../src/receiver/pages/texts.ts';

describe('the language of a page', () => {
  test.each([
    ['id', 'id'],
    ['id-ID,id;q=0.9,en-US;q=0.8,en;q=0.7', 'id'],
    ['in', 'id'],
    ['en-US,en;q=0.9,id;q=0.8', 'en'],
    ['en;q=0.5, id;q=0.8', 'id'],
    ['fr, id;q=0.1', 'id'],
    ['id;q=0', 'en'],
    ['fr', 'en'],
    ['*', 'en'],
    ['', 'en'],
    [undefined, 'en'],
    [null, 'en'],
    ['id;q=x', 'en'],
    ['en;q=0.5,id-Latn-ID; q=0.8', 'id'],
    ['en;q=0.5,xid;q=0.8', 'en'],
    ['en;q=0.5,id-ID_x;q=0.8', 'id'],
    ['en;q=0.5,id!;q=0.8', 'en'],
    [`${' '.repeat(512)},id`, 'en'],
  ])('for %j is %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
