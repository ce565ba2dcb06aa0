import { Buffer } from 'node:buffer';

// Decoded claims of the longest bearer; written over and wiped by every call.
const claimBytes = Buffer.alloc(12_288);

/**
 * When a bearer that is a JWT dies by its own word, in Unix milliseconds; `Infinity` for a bearer
 * that is no JWT or has no `exp`. Nothing is verified here: `authenticate` did that.
 *
 * @param bearer - visible ASCII, 16,384 characters at most
 * @see RFC 7519 section 4.1.4 (exp, in seconds, perhaps with a fraction)
 */
export function bearerExpiryMs(bearer: string): number {
  const start = bearer.indexOf('.') + 1;
  const end = bearer.indexOf('.', start);
  if (end === -1) return Number.POSITIVE_INFINITY;
  let claims: unknown;
  try {
    claims = JSON.parse(decoded(bearer.slice(start, end)));
  } catch {
    // No JSON between two dots is no claim.
  }
  const exp = (claims as { exp?: unknown } | null | undefined)?.exp;
  return typeof exp === 'number' ? exp * 1000 : Number.POSITIVE_INFINITY;
}

function decoded(part: string): string {
  const length = claimBytes.write(part, 0, 'base64url');
  const text = claimBytes.toString('utf8', 0, length);
  claimBytes.fill(0, 0, length);
  return text;
}
