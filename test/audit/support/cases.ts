import type { AuditCode } from '../../../src/audit/catalogue.ts';
import type { Switch } from './base-receiver.ts';

/** One faulty receiver: what is switched on, and exactly what has to be found. */
export interface FaultyCase {
  readonly on: readonly Switch[];
  /** Errors and warnings, no more and no less. */
  readonly finds: readonly AuditCode[];
  /** Milliseconds for the audit; it may run out of time. */
  readonly timeoutMs?: number;
}

const fault = (name: Switch, ...finds: AuditCode[]): FaultyCase => ({ on: [name], finds });

export const FAULTY: readonly FaultyCase[] = [
  fault('noRedirect', 'token-in-address-bar'),
  fault('tokenInLocation', 'token-in-address-bar', 'token-in-location'),
  fault('tokenThroughSecondPage', 'token-in-location'),
  fault('permanentRedirect', 'permanent-redirect'),
  fault('landingCrashes', 'arrival-failed'),
  fault('landingMissing', 'arrival-failed'),
  fault('redirectLoop', 'arrival-failed'),
  // The receiver cannot ask either: it does not see that there is a session already.
  fault('sameSiteStrict', 'session-cookie-strict', 'user-changed-silently'),
  fault('refusedCookie', 'arrival-failed'),
  { on: ['slow'], finds: ['arrival-slow'], timeoutMs: 20_000 },
  fault('resolvesTwice', 'resolved-twice'),
  fault('landingOpen', 'landing-open'),
  fault('sessionInUrl', 'session-in-url'),
  fault('globalIdentity', 'landing-open'),
  fault('racingIdentity', 'users-mixed-up'),
  fault('silentChange', 'user-changed-silently'),
  fault('readable', 'session-cookie-readable'),
  fault('noSameSite', 'session-cookie-cross-site'),
  fault('sameSiteNone', 'session-cookie-cross-site'),
  fault('userIdCookie', 'session-cookie-forgeable'),
  fault('base64Cookie', 'session-cookie-forgeable'),
  fault('unverifiedJwt', 'session-cookie-forgeable'),
  fault('hashedCookie', 'session-cookie-guessable'),
  fault('countingCookie', 'session-cookie-guessable'),
  fault('timestampCookie', 'session-cookie-guessable'),
  fault('signedUserId', 'session-cookie-repeats'),
  fault('adoptsCookie', 'session-fixation'),
  fault('keepsAnonymousSession', 'session-fixation'),
  fault('cachesAnswers', 'used-token-admitted'),
  fault('admitsAnything', 'used-token-admitted', 'invalid-token-admitted'),
  fault('refusalIs200', 'refusal-looks-like-success'),
  fault('malformedCrashes', 'refusal-crashes'),
  fault('retriesRefusals', 'refusal-retried'),
  fault('takesFirst', 'repeated-token-picked'),
  fault('takesLast', 'repeated-token-picked'),
  fault('takesEverywhere', 'foreign-token-taken'),
  fault('headSpends', 'head-spends-token'),
  fault('prefetchSpends', 'prefetch-spends-token'),
  fault('prerenderSpends', 'prerender-spends-token'),
  fault('noSingleFlight', 'double-visit-refused'),
  fault('outageIs401', 'outage-looks-like-refusal'),
  fault('slownessIs401', 'outage-looks-like-refusal'),
  fault('rateLimitIs500', 'outage-not-503'),
  fault('outageIs200', 'outage-not-503'),
  fault('admitsNobody', 'outage-admits'),
  fault('waitsForever', 'outage-hangs'),
  fault('noRetryAfter', 'outage-without-retry-after'),
  fault('remembersOutage', 'outage-remembered'),
  fault('clearsOnOutage', 'outage-ends-session'),
  fault('followsNext', 'open-redirect'),
  fault('followsSlash', 'open-redirect'),
  fault('locationFromHost', 'host-header-trusted'),
  fault('reflectsOrigin', 'cors-credentials'),
  fault('allowsNullOrigin', 'cors-credentials'),
  fault('noCacheControl', 'token-cacheable'),
  fault('noReferrerPolicy', 'referrer-leak'),
  fault('mildReferrerPolicy', 'referrer-leak'),
  fault('refusalQuotes', 'token-in-page'),
  fault('notFoundQuotes', 'token-in-page'),
  fault('headerQuotes', 'token-in-header'),
  fault('tokenIsSession', 'token-in-cookie'),
  fault('bearerCookie', 'bearer-exposed'),
  fault('bearerBase64Cookie', 'bearer-exposed'),
  fault('bearerJwtCookie', 'bearer-exposed'),
  fault('bearerSplitCookie', 'bearer-exposed'),
  fault('bearerOnPage', 'bearer-exposed'),
  fault('bearerInHeader', 'bearer-exposed'),
  fault('tokenInLog', 'token-in-log'),
  fault('bearerInLog', 'bearer-in-log'),
];

/** Switches that change nothing about a receiver's being right. */
export const CORRECT: readonly (readonly Switch[])[] = [
  [],
  ['found302'],
  ['relativeLocation'],
  ['absoluteLocation'],
  ['metaRefresh'],
  ['singlePageApp'],
  ['dynamicLanding'],
  ['loginPage'],
  ['plainName'],
  // Over http on this machine.
  ['insecure', 'plainName'],
  ['verifiedJwt'],
  ['twoCookies'],
  ['themeCookie'],
  ['anonymousSession'],
  ['refusalIs403'],
  ['emptyIsAbsent'],
  ['outageIs502'],
  ['clickThrough'],
  ['anyOrganization'],
];
