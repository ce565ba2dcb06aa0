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
      /** A token was issued. */
      readonly type: 'generated';
      /** Which token, by its digest prefix. */
      readonly tokenDigest: string;
      /** Id of the user that it stands for. */
      readonly userId: string;
      /** Id of the user's organization. */
      readonly organizationId: string;
      /** From when on nobody can resolve it. */
      readonly expiresAt: Date;
    }
  | {
      /** A bearer got no token. */
      readonly type: 'bearer_rejected';
      /** Why it got none. */
      readonly reason: BearerRejection;
    }
  | {
      /** A token was redeemed. */
      readonly type: 'resolved';
      /** Which token, by its digest prefix. */
      readonly tokenDigest: string;
      /** Id of the user that it stands for. */
      readonly userId: string;
      /** Id of the user's organization. */
      readonly organizationId: string;
      /** The same redeemer asked once more, after a lost answer for example. */
      readonly again: boolean;
    }
  | {
      /** A token was refused. */
      readonly type: 'refused';
      /** Which call. */
      readonly operation: 'resolve' | 'peek';
      /** Why it was refused. */
      readonly reason: RefusalReason;
      /** Absent for a malformed token: nothing was derived from it. */
      readonly tokenDigest?: string;
    }
  | {
      /** Somebody else had redeemed the token before. */
      readonly type: 'replayed';
      /** Which token, by its digest prefix. */
      readonly tokenDigest: string;
      /** Refused uses by others so far, from 1. */
      readonly replays: number;
    }
  | {
      /** Somebody looked whom a token stands for, without redeeming it. */
      readonly type: 'peeked';
      /** Which token, by its digest prefix. */
      readonly tokenDigest: string;
    }
  | {
      /** Somebody revoked a token. */
      readonly type: 'revoked';
      /** Which token, by its digest prefix. */
      readonly tokenDigest: string;
      /** Whether there was a live token. */
      readonly found: boolean;
    }
  | {
      /** Every token of a bearer was revoked. */
      readonly type: 'bearer_revoked';
    }
  | {
      /** Nobody can say: the store or `authenticate` gave no answer. */
      readonly type: 'unavailable';
      /** Which call. */
      readonly operation: IssuerOperation;
      /** What gave no answer. */
      readonly part: IssuerPart;
      /** Class of what was thrown, for example `TimeLimitError`; never its text. */
      readonly cause: string;
    }
  | {
      /** The caller ended the call. */
      readonly type: 'aborted';
      /** Which call. */
      readonly operation: IssuerOperation;
    }
  | {
      /** A mistake: wrong arguments, an `authenticate` that gives something else, a bug. */
      readonly type: 'failed';
      /** Which call. */
      readonly operation: IssuerOperation;
      /** Class of what was thrown; never its text. */
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
