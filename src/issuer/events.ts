/** Why a token was refused; for the operator only, the caller is never told. */
export type RefusalReason = 'malformed' | 'absent' | 'expired' | 'revoked';

/** Why a bearer got no token. */
export type BearerRejection = 'malformed' | 'unknown' | 'expired' | 'revoked';

/** What can be asked of an issuer. */
export type IssuerOperation = 'generate' | 'resolve' | 'peek' | 'revoke' | 'revokeBearer';

/** What an issuer depends on. */
export type IssuerPart = 'authenticate' | 'store';

/**
 * What an issuer reports. `tokenDigest` is the first 8 characters of the entry's id in the store,
 * which is derived one way from the token: enough to match lines of a log, useless for anything else.
 */
export type IssuerEvent =
  | {
      readonly type: 'generated';
      readonly tokenDigest: string;
      readonly userId: string;
      readonly organizationId: string;
      readonly expiresAt: Date;
    }
  | { readonly type: 'bearer_rejected'; readonly reason: BearerRejection }
  | {
      readonly type: 'resolved';
      readonly tokenDigest: string;
      readonly userId: string;
      readonly organizationId: string;
      /** The same redeemer asked once more, after a lost answer for example. */
      readonly again: boolean;
    }
  | {
      readonly type: 'refused';
      readonly operation: 'resolve' | 'peek';
      readonly reason: RefusalReason;
      /** Absent for a malformed token: nothing was derived from it. */
      readonly tokenDigest?: string;
    }
  | {
      /** Somebody else had redeemed the token before. */
      readonly type: 'replayed';
      readonly tokenDigest: string;
      /** Refused uses by others so far, from 1. */
      readonly replays: number;
    }
  | { readonly type: 'peeked'; readonly tokenDigest: string }
  | {
      readonly type: 'revoked';
      readonly tokenDigest: string;
      /** Whether there was a live token. */
      readonly found: boolean;
    }
  | { readonly type: 'bearer_revoked' }
  | {
      /** Nobody can say: the store or `authenticate` gave no answer. */
      readonly type: 'unavailable';
      readonly operation: IssuerOperation;
      readonly part: IssuerPart;
      /** Class of what was thrown, for example `TimeLimitError`; never its text. */
      readonly cause: string;
    }
  | { readonly type: 'aborted'; readonly operation: IssuerOperation }
  | {
      /** A mistake: wrong arguments, an `authenticate` that gives something else, a bug. */
      readonly type: 'failed';
      readonly operation: IssuerOperation;
      readonly cause: string;
    };

/** Receives every event, in order. What it throws or rejects with is ignored: it only watches. */
export type IssuerObserver = (event: IssuerEvent) => void;

const DIGEST_LENGTH = 8;

/** The part of an id that may appear in an event. */
export function tokenDigest(id: string): string {
  return id.slice(0, DIGEST_LENGTH);
}

/** The name of an error's class, which no data gets into. */
export function causeOf(error: unknown): string {
  const kept: unknown = (error as { causeName?: unknown } | null)?.causeName;
  const name: unknown = kept ?? Object(error).constructor?.name;
  return typeof name === 'string' && /^[A-Za-z_$][\w$]{0,63}$/.test(name) ? name : typeof error;
}
