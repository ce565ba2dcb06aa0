import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText } from '../../../src/receiver/redaction/decoded-text.ts';
import { RUNS } from '../../support/property.ts';

function decoded(source: string): string {
  const { codes, length } = decodeText(source);
  return String.fromCharCode(...codes.subarray(0, length));
}

describe('a text is read as it is meant', () => {
  test.each([
    ['Plain', 'plain'],
    ['AZ@[`', 'az@[`'],
    ["\\'\\`", "'`"],
    ['\\b\\f\\r\\v', '\n\n\n\n'],
    ['%:0%/0%@0%g0%`0', '%:0%/0%@0%g0%`0'],
    ['%00\\u0000&#0;', '\0\0\0'],
    ['&#3a;&#xg;&#40;&#09;', '&#3a;&#xg;(\t'],
    ['\u001bx3mtext', '\u001bx3mtext'],
    ['%3D', '='],
    ['%253d', '='],
    ['%25253D', '='],
    ['%25', '%'],
    ['%2525', '%'],
    ['%', '%'],
    ['%2', '%2'],
    ['%zz', '%zz'],
    ['100%25 of', '100% of'],
    ['\\"', '"'],
    ['\\\\\\"', '"'],
    ['\\/', '/'],
    ['\\n\\t', '\n\n'],
    ['\\u003d\\U003d', '=\\u003d'],
    ['\\\\u003d', '='],
    ['\\x3d', '='],
    ['\\u00', '\\u00'],
    ['\\q', '\\q'],
    ['&amp;&quot;&#61;&#x3d;&apos;', '&"==\''],
    ['&a &#; &#x; &#61 &#99999;', '&a &#; &#x; &#61 &#99999;'],
    ['\u001b[32mgreen\u001b[39m', 'green'],
    ['\u001b[1;31mred', 'red'],
    ['\\u001b[32mgreen', 'green'],
    ['\\u001b[3\\u006dgreen', 'green'],
    ['\u001b[32', '\u001b[32'],
    ['\u001bm', '\u001bm'],
  ])('%j', (source, meaning) => {
    expect(decoded(source)).toBe(meaning);
  });

  test('and every character knows where it was written', () => {
    const piece = fc.constantFrom(
      'a',
      '%3d',
      '%2525',
      '%',
      '\\',
      '\\"',
      '\\u003d',
      '\\n',
      '&amp;',
      '&',
      '\u001b[3',
      'm',
      '\u001b',
      '\\u006d',
      '5',
      'é',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const source = pieces.join('');
        const { length, starts, ends } = decodeText(source);
        let before = 0;
        for (let i = 0; i < length; i++) {
          const [start = -1, end = -1] = [starts[i], ends[i]];
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          before = end;
        }
        expect(before).toBeLessThanOrEqual(source.length);
      }),
      { numRuns: RUNS },
    );
  });
});
