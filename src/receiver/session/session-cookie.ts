/** How long and where a session cookie works. */
export interface SessionCookieOptions {
  /** Whole seconds, 0 (ends the cookie) to 34,560,000 (400 days); default: until the browser closes. */
  readonly maxAgeSeconds?: number | undefined;
  /** For a page inside another site's frame; `context.isEmbedded` says so. */
  readonly isEmbedded?: boolean | undefined;
}

const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const VALUE = /^[!#-+\--:<-[\]-~]*$/;
const MAX_AGE_SECONDS = 34_560_000;

/**
 * Writes the `Set-Cookie` value of a session: bound to this host alone (`__Host-`), out of reach of
 * scripts, sent over TLS only, and not with what other sites make a browser do.
 *
 * @param name - without the prefix `__Host-`, which is put in front
 * @param value - of the characters that a cookie may have; a random session id, never a token or a bearer
 * @returns the value of a `Set-Cookie` header
 * @throws TypeError, RangeError for what cannot be a cookie
 * @example
 * start: async (identity, request, { isEmbedded }) =>
 *   sessionCookie('session', await sessions.create(identity.toSession()), { isEmbedded });
 * @see https://www.ietf.org/archive/id/draft-ietf-httpbis-rfc6265bis-20.html#section-4.1.3
 */
export function sessionCookie(
  name: string,
  value: string,
  { maxAgeSeconds, isEmbedded = false }: SessionCookieOptions = {},
): string {
  checkCookieName(name);
  if (typeof value !== 'string' || !VALUE.test(value)) {
    throw new TypeError(
      'value must be ASCII without spaces, quotes, commas, semicolons, backslashes.',
    );
  }
  if (maxAgeSeconds !== undefined && !isMaxAge(maxAgeSeconds)) {
    throw new RangeError(`maxAgeSeconds must be a whole number from 0 to ${MAX_AGE_SECONDS}.`);
  }
  const age = maxAgeSeconds === undefined ? '' : `; Max-Age=${maxAgeSeconds}`;
  const sameSite = isEmbedded ? 'None; Partitioned' : 'Lax';
  return `__Host-${name}=${value}; Path=/; Secure; HttpOnly; SameSite=${sameSite}${age}`;
}

function checkCookieName(name: string): void {
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw new TypeError('name must be a cookie name: letters, digits and - _ . without spaces.');
  }
}

function isMaxAge(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 0 && seconds <= MAX_AGE_SECONDS;
}
