import { Buffer } from 'node:buffer';
import { hash, randomBytes } from 'node:crypto';

/**
 * Names whoever redeems a token, for the store: callers with the same key get the same name for
 * the same token, and the name tells neither the key nor that one key was used on two tokens.
 */
export function redeemerFor(id: string, idempotencyKey: string | undefined): string {
  if (idempotencyKey === undefined) return uniqueRedeemer();
  return hash('sha256', `redeemer/v1/${id}/${idempotencyKey}`, 'base64url');
}

const UNIQUE_BYTES = 16;
const POOL_BYTES = UNIQUE_BYTES * 128;
let pool = Buffer.alloc(0);
let next = 0;

function uniqueRedeemer(): string {
  if (next === pool.length) {
    pool = randomBytes(POOL_BYTES);
    next = 0;
  }
  next += UNIQUE_BYTES;
  return pool.toString('base64url', next - UNIQUE_BYTES, next);
}
