import { Buffer } from 'node:buffer';
import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';
import type { DerivedToken } from './derive-from-token.ts';

/** What an envelope keeps closed. */
export interface SealedIdentity {
  /** Visible ASCII. */
  readonly bearerToken: string;
  /** 43 base64url characters: its name among the revoked ones, which a resolve need not derive again. */
  readonly bearerId: string;
  readonly userId: string;
  readonly organizationId: string;
  /** Unix time in milliseconds; readable from outside, but not changeable. */
  readonly expiresAtMs: number;
}

/** Seals and opens the envelopes of one namespace. */
export interface Envelopes {
  /**
   * Closes an identity into base64url text.
   *
   * @throws RangeError when the identity is over 32,719 bytes
   */
  seal(token: DerivedToken, identity: SealedIdentity): string;
  /** Opens it again; `null` when it was not sealed by this version, for this token, in this namespace. */
  open(token: DerivedToken, envelope: string): SealedIdentity | null;
}

// version, expiry (uint48), nonce | ciphertext | tag
const VERSION = 1;
const EXPIRY_AT = 1;
const HEADER_BYTES = 7;
const NONCE_BYTES = 12;
const BODY_AT = HEADER_BYTES + NONCE_BYTES;
const TAG_BYTES = 16;
// Three lengths (uint16) and the bearer's id before the three texts.
const LENGTHS_BYTES = 6;
const ID_LENGTH = 43;
const TEXTS_AT = LENGTHS_BYTES + ID_LENGTH;
/** Plaintext is padded to whole steps, so that the length of an entry does not tell users apart. */
const FINE_STEP = 256;
const COARSE_STEP = 2_048;
const MAX_PLAIN_BYTES = 32_768;
const MAX_SEALED_BYTES = BODY_AT + MAX_PLAIN_BYTES + TAG_BYTES;
const MAX_TEXT_LENGTH = Math.ceil((MAX_SEALED_BYTES * 4) / 3);
const KEY_BYTES = 32;

const ALGORITHM = 'aes-256-gcm';

/**
 * AES-256-GCM with version, expiry, namespace and id as associated data: an envelope that was moved
 * to another id, namespace or lifetime does not open.
 *
 * @see NIST SP 800-38D
 */
export function createEnvelopes(namespace: string): Envelopes {
  const context = Buffer.from(namespace);
  const associated = Buffer.alloc(HEADER_BYTES + ID_LENGTH + context.length);
  context.copy(associated, HEADER_BYTES + ID_LENGTH);
  // Written over by every call; a call never yields in between.
  const plain = Buffer.alloc(MAX_PLAIN_BYTES);
  const sealed = Buffer.alloc(MAX_SEALED_BYTES);
  // Views are kept: making one costs as much as hashing a block.
  const nonce = sealed.subarray(HEADER_BYTES, BODY_AT);
  const keyBytes = Buffer.alloc(KEY_BYTES);
  let padded = plain;
  const nextNonce = createNonceSource();

  const associate = (id: string): void => {
    for (let i = 0; i < HEADER_BYTES; i += 1) associated[i] = sealed[i] as number;
    associated.write(id, HEADER_BYTES, ID_LENGTH, 'latin1');
  };

  return {
    seal({ id, key }, identity) {
      const used = writePlain(plain, identity);
      const size = paddedSize(used);
      sealed[0] = VERSION;
      sealed.writeUIntBE(identity.expiresAtMs, EXPIRY_AT, 6);
      nextNonce(sealed, HEADER_BYTES);
      associate(id);
      keyBytes.write(key, 0, 'latin1');
      const cipher = createCipheriv(ALGORITHM, keyBytes, nonce);
      cipher.setAAD(associated);
      if (padded.length !== size) padded = plain.subarray(0, size);
      sealed.set(cipher.update(padded), BODY_AT);
      cipher.final();
      sealed.set(cipher.getAuthTag(), BODY_AT + size);
      plain.fill(0, 0, used);
      keyBytes.fill(0);
      return sealed.toString('base64url', 0, BODY_AT + size + TAG_BYTES);
    },

    open({ id, key }, envelope) {
      if (envelope.length > MAX_TEXT_LENGTH) return null;
      const length = sealed.write(envelope, 0, 'base64url');
      const tagAt = length - TAG_BYTES;
      if (tagAt < BODY_AT + TEXTS_AT || sealed[0] !== VERSION) return null;
      associate(id);
      keyBytes.write(key, 0, 'latin1');
      const decipher = createDecipheriv(ALGORITHM, keyBytes, nonce);
      keyBytes.fill(0);
      decipher.setAAD(associated);
      decipher.setAuthTag(sealed.subarray(tagAt, length));
      const opened = decipher.update(sealed.subarray(BODY_AT, tagAt));
      try {
        decipher.final();
        return readPlain(opened, sealed.readUIntBE(EXPIRY_AT, 6));
      } catch {
        return null;
      } finally {
        opened.fill(0);
      }
    },
  };
}

function paddedSize(used: number): number {
  const step = used <= COARSE_STEP ? FINE_STEP : COARSE_STEP;
  return Math.ceil(used / step) * step;
}

/**
 * A key seals one envelope in its life, so a constant nonce would do; a fresh one costs little from
 * a pool and forgives a generator that repeats itself.
 */
function createNonceSource(): (target: Buffer, offset: number) => void {
  const pool = Buffer.alloc(NONCE_BYTES * 256);
  let next = pool.length;
  return (target, offset) => {
    if (next === pool.length) {
      randomFillSync(pool);
      next = 0;
    }
    for (let i = 0; i < NONCE_BYTES; i += 1) target[offset + i] = pool[next + i] as number;
    next += NONCE_BYTES;
  };
}

function writePlain(plain: Buffer, identity: SealedIdentity): number {
  const { bearerToken, bearerId, userId, organizationId } = identity;
  const longest = TEXTS_AT + bearerToken.length + 3 * (userId.length + organizationId.length);
  if (longest > MAX_PLAIN_BYTES) {
    throw new RangeError('The bearer and the two ids are too long to seal; the bound is 32 kB.');
  }
  plain.write(bearerId, LENGTHS_BYTES, ID_LENGTH, 'latin1');
  const bearerBytes = plain.write(bearerToken, TEXTS_AT, 'latin1');
  const userAt = TEXTS_AT + bearerBytes;
  const userBytes = plain.write(userId, userAt, 'utf8');
  const organizationAt = userAt + userBytes;
  const organizationBytes = plain.write(organizationId, organizationAt, 'utf8');
  plain.writeUInt16BE(bearerBytes, 0);
  plain.writeUInt16BE(userBytes, 2);
  plain.writeUInt16BE(organizationBytes, 4);
  return organizationAt + organizationBytes;
}

function readPlain(plain: Buffer, expiresAtMs: number): SealedIdentity {
  const userAt = TEXTS_AT + plain.readUInt16BE(0);
  const organizationAt = userAt + plain.readUInt16BE(2);
  const end = organizationAt + plain.readUInt16BE(4);
  return {
    bearerToken: plain.toString('latin1', TEXTS_AT, userAt),
    bearerId: plain.toString('latin1', LENGTHS_BYTES, TEXTS_AT),
    userId: plain.toString('utf8', userAt, organizationAt),
    organizationId: plain.toString('utf8', organizationAt, end),
    expiresAtMs,
  };
}
