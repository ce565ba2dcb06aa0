import { identityFrom, type MileIdentity, type StoredIdentity } from './identity.ts';

/** Carries a newcomer through the page that asks whether to go on as somebody else. */
export interface UserChange {
  /** @returns text for a form field that only this service can read, and only for this browser's user */
  readonly seal: (newcomer: MileIdentity, current: MileIdentity) => Promise<string>;
  /** @returns the newcomer, or `undefined` for text that is not ours, too old, or of another session */
  readonly open: (sealed: string, current: MileIdentity) => Promise<MileIdentity | undefined>;
}

interface SealedContent {
  readonly newcomer: StoredIdentity;
  readonly expiresAt: number;
}

const LIFETIME_MS = 300_000;
const IV_BYTES = 12;
const LABEL = '@mileapp/custom-module-url/user-change/1';

/**
 * Makes the seal: AES-256-GCM with the current user as associated data, so that the text works for
 * nobody else, and no longer once the change has happened.
 *
 * @param secret - at least 32 characters, the same in every process of a service; default: random
 */
export function userChange(secret?: string): UserChange {
  let key: Promise<CryptoKey> | undefined;
  const sealingKey = () => {
    key ??= deriveKey(secret);
    return key;
  };
  return {
    async seal(newcomer, current) {
      const content: SealedContent = {
        newcomer: newcomer.toSession(),
        expiresAt: Date.now() + LIFETIME_MS,
      };
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const sealed = await crypto.subtle.encrypt(
        algorithm(iv, current),
        await sealingKey(),
        new TextEncoder().encode(JSON.stringify(content)),
      );
      return toBase64(new Uint8Array([...iv, ...new Uint8Array(sealed)]));
    },
    async open(sealed, current) {
      try {
        const bytes = fromBase64(sealed);
        const plain = await crypto.subtle.decrypt(
          algorithm(bytes.slice(0, IV_BYTES), current),
          await sealingKey(),
          bytes.slice(IV_BYTES),
        );
        const content: SealedContent = JSON.parse(new TextDecoder().decode(plain));
        return Date.now() < content.expiresAt ? identityFrom(content.newcomer) : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

function algorithm(iv: Uint8Array<ArrayBuffer>, { userId, organizationId }: MileIdentity) {
  const additionalData = new TextEncoder().encode(JSON.stringify([LABEL, organizationId, userId]));
  return { name: 'AES-GCM', iv, additionalData };
}

async function deriveKey(secret: string | undefined): Promise<CryptoKey> {
  const bytes = secret
    ? new TextEncoder().encode(secret)
    : crypto.getRandomValues(new Uint8Array(32));
  const material = await crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    {
      name: 'HKDF',
      hash: 'SHA-256',
      salt: new Uint8Array(),
      info: new TextEncoder().encode(LABEL),
    },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
