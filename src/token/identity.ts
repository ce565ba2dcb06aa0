import type { RefusedToken, ResolvedIdentity } from './types.ts';

/** Builds an identity whose bearer is there to be used and not there to be logged. */
export function resolvedIdentity(fields: {
  readonly bearerToken: string;
  readonly userId: string;
  readonly organizationId: string;
}): ResolvedIdentity {
  const { userId, organizationId, bearerToken } = fields;
  const identity = { ok: true as const, userId, organizationId };
  return Object.freeze(
    Object.defineProperty(identity, 'bearerToken', { value: bearerToken }),
  ) as ResolvedIdentity;
}

/** The only refusal there is: it does not say why. */
export const REFUSED: RefusedToken = Object.freeze({ ok: false, code: 'short_token_invalid' });
