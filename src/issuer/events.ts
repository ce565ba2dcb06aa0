/** Why a token was refused; for the operator only, the caller is never told. */
export type RefusalReason = 'malformed' | 'absent' | 'expired';

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
      readonly reason: RefusalReason;
      /** Absent for a malformed token: nothing was derived from it. */
      readonly tokenDigest?: string;
    }
  | {
      readonly type: 'replayed';
      readonly tokenDigest: string;
      /** Refused uses by others so far, from 1. */
      readonly replays: number;
    };

/** Receives every event, in order. What it throws or rejects with is ignored: it only watches. */
export type IssuerObserver = (event: IssuerEvent) => void;

const DIGEST_LENGTH = 8;

/** The part of an id that may appear in an event. */
export function tokenDigest(id: string): string {
  return id.slice(0, DIGEST_LENGTH);
}
