import { describe, expect, test } from 'vitest';
import { decodePunycode } from '../../src/url/punycode.ts';

/** RFC 3492 section 7.1, in lower case, and labels of hosts. */
const SAMPLES = [
  ['ihqwcrb4cv8a8dqg056pqjye', '他们为什么不说中文'],
  ['ihqwctvzc91f659drss3x8bo0yb', '他們爲什麽不說中文'],
  ['proprostnemluvesky-uyb24dma41a', 'pročprostěnemluvíčesky'],
  ['4dbcagdahymbxekheh6e0a7fei0b', 'למההםפשוטלאמדבריםעברית'],
  ['b1abfaaepdrnnbgefbadotcwatmq2g4l', 'почемужеонинеговорятпорусски'],
  ['3b-ww4c5e180e575a65lsy2b', '3年b組金八先生'],
  ['hello-another-way--fc4qua05auwb3674vfr0b', 'hello-another-way-それぞれの場所'],
  ['d9juau41awczczp', 'そのスピードで'],
  ['bcher-kva', 'bücher'],
  ['e28h', '😀'],
  ['dn32g', String.fromCodePoint(0x10ffff)],
  ['aaa-', 'aaa'],
] as const;

describe('what follows xn--', () => {
  test.each(SAMPLES)('%s is decoded', (label, text) => {
    expect(decodePunycode(label)).toBe(text);
  });

  test.each([
    ['ends within a number', 'bcher-kv'],
    ['has a sign that is no digit', 'bcher-kv!'],
    ['is beyond Unicode', 'eo32g'],
    ['is beyond 32 bits', '99999999999999'],
  ])('gives nothing where it %s', (_, label) => {
    expect(decodePunycode(label)).toBe('');
  });
});
