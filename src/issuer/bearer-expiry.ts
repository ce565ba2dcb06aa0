/**
 * When a bearer that is a JWT dies by its own word, in Unix milliseconds; `Infinity` for a bearer
 * that is no JWT or has no `exp`. Nothing is verified here: `authenticate` did that.
 *
 * @see RFC 7519 section 4.1.4 (exp, in seconds, perhaps with a fraction)
 */
export function bearerExpiryMs(bearer: string): number {
  const start = bearer.indexOf('.') + 1;
  const end = bearer.indexOf('.', start);
  if (start === 0 || end < 0) return Number.POSITIVE_INFINITY;
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(bearer.slice(start, end), 'base64url').toString());
  } catch {
    return Number.POSITIVE_INFINITY;
  }
  const exp = (claims as { exp?: unknown } | null)?.exp;
  return typeof exp === 'number' ? exp * 1000 : Number.POSITIVE_INFINITY;
}
