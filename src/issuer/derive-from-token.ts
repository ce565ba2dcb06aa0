import { Buffer } from 'node:buffer';
import { createHmac, hash } from 'node:crypto';
import { MAX_TOKEN_LENGTH } from '../token/limits.ts';
import { createShortHmac } from './hmac.ts';

/** What a short token turns into. */
export interface DerivedToken {
  /** 43 base64url characters: the name of the entry in the store. */
  readonly id: string;
  /** 32 bytes, as Latin-1 text, that seal and open the envelope; they never leave the issuer. */
  readonly key: string;
}

/** Turns what belongs to one namespace and one secret into names and keys. */
export interface Derivation {
  /** Of a token of visible ASCII, 1 to 512 characters. */
  token(shortToken: string): DerivedToken;
  /** 43 base64url characters that name a bearer in the store and tell nothing of it. */
  bearerId(bearer: string): string;
}

// The label and the block counter of HKDF-Expand; one block each.
const ID_INFO = 'id\x01';
const KEY_INFO = 'key\x01';

/**
 * HKDF-SHA-256 with namespace and secret in the salt, one label for the id and one for the key:
 * whoever has the id (a stolen dump of the store) has nothing of the key or the token.
 *
 * @see RFC 5869 section 2
 */
export function createDerivation(namespace: string, secret: string | undefined): Derivation {
  const salt = derivationSalt(namespace, secret);
  const asciiSalt = Buffer.from(salt, 'latin1').toString('base64url');
  const extract = createShortHmac(MAX_TOKEN_LENGTH);
  extract.setKey(salt);
  const expand = createShortHmac(KEY_INFO.length);

  return {
    token(shortToken) {
      expand.setKey(extract.digest(shortToken, 'binary'));
      const id = expand.digest(ID_INFO, 'base64url');
      const key = expand.digest(KEY_INFO, 'binary');
      // Both derive from the token: what stays in memory must not.
      expand.forgetKey();
      return { id, key };
    },
    bearerId: (bearer) => hash('sha256', `bearer/v1/${asciiSalt}/${bearer}`, 'base64url'),
  };
}

/** 32 bytes as Latin-1 text; issuers with different namespaces or secrets share nothing. */
export function derivationSalt(namespace: string, secret: string | undefined): string {
  const label = `custom-module-url/v1/${namespace}`;
  if (secret === undefined) return hash('sha256', label, 'binary');
  return createHmac('sha256', secret).update(label).digest('binary');
}
