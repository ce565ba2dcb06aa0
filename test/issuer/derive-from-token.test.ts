import { hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { createDerivation, derivationSalt } from '../../src/issuer/derive-from-token.ts';
import { RUNS } from '../support/property.ts';

fc.configureGlobal({ numRuns: RUNS });

const tokens = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 1,
  maxLength: 512,
});

describe('createDerivation', () => {
  test("agrees with the platform's HKDF for every namespace and token, in any order", () => {
    fc.assert(
      fc.property(fc.string(), fc.array(tokens, { minLength: 1, maxLength: 5 }), (name, list) => {
        const secret = name.length % 2 === 0 ? undefined : `secret of ${name}`;
        const { token: derive } = createDerivation(name, secret);
        const salt = Buffer.from(derivationSalt(name, secret), 'latin1');
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

  test('gives two namespaces nothing in common', () => {
    const [one, two] = [
      createDerivation('one', undefined).token('token'),
      createDerivation('two', undefined).token('token'),
    ];
    expect(one.id).not.toBe(two.id);
    expect(one.key).not.toEqual(two.key);
  });

  test('gives two secrets nothing in common, in tokens and in bearers', () => {
    const parts = [undefined, 'a'.repeat(32), 'b'.repeat(32)].flatMap((secret) => {
      const { token, bearerId } = createDerivation('one', secret);
      return [token('token').id, token('token').key, bearerId('token')];
    });
    expect(new Set(parts).size).toBe(9);
  });

  test('leaves the same behind in its buffers, whatever the token', () => {
    const alloc = vi.spyOn(Buffer, 'alloc');
    const left = ['SECRET-TOKEN', 'ANOTHER-ONE!'].map((token) => {
      alloc.mockClear();
      createDerivation('ns', undefined).token(token);
      return Buffer.concat(alloc.mock.results.map(({ value }) => value as Buffer));
    });
    alloc.mockRestore();
    expect(left[0]?.length).toBeGreaterThan(500);
    expect(left[1]?.equals(left[0] as Buffer)).toBe(true);
  });
});
