// What an issuer has to do for every token, spelled out without any of our code: the measure of the
// benchmarks beside it.
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  randomFillSync,
} from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const salt = randomBytes(32);
const context = 'short-token/v1/';
const TAG_BYTES = 16;
// The length of an entry must not tell users apart.
const STEP = 256;

/** HKDF as RFC 5869 has it: one HMAC to extract, one for the entry's name, one for its key. */
export function derive(token) {
  const prk = createHmac('sha256', salt).update(token).digest();
  return {
    id: createHmac('sha256', prk).update('id\x01').digest('base64url'),
    key: createHmac('sha256', prk).update('key\x01').digest(),
  };
}

/** The name under which a logout finds a bearer. */
export function bearerId(bearer) {
  return createHash('sha256').update(bearer).digest('base64url');
}

/** Encrypts whole steps under a fresh nonce; bound to the entry's name. */
export function seal({ id, key }, plain) {
  const nonce = randomFillSync(Buffer.allocUnsafe(12));
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(context + id));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

export function open({ id, key }, sealed) {
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, 12))
    .setAAD(Buffer.from(context + id))
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  const plain = decipher.update(sealed.subarray(12, -TAG_BYTES));
  decipher.final();
  return plain;
}

/** A text in UTF-8, filled up with blanks to whole steps. */
export function padded(text) {
  const bytes = Buffer.from(text);
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & (STEP - 1), ' ')]);
}

/**
 * An issuer over a Map. Its store is asynchronous and takes text, as one has to be that can also be a
 * server; tokens may be used again, so that a benchmark can be of any length.
 */
export function createBareIssuer(authenticate, ttlMs) {
  const entries = new Map();
  const revoked = new Set();
  const counts = { generated: 0, resolved: 0, refused: 0 };
  const store = {
    create: async (id, envelope) => entries.set(id, envelope),
    read: async (id) => entries.get(id),
    isRevoked: async (id) => revoked.has(id),
  };
  return {
    counts,
    async generate(bearer) {
      const user = await authenticate(bearer);
      const expiresAtMs = Math.min(Date.now() + ttlMs, expiryOf(bearer));
      const bearerName = bearerId(bearer);
      if (await store.isRevoked(bearerName)) return null;
      const token = randomBytes(16).toString('base64url');
      const derived = derive(token);
      const identity = { bearerToken: bearer, bearerId: bearerName, ...user, expiresAtMs };
      const sealed = seal(derived, padded(JSON.stringify(identity)));
      await store.create(derived.id, sealed.toString('base64url'));
      counts.generated += 1;
      return token;
    },
    async resolve(token) {
      const derived = derive(token);
      const envelope = await store.read(derived.id);
      const identity =
        envelope && JSON.parse(open(derived, Buffer.from(envelope, 'base64url')).toString());
      const isLive = identity && Date.now() < identity.expiresAtMs;
      if (!isLive || (await store.isRevoked(identity.bearerId))) {
        counts.refused += 1;
        return null;
      }
      counts.resolved += 1;
      const { bearerToken, userId, organizationId } = identity;
      return { bearerToken, userId, organizationId };
    },
  };
}

function expiryOf(bearer) {
  try {
    const claims = JSON.parse(Buffer.from(bearer.split('.')[1], 'base64url').toString());
    return typeof claims.exp === 'number' ? claims.exp * 1_000 : Infinity;
  } catch {
    return Infinity;
  }
}
