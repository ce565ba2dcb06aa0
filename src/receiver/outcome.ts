import type { ShortTokenErrorCode } from '../wire/short-token-error.ts';
import type { ReceivedIdentity } from './identity.ts';

/** Why a request with a token did not spend it: nobody is looking at the answer. */
export type SkipReason = 'head' | 'prefetch' | 'prerender' | 'bot';

/**
 * Why a request was turned away: `invalid` (401) for a token that is not good, whatever the reason;
 * `repeated` for more than one token, `cross_site` for a relayed form from another site and
 * `malformed_url` for control characters in the target (400).
 */
export type RejectReason = 'invalid' | 'repeated' | 'cross_site' | 'malformed_url';

interface Answered {
  /** The answer, ready to send. */
  readonly response: Response;
  /** The request's path and query without the token. */
  readonly url: string;
}

/** A good token. */
export interface Authenticated {
  readonly outcome: 'authenticated';
  readonly identity: ReceivedIdentity;
  /** The request's path and query without the token, to be followed on the same origin. */
  readonly url: string;
  /** The 303 of a document navigation, or what `onAuthenticated` answered; else the answer is yours. */
  readonly response: Response | undefined;
  /** What belongs on the answer when it is yours: cookies, `Cache-Control`, `Referrer-Policy`. */
  readonly headers: Headers;
}

/** A token that is not good (401), or a request that is not (400). */
export interface Rejected extends Answered {
  readonly outcome: 'rejected';
  readonly reason: RejectReason;
}

/** Nobody can say whether the token is good: 503 with `Retry-After`. */
export interface Unavailable extends Answered {
  readonly outcome: 'unavailable';
  /** The code of the client's error; `unknown` for an error that is not its own. */
  readonly code: ShortTokenErrorCode | 'unknown';
}

/** A token that was left alone. */
export interface Skipped extends Answered {
  readonly outcome: 'skipped';
  readonly reason: SkipReason;
}

/** No token. */
export interface Absent {
  readonly outcome: 'absent';
  /** The page that fetches a token out of the fragment, where one is configured for this path. */
  readonly response: Response | undefined;
}

/** What a request comes to. Where there is a `response`, sending it is all there is to do. */
export type ReceiveOutcome = Authenticated | Rejected | Unavailable | Skipped | Absent;

/** What a receiver tells of a request with a token; safe to log as it is. */
export type ReceiverEvent =
  | { readonly outcome: 'authenticated'; readonly userId: string; readonly organizationId: string }
  | { readonly outcome: 'rejected'; readonly reason: RejectReason }
  | { readonly outcome: 'unavailable'; readonly code: ShortTokenErrorCode | 'unknown' }
  | { readonly outcome: 'skipped'; readonly reason: SkipReason };
