import type { ResolvedIdentity } from '../token/types.ts';

/** Whom a request came from; what can act for that user is not enumerable, so a log does not show it. */
export interface ReceivedIdentity extends ResolvedIdentity {
  /** The value of an `Authorization` header for calls back to MileApp as this user. */
  readonly authorization: () => string;
}

/** Adds the header value to what a client resolved. */
export function receivedIdentity(resolved: ResolvedIdentity): ReceivedIdentity {
  const { userId, organizationId, bearerToken } = resolved;
  const identity = { ok: true as const, userId, organizationId };
  return Object.freeze(
    Object.defineProperties(identity, {
      bearerToken: { value: bearerToken },
      authorization: { value: () => `Bearer ${bearerToken}` },
    }),
  ) as ReceivedIdentity;
}
