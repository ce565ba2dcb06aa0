import { createCipheriv, createDecipheriv } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createDerivation } from '../../src/issuer/derive-from-token.ts';
import { createEnvelopes, type Envelopes, type SealedIdentity } from '../../src/issuer/envelope.ts';
import { RUNS } from '../support/property.ts';

fc.configureGlobal({ numRuns: RUNS });

const token = createDerivation('ns', undefined).token('abc123def456ghi789');
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
  size: 'max',
});
const ids = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300, size: 'max' });

describe('createEnvelopes', () => {
  let envelopes: Envelopes;
  beforeEach(() => {
    envelopes = createEnvelopes('ns');
  });

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

  test('has coarser lengths for large identities, up to the bound', () => {
    const lengthFor = (bearer: number) =>
      envelopes.seal(token, { ...identity, bearerToken: 'x'.repeat(bearer) }).length;
    const lengths = [1_951, 1_952, 3_999, 4_000, 32_575].map(lengthFor);
    // 2,048, twice 4,096 (the next step is as long as eight fine ones), 6,144 and 32,768 bytes.
    expect(lengths).toEqual([2778, 5508, 5508, 8239, 43738]);
  });

  test('takes an identity up to its bound, refuses one beyond it, and says nothing of it', () => {
    // Six bytes of lengths, 43 of a name, and three for each character of the ids.
    const longest = 32_768 - 6 - 43 - 3 * (identity.userId + identity.organizationId).length;
    const sealOf = (bearer: number) =>
      envelopes.seal(token, { ...identity, bearerToken: 'S'.repeat(bearer) });
    expect(envelopes.open(token, sealOf(longest))?.bearerToken).toHaveLength(longest);
    expect(() => sealOf(longest + 1)).toThrow(RangeError);
    expect(() => sealOf(longest + 1)).toThrow(/^(?!.*SSSS)/);
    // Nor does the longest envelope open with something behind it.
    expect(envelopes.open(token, `${sealOf(longest)}AAAA`)).toBeNull();
  });

  test('does not open an envelope of another version, though its key would', () => {
    const bytes = Buffer.from(envelopes.seal(token, identity), 'base64url');
    const [key, nonce] = [Buffer.from(token.key, 'latin1'), bytes.subarray(7, 19)];
    const associatedWith = (header: Buffer) =>
      Buffer.concat([header, Buffer.from(`${token.id}ns`)]);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce);
    decipher.setAAD(associatedWith(bytes.subarray(0, 7)));
    const plain = decipher.setAuthTag(bytes.subarray(-16)).update(bytes.subarray(19, -16));
    const resealed = (version: number) => {
      const header = Buffer.from([version, ...bytes.subarray(1, 7)]);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(associatedWith(header));
      const parts = [header, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()];
      return Buffer.concat(parts).toString('base64url');
    };
    expect(envelopes.open(token, resealed(1))).toEqual(identity);
    expect(envelopes.open(token, resealed(2))).toBeNull();
  });

  test('keeps no key and nothing of an identity in its buffers', () => {
    const alloc = vi.spyOn(Buffer, 'alloc');
    const decipher = createDecipheriv('aes-256-gcm', Buffer.alloc(32), Buffer.alloc(12));
    const update = vi.spyOn(Object.getPrototypeOf(decipher) as typeof decipher, 'update');
    const { seal, open } = createEnvelopes('ns');
    const sealed = seal(token, identity);
    const afterSealing = Buffer.concat(alloc.mock.results.map(({ value }) => value as Buffer));
    open(token, sealed);
    const buffers = [...alloc.mock.results, ...update.mock.results].map(({ value }) => value);
    const afterOpening = Buffer.concat(buffers as unknown as Buffer[]);
    vi.restoreAllMocks();
    const { bearerToken, bearerId, userId, organizationId } = identity;
    for (const bytes of [afterSealing, afterOpening]) {
      for (const text of [token.key, bearerToken, bearerId, userId, organizationId]) {
        for (const part of [text, text.slice(0, 16), text.slice(-16)]) {
          expect(bytes.includes(Buffer.from(part, 'latin1'))).toBe(false);
        }
      }
    }
    expect(update).toHaveBeenCalled();
  });
});
