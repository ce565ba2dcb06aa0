import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDerivation } from '../../src/issuer/derive.ts';
import { createEnvelopes, type SealedIdentity } from '../../src/issuer/envelope.ts';
import { RUNS } from '../support/property.ts';

fc.configureGlobal({ numRuns: RUNS });

const token = createDerivation('ns', undefined).token('abc123def456ghi789');
const envelopes = createEnvelopes('ns');
const identity: SealedIdentity = {
  bearerToken: `eyJ${'x'.repeat(997)}`,
  bearerId: 'i'.repeat(43),
  userId: '64f0c0ffee64f0c0ffee64f0',
  organizationId: '64f0c0ffee64f0c0ffee64f1',
  expiresAtMs: 1_900_000_000_123,
};

const bearers = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 1,
  maxLength: 4_000,
});
const ids = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 });

describe('createEnvelopes', () => {
  test('opens what it sealed, whatever is in it', () => {
    const times = fc.integer({ min: 1, max: 2 ** 48 - 1 });
    fc.assert(
      fc.property(bearers, ids, ids, times, (bearerToken, userId, organizationId, expiresAtMs) => {
        const { bearerId } = createDerivation('ns', undefined);
        const texts = { bearerToken, bearerId: bearerId(bearerToken), userId, organizationId };
        const sealed = { ...texts, expiresAtMs };
        expect(envelopes.open(token, envelopes.seal(token, sealed))).toEqual(sealed);
      }),
    );
  });

  test('seals a thousand times with a thousand nonces', () => {
    const nonces = Array.from({ length: 1_000 }, () =>
      Buffer.from(envelopes.seal(token, identity), 'base64url').toString('hex', 7, 19),
    );
    expect(new Set(nonces).size).toBe(1_000);
    expect(nonces.filter((nonce) => /0{12}/.test(nonce))).toEqual([]);
  });

  test('does not open after one bit has changed, wherever it is', () => {
    const bytes = Buffer.from(envelopes.seal(token, identity), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(envelopes.open(token, changed.toString('base64url'))).toBeNull();
    }
  });

  test('does not open at any other length', () => {
    const sealed = envelopes.seal(token, identity);
    for (let length = 0; length < sealed.length; length += 1) {
      expect(envelopes.open(token, sealed.slice(0, length))).toBeNull();
    }
    expect(envelopes.open(token, `${sealed}AAAA`)).toBeNull();
  });

  test('does not open for another token, under another id, or in another namespace', () => {
    const sealed = envelopes.seal(token, identity);
    const other = createDerivation('ns', undefined).token('another-token');
    expect(envelopes.open(other, sealed)).toBeNull();
    expect(envelopes.open({ id: other.id, key: token.key }, sealed)).toBeNull();
    expect(createEnvelopes('other').open(token, sealed)).toBeNull();
    expect(envelopes.open(token, sealed)).toEqual(identity);
  });

  test('says null of anything else and never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => envelopes.open(token, text) === null));
    expect(envelopes.open(token, 'A'.repeat(1_000_000))).toBeNull();
  });

  test('has the same length for every bearer of a similar length', () => {
    const lengthFor = (bearer: number) =>
      envelopes.seal(token, { ...identity, bearerToken: 'x'.repeat(bearer) }).length;
    const lengths = new Set(Array.from({ length: 1_400 }, (_, i) => lengthFor(i + 1)));
    // Six steps of 256 bytes of plaintext and 35 around it, as base64url.
    expect([...lengths]).toEqual([388, 730, 1071, 1412, 1754, 2095]);
  });

  test('never seals the same way twice', () => {
    const sealed = new Set(Array.from({ length: 1_000 }, () => envelopes.seal(token, identity)));
    expect(sealed.size).toBe(1_000);
  });

  test('keeps what one call left out of the next', () => {
    envelopes.seal(token, { ...identity, bearerToken: 'y'.repeat(10_000) });
    const small = { ...identity, bearerToken: 'z' };
    expect(envelopes.open(token, envelopes.seal(token, small))).toEqual(small);
  });

  test('refuses an identity over its bound, and says nothing of it', () => {
    const seal = () => envelopes.seal(token, { ...identity, bearerToken: 'S'.repeat(40_000) });
    expect(seal).toThrow(RangeError);
    expect(seal).toThrow(/^(?!.*SSSS)/);
  });
});
