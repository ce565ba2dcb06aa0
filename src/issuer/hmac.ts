import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';

/** HMAC-SHA-256 over short ASCII messages, in buffers of its own that keep no message. */
export interface ShortHmac {
  /** Sets the key: 32 bytes as Latin-1 text, copied. */
  setKey(key: string): void;
  /** Wipes the key. */
  forgetKey(): void;
  /** The digest of an ASCII message, as base64url or as Latin-1 text (`binary`). */
  digest(message: string, encoding: 'base64url' | 'binary'): string;
}

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

/**
 * HMAC spelled out over the one-shot `hash`: `createHmac` builds a stream object per call and costs
 * more than twice as much. The tests hold it against the platform's own `hkdfSync`.
 *
 * @param maxMessage - longest message in characters
 * @see RFC 2104 section 2
 */
export function createShortHmac(maxMessage: number): ShortHmac {
  const inner = Buffer.alloc(BLOCK_BYTES + maxMessage, INNER_PAD);
  const outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES, OUTER_PAD);
  // One view per length of a message, kept: making one costs a fifth of a hash.
  const filled: Buffer[] = [];

  return {
    setKey(key) {
      for (let i = 0; i < DIGEST_BYTES; i += 1) {
        const byte = key.charCodeAt(i);
        inner[i] = byte ^ INNER_PAD;
        outer[i] = byte ^ OUTER_PAD;
      }
    },
    forgetKey() {
      inner.fill(INNER_PAD, 0, DIGEST_BYTES);
      outer.fill(OUTER_PAD, 0, DIGEST_BYTES);
    },
    digest(message, encoding) {
      const { length } = message;
      const view = filled[length] ?? inner.subarray(0, BLOCK_BYTES + length);
      filled[length] = view;
      inner.write(message, BLOCK_BYTES, 'latin1');
      outer.write(hash('sha256', view, 'binary'), BLOCK_BYTES, 'latin1');
      const digest = hash('sha256', outer, encoding);
      inner.fill(0, BLOCK_BYTES, BLOCK_BYTES + length);
      outer.fill(0, BLOCK_BYTES);
      return digest;
    },
  };
}
