/** How long and where a session cookie works. */
export interface SessionCookieOptions {
  /** Whole seconds, 1 to 34,560,000 (400 days); until the browser is closed unless told. */
  readonly maxAgeSeconds?: number | undefined;
  /** For a page inside another site's frame; `context.isEmbedded` says so. */
  readonly embedded?: boolean | undefined;
}

const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const VALUE = /^[!#-+\--:<-[\]-~]*$/;
const MAX_AGE_SECONDS = 34_560_000;

/**
 * The `Set-Cookie` value of a session: bound to this host alone (`__Host-`), out of reach of scripts,
 * sent over TLS only, and not with what other sites make a browser do.
 *
 * Source: RFC 6265bis section 4.1; CHIPS for `Partitioned`.
 *
 * @param name - without the prefix `__Host-`, which is put in front
 * @param value - of the characters that a cookie may have; a random session id, never a token or a bearer
 * @throws TypeError, RangeError for what cannot be a cookie
 * @example
 * onAuthenticated: async (identity, request, { isEmbedded }) =>
 *   sessionCookie('session', await sessions.create(identity), { embedded: isEmbedded });
 */
export function sessionCookie(
  name: string,
  value: string,
  { maxAgeSeconds, embedded = false }: SessionCookieOptions = {},
): string {
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw new TypeError('name must be a cookie name: letters, digits and - _ . without spaces.');
  }
  if (typeof value !== 'string' || !VALUE.test(value)) {
    throw new TypeError(
      'value must be ASCII without spaces, quotes, commas, semicolons, backslashes.',
    );
  }
  if (
    maxAgeSeconds !== undefined &&
    !(Number.isInteger(maxAgeSeconds) && maxAgeSeconds >= 1 && maxAgeSeconds <= MAX_AGE_SECONDS)
  ) {
    throw new RangeError(`maxAgeSeconds must be a whole number from 1 to ${MAX_AGE_SECONDS}.`);
  }
  const age = maxAgeSeconds === undefined ? '' : `; Max-Age=${maxAgeSeconds}`;
  const sameSite = embedded ? 'None; Partitioned' : 'Lax';
  return `__Host-${name}=${value}; Path=/; Secure; HttpOnly; SameSite=${sameSite}${age}`;
}
