/** What a generator is told about the rendering that it supplies a token for. */
export interface TokenRequest {
  /** Origin that will receive the token, for example `https://svc.example`. */
  readonly origin: string;
  /** Aborts when nobody waits for the token any more; `undefined` where the caller gave none. */
  readonly signal: AbortSignal | undefined;
}

/** A fresh short token and when it dies. Plain data: it has to travel. */
export interface GeneratedToken {
  /** The token, opaque. */
  readonly shortToken: string;
  /** When it dies. */
  readonly expiresAt: Date;
}

/** What a generator may supply: a {@link GeneratedToken}, or one that does not know when it dies. */
export interface SuppliedToken {
  /** The token: 1 to 512 characters. */
  readonly shortToken: string;
  /** When it dies, where the generator knows. */
  readonly expiresAt?: Date | undefined;
}

/**
 * Supplies a fresh short token for one rendering.
 *
 * @example
 * const generate: TokenGenerator = async ({ signal }) => {
 *   const answer = await fetch('/my-backend/short-token', { method: 'POST', signal });
 *   return (await answer.json()).shortToken;
 * };
 */
export type TokenGenerator = (
  request: TokenRequest,
) => string | SuppliedToken | Promise<string | SuppliedToken>;

/** The user that a short token stands for. */
export interface ResolvedIdentity {
  /** Tells an identity from a refusal. */
  readonly ok: true;
  /** Id of the user in MileApp, for example 24 hexadecimal characters. */
  readonly userId: string;
  /** Id of the user's organization, for your own authorization. */
  readonly organizationId: string;
  /**
   * The user's real bearer. Not enumerable: `const { bearerToken } = identity` works, while logging,
   * spreading and `JSON.stringify` leave it out.
   */
  readonly bearerToken: string;
}

/** An expired, unknown, malformed or used token: reject the operation, never retry. */
export interface RefusedToken {
  /** Tells a refusal from an identity. */
  readonly ok: false;
  /** One code for all of them, so that it tells a guesser nothing. */
  readonly code: 'short_token_invalid';
}

/** The answer to a resolve: an identity or a refusal. Outages are thrown instead. */
export type ResolveResult = ResolvedIdentity | RefusedToken;
