import { hash } from 'node:crypto';
import { MAX_TOKEN_LENGTH } from '../token/limits.ts';
import { createShortHmac } from './hmac.ts';

/** What a short token turns into. */
export interface DerivedToken {
  /** 43 base64url characters: the name of the entry in the store. */
  readonly id: string;
  /** 32 bytes, as Latin-1 text, that seal and open the envelope; they never leave the issuer. */
  readonly key: string;
}

/** Turns tokens of one namespace (visible ASCII, 1 to 512 characters) into ids and keys. */
export type DeriveToken = (shortToken: string) => DerivedToken;

// The label and the block counter of HKDF-Expand; one block each.
const ID_INFO = 'id\x01';
const KEY_INFO = 'key\x01';

/**
 * HKDF-SHA-256 with the namespace in the salt, one label for the id and one for the key: whoever
 * has the id (a stolen dump of the store) has nothing of the key or the token.
 *
 * @see RFC 5869 section 2
 */
export function createDerivation(namespace: string): DeriveToken {
  const extract = createShortHmac(MAX_TOKEN_LENGTH);
  extract.setKey(derivationSalt(namespace));
  const expand = createShortHmac(KEY_INFO.length);

  return (shortToken) => {
    expand.setKey(extract.digest(shortToken, 'binary'));
    return { id: expand.digest(ID_INFO, 'base64url'), key: expand.digest(KEY_INFO, 'binary') };
  };
}

/** 32 bytes as Latin-1 text, whatever the namespace's length; two issuers with different namespaces share nothing. */
export function derivationSalt(namespace: string): string {
  return hash('sha256', `custom-module-url/v1/${namespace}`, 'binary');
}
