import type { ShortTokenErrorCode } from '../wire/short-token-error.ts';
import type { MileIdentity } from './identity.ts';

/** Why a request with a token did not spend it: nobody is looking at the answer. */
export type SkipReason = 'head' | 'prefetch' | 'prerender' | 'bot' | 'disconnected';

/**
 * Why a request was refused:
 * - `invalid` (401): the token is not good, whatever the reason;
 * - `repeated`, `malformed_url`, `cross_site` (400): more than one token, control characters in the
 *   target, a form that another site posted;
 * - `change_expired` (400): the answer to the question whether to change the user came too late;
 * - `not_admitted` (403): the token is good, and `admit` says no;
 * - `different_user` (409): the session is another user's, and nobody can be asked;
 * - `too_many_attempts` (429): this client sent too many tokens that were not good.
 */
export type RefusalReason =
  | 'invalid'
  | 'repeated'
  | 'malformed_url'
  | 'cross_site'
  | 'change_expired'
  | 'not_admitted'
  | 'different_user'
  | 'too_many_attempts';

interface Answered {
  /** The answer, ready to send. */
  readonly response: Response;
  /** The request's path and query without the token. */
  readonly url: string;
  readonly identity?: undefined;
}

/** A good token, of a user who is let in; the session is started. */
export interface Authenticated {
  /** Tells it from the other outcomes. */
  readonly outcome: 'authenticated';
  /** Who it is. */
  readonly identity: MileIdentity;
  /** The request's path and query without the token. */
  readonly url: string;
  /** The 303 of a document navigation; else the answer is yours. */
  readonly response: Response | undefined;
  /** What belongs on the answer when it is yours: cookies, `Cache-Control`, `Referrer-Policy`. */
  readonly headers: Headers;
}

/** A token that is not good any more, of a user whose session is: a reload, a restored tab. */
export interface Kept {
  /** Tells it from the other outcomes. */
  readonly outcome: 'kept';
  /** Whose session it is. */
  readonly identity: MileIdentity;
  /** The request's path and query without the token. */
  readonly url: string;
  /** The 303 to the same place without the token. */
  readonly response: Response;
}

/** A good token of another user than the session's: the page that asks whether to change. */
export interface Asked extends Answered {
  /** Tells it from the other outcomes. */
  readonly outcome: 'asked';
}

/** A token that is not good, a user who is not let in, or a request that is not well formed. */
export interface Refused extends Answered {
  /** Tells it from the other outcomes. */
  readonly outcome: 'refused';
  /** Why it was refused. */
  readonly reason: RefusalReason;
}

/**
 * Nobody can say whether the token is good: 503 with `Retry-After`, or 502 without it where the token
 * may be used up (`outcome_unknown`).
 */
export interface Unavailable extends Answered {
  /** Tells it from the other outcomes. */
  readonly outcome: 'unavailable';
  /** The code of the client's error; `unknown` for an error that is not its own. */
  readonly code: ShortTokenErrorCode | 'unknown';
}

/** A token that was left alone. */
export interface Skipped extends Answered {
  /** Tells it from the other outcomes. */
  readonly outcome: 'skipped';
  /** Why it was left alone. */
  readonly reason: SkipReason;
}

/** A post to `logoutPath`: the session is over. */
export interface SignedOut extends Answered {
  /** Tells it from the other outcomes. */
  readonly outcome: 'signed_out';
}

/** No token. */
export interface Absent {
  /** Tells it from the other outcomes. */
  readonly outcome: 'absent';
  /** The page that fetches a token out of the fragment, on the module URL's own path. */
  readonly response: Response | undefined;
  /** Whose session it is. */
  readonly identity: MileIdentity | undefined;
}

/** What a request comes to. Where there is a `response`, sending it is all there is to do. */
export type ReceiveOutcome =
  | Authenticated
  | Kept
  | Asked
  | Refused
  | Unavailable
  | Skipped
  | SignedOut
  | Absent;

/** What a receiver tells of a request with a token; safe to log as it is. */
export type ReceiverEvent =
  | {
      /** A good token, or a session that stays. */
      readonly outcome: 'authenticated' | 'kept' | 'asked';
      /** Id of the user that the answer is for. */
      readonly userId: string;
      /** Id of the user's organization. */
      readonly organizationId: string;
    }
  | {
      /** The request was refused. */
      readonly outcome: 'refused';
      /** Why it was refused. */
      readonly reason: RefusalReason;
    }
  | {
      /** Nobody can say whether the token is good. */
      readonly outcome: 'unavailable';
      /** The code of the client's error; `unknown` for an error that is not its own. */
      readonly code: ShortTokenErrorCode | 'unknown';
    }
  | {
      /** The token was left alone. */
      readonly outcome: 'skipped';
      /** Why it was left alone. */
      readonly reason: SkipReason;
    }
  | {
      /** The session is over. */
      readonly outcome: 'signed_out';
    };
