import type { GeneratedToken, RefusedToken, ResolveResult } from '../token/types.ts';
import type { IssuerCount } from './counters.ts';

/** Ends the wait of a call; the issuer's own time limit does so too. */
export interface CallOptions {
  /** Ends the wait; what was sent to the store may still take effect. */
  readonly signal?: AbortSignal | undefined;
}

/** What a token stands for, without the bearer: that one is for whoever redeems it. */
export interface PeekedToken {
  /** Tells it from a refusal. */
  readonly ok: true;
  /** Id of the user that it stands for. */
  readonly userId: string;
  /** Id of the user's organization. */
  readonly organizationId: string;
  /** From when on nobody can resolve it. */
  readonly expiresAt: Date;
}

/**
 * Generates short tokens for bearers, and resolves them once.
 *
 * Every operation rejects with `StoreUnavailableError` (`store_unavailable`) when the store gives no
 * answer or the issuer is closed, and with `ShortTokenError` (`aborted`) when its signal fires.
 */
export interface Issuer {
  /**
   * Mints a short token for the owner of a bearer.
   *
   * @param request.bearer - the credential itself, without `Bearer `; 1 to 16,384 visible ASCII characters
   * @throws ShortTokenError `bearer_rejected`, `upstream_error` (authenticate failed), `timeout` (it took too long), `aborted`
   * @throws StoreUnavailableError `store_full`, `store_unavailable`
   */
  generate(request: { readonly bearer: string } & CallOptions): Promise<GeneratedToken>;
  /**
   * Redeems a short token. Every refusal is the same value; an outage is thrown.
   *
   * @param options.idempotencyKey - names the redeemer: the same key gets the same answer again; a
   *   call without one is a redeemer of its own
   * @throws StoreUnavailableError `store_unavailable`
   * @throws ShortTokenError `aborted`
   */
  resolve(
    shortToken: string,
    options?: { readonly idempotencyKey?: string | undefined } & CallOptions,
  ): Promise<ResolveResult>;
  /**
   * Tells whom a token stands for and leaves it as it is; refuses what `resolve` would refuse to a
   * new redeemer.
   *
   * @throws StoreUnavailableError `store_unavailable`
   * @throws ShortTokenError `aborted`
   */
  peek(shortToken: string, options?: CallOptions): Promise<PeekedToken | RefusedToken>;
  /**
   * Ends a token before its time.
   *
   * @returns whether it was live
   * @throws StoreUnavailableError `store_unavailable`
   * @throws ShortTokenError `aborted`
   */
  revoke(shortToken: string, options?: CallOptions): Promise<boolean>;
  /**
   * Ends every token of a bearer, those that are being generated too: what a logout calls. For one
   * more life of a token, `generate` rejects that bearer.
   *
   * @throws StoreUnavailableError `store_full`, `store_unavailable`: then nothing is revoked
   * @throws ShortTokenError `aborted`
   */
  revokeBearer(bearer: string, options?: CallOptions): Promise<void>;
  /** How often each outcome came about, zeros included. */
  counts(): readonly IssuerCount[];
  /** Turns new calls away, waits for those under way and closes the store; safe to call twice. */
  close(): Promise<void>;
}
