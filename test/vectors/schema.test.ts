import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { DIAGNOSTICS } from '../../src/check/diagnostics.ts';

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../src/vectors/${name}.json`, import.meta.url), 'utf8'));

describe.each(['check', 'render'])('the %s vectors', (name) => {
  const validate = new Ajv2020({ allErrors: true }).compile(read(`${name}.schema`));

  test('have the shape that their schema promises', () => {
    validate(read(name));
    expect(validate.errors ?? []).toEqual([]);
  });

  test('have a schema that refuses another shape', () => {
    const [first] = read(name) as object[];
    for (const wrong of [
      {},
      { ...first, url: 1 },
      { ...first, more: 1 },
      { ...first, codes: 'x', error: 1 },
    ]) {
      expect(validate([wrong]), JSON.stringify(wrong)).toBe(false);
    }
  });
});

test('the checking vectors name diagnostics that exist', () => {
  const codes = (read('check') as { codes: string[] }[]).flatMap((vector) => vector.codes);
  expect(codes.filter((code) => !(code in DIAGNOSTICS))).toEqual([]);
});
