import { hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDerivation, derivationSalt } from '../../src/issuer/derive.ts';
import { RUNS } from '../support/property.ts';

fc.configureGlobal({ numRuns: RUNS });

const tokens = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 1,
  maxLength: 512,
});

describe('createDerivation', () => {
  it("agrees with the platform's HKDF for every namespace and token, in any order", () => {
    fc.assert(
      fc.property(fc.string(), fc.array(tokens, { minLength: 1, maxLength: 5 }), (name, list) => {
        const derive = createDerivation(name);
        const salt = Buffer.from(derivationSalt(name), 'latin1');
        for (const token of list) {
          const { id, key } = derive(token);
          const expected = (label: string) =>
            Buffer.from(hkdfSync('sha256', token, salt, label, 32));
          expect(id).toBe(expected('id').toString('base64url'));
          expect(Buffer.from(key, 'latin1')).toEqual(expected('key'));
        }
      }),
    );
  });

  it('gives two namespaces nothing in common', () => {
    const [one, two] = [createDerivation('one')('token'), createDerivation('two')('token')];
    expect(one.id).not.toBe(two.id);
    expect(one.key).not.toEqual(two.key);
  });
});
