import { expect, test } from 'vitest';
import { editDistance } from '../../src/check/edit-distance.ts';

test.each([
  ['', '', 0],
  ['https', 'https', 0],
  ['htps', 'https', 1],
  ['htttps', 'https', 1],
  ['hxxps', 'https', 2],
  ['SHROT_TOKEN', 'SHORT_TOKEN', 1],
  ['SHORTOKEN', 'SHORT_TOKEN', 2],
  ['ftp', 'https', 3],
  ['', 'abc', 3],
  ['SHORT_TOKEN_ID', 'SHORT_TOKEN', 3],
])('from %j to %j it is %i, where 3 stands for more than 2', (a, b, edits) => {
  expect(editDistance(a, b, 2)).toBe(edits);
  expect(editDistance(b, a, 2)).toBe(edits);
});
