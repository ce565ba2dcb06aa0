/** How bad a finding is: an `error` fails the audit, a `warning` deserves attention, an `info` is a choice to know about. */
export type AuditSeverity = 'error' | 'warning' | 'info';

/** What is known of a finding before anything was seen. */
export interface AuditRule {
  /** The usual severity; the finding itself says what it came to. */
  readonly severity: AuditSeverity;
  /** What a receiver does that has no such fault. */
  readonly rule: string;
  readonly why: string;
  readonly fix: string;
}

/** Everything that an audit looks for, by its stable code, in the order of a report. */
export const CATALOGUE = {
  'arrival-failed': {
    severity: 'error',
    rule: 'a good token ends on a page',
    why: 'A user with a good token does not get in.',
    fix: 'Look at where the redirect leads (base path, proxy prefix), at the route that answers there, and at the cookies that the browser refuses.',
  },
  'arrival-slow': {
    severity: 'warning',
    rule: 'a visit takes less than three seconds',
    why: 'The user looks at an empty tab meanwhile, and tries again.',
    fix: 'Resolve the token and redirect first; do slow work after the redirect.',
  },
  'token-in-address-bar': {
    severity: 'error',
    rule: 'the user ends at a URL without the token',
    why: 'The address bar, the history, bookmarks and screenshots keep the token.',
    fix: 'Answer the visit with a 303 to the same URL without the token.',
  },
  'token-in-location': {
    severity: 'error',
    rule: 'no redirect passes the token on',
    why: 'The token reaches another origin, or one more access log, after it has done its work.',
    fix: 'Build Location from the path, with the token taken out.',
  },
  'permanent-redirect': {
    severity: 'warning',
    rule: 'the redirect is temporary',
    why: 'A browser may keep a 301 or 308 for good and skip the receiver at the next visit.',
    fix: 'Answer 303, which also makes the next request a GET.',
  },
  'insecure-redirect': {
    severity: 'error',
    rule: 'https stays https',
    why: 'The next request, with its session, can be read on the way.',
    fix: 'Make Location relative, or tell the framework that a proxy ends TLS in front of it.',
  },
  'resolved-twice': {
    severity: 'error',
    rule: 'one visit resolves the token once',
    why: 'A token is good for one resolve: the second one is refused, and it counts against the limit of the whole organization.',
    fix: 'Resolve in one place, and keep the identity in the session.',
  },
  'landing-open': {
    severity: 'error',
    rule: 'a stranger does not get the page',
    why: 'Whoever knows the address gets the same page without a token.',
    fix: 'Require the session on the page that the redirect leads to: 401 without one.',
  },
  'session-in-url': {
    severity: 'error',
    rule: 'the session is not in the URL',
    why: 'Whoever gets the link is signed in as the user, and it is in logs and histories as the token would be.',
    fix: 'Keep the session in a cookie.',
  },
  'users-mixed-up': {
    severity: 'error',
    rule: 'two users at once get a session each',
    why: 'A user is served as somebody else.',
    fix: 'Keep the identity in the session of the request, not in a variable of the module.',
  },
  'organization-not-checked': {
    severity: 'error',
    rule: 'a user of another organization is refused',
    why: 'A token of any organization signs in, and every customer of MileApp can get one.',
    fix: 'Compare organizationId with the organizations that you serve, and answer 403 to others.',
  },
  'user-changed-silently': {
    severity: 'warning',
    rule: 'another user does not take over a session unasked',
    why: "A stranger's link signs the user in as the stranger, and what is entered from then on is the stranger's (login CSRF).",
    fix: 'Where the browser has a session of somebody else, ask before changing the user.',
  },
  'session-cookie-readable': {
    severity: 'error',
    rule: 'scripts cannot read the session cookie',
    why: 'One injected script takes the session away.',
    fix: 'Set HttpOnly.',
  },
  'session-cookie-insecure': {
    severity: 'error',
    rule: 'the session cookie travels over TLS only',
    why: 'One http request shows the session to the network.',
    fix: 'Set Secure. Chromium and Firefox take it on http://localhost too.',
  },
  'session-cookie-cross-site': {
    severity: 'warning',
    rule: 'the session cookie does not come with what other sites send',
    why: 'Other sites can post in the name of the user.',
    fix: 'Set SameSite=Lax; SameSite=None only with Partitioned, for a page inside a frame of MileApp.',
  },
  'session-cookie-strict': {
    severity: 'error',
    rule: 'the session cookie comes with the redirect from MileApp',
    why: 'Browsers leave a SameSite=Strict cookie out of a navigation that another site began, its redirects included.',
    fix: 'Set SameSite=Lax.',
  },
  'session-cookie-not-host-bound': {
    severity: 'info',
    rule: 'only this host can set the session cookie',
    why: 'A page on a sibling subdomain can put its own cookie in the place of the session.',
    fix: 'Begin the name with __Host- (Secure, Path=/, no Domain), unless the session serves several subdomains.',
  },
  'session-cookie-forgeable': {
    severity: 'error',
    rule: 'a user id in the session cookie cannot be exchanged',
    why: 'Whoever writes the id of another user into the cookie is that user.',
    fix: 'Put a random id into the cookie and keep the identity on the server, or verify a signature.',
  },
  'session-cookie-guessable': {
    severity: 'error',
    rule: 'the session cookie cannot be guessed',
    why: 'The cookie of another user can be computed or tried out.',
    fix: 'Use at least 128 random bits: crypto.randomUUID(), secrets.token_urlsafe().',
  },
  'session-cookie-repeats': {
    severity: 'warning',
    rule: 'every arrival gets a session of its own',
    why: 'A cookie that is the same each time never expires for whoever has seen it once.',
    fix: 'Put a random session id or an expiry into it.',
  },
  'session-fixation': {
    severity: 'error',
    rule: 'an arrival begins a new session',
    why: 'Whoever planted the cookie before the arrival is signed in as the user afterwards.',
    fix: 'Make a new session id when the user arrives, and end the old session.',
  },
  'used-token-admitted': {
    severity: 'error',
    rule: 'a token signs in once',
    why: 'Whoever finds the link in a log or a history gets in.',
    fix: 'Do not keep what a token resolved to; ask each time, and refuse when MileApp does.',
  },
  'invalid-token-admitted': {
    severity: 'error',
    rule: 'a token that is not good does not sign in',
    why: 'Anybody gets in.',
    fix: 'Refuse with 401 when MileApp answers 400.',
  },
  'refusal-looks-like-success': {
    severity: 'warning',
    rule: 'a refusal has the status of one',
    why: 'Programs, caches and monitoring take a 2xx for success.',
    fix: 'Answer 401.',
  },
  'refusal-crashes': {
    severity: 'error',
    rule: 'no token makes the receiver crash',
    why: 'A link that anybody can write causes server errors.',
    fix: 'Treat whatever is no token as one that is not good: 401.',
  },
  'refusal-retried': {
    severity: 'error',
    rule: 'a refused token is not tried again',
    why: 'A 400 is final. Repeating it spends the rate limit of the whole organization.',
    fix: 'Retry on connection failures and 429 only.',
  },
  'repeated-token-picked': {
    severity: 'error',
    rule: 'two tokens in one URL are refused',
    why: 'Programs disagree on which one counts, which hides a token from filters and logs.',
    fix: 'Answer 400 to a parameter that is there more than once.',
  },
  'foreign-token-taken': {
    severity: 'error',
    rule: 'only the path of the Custom Module URL takes tokens',
    why: "Another page's ?token=, a password reset for example, is sent to MileApp and the page stays out of reach.",
    fix: 'Mount the receiver on the path of the Custom Module URL alone.',
  },
  'head-spends-token': {
    severity: 'error',
    rule: 'a HEAD request leaves the token alone',
    why: 'Scanners and previews send HEAD first, and the user who follows is turned away.',
    fix: 'Answer HEAD without resolving.',
  },
  'prefetch-spends-token': {
    severity: 'error',
    rule: 'a prefetch leaves the token alone',
    why: 'A page that is loaded in advance may never be shown, and the real visit is turned away.',
    fix: 'Answer 503 to requests with Sec-Purpose: prefetch, without resolving.',
  },
  'prerender-spends-token': {
    severity: 'error',
    rule: 'a prerender leaves the token alone',
    why: 'A page that is loaded in advance may never be shown, and the real visit is turned away.',
    fix: 'Answer 503 to requests with Sec-Purpose: prefetch;prerender, without resolving.',
  },
  'double-visit-refused': {
    severity: 'warning',
    rule: 'two visits at once both get in',
    why: 'After a double click the browser shows the second answer, which is the refusal.',
    fix: 'Let visits with the same token share one resolve while it is under way.',
  },
  'outage-looks-like-refusal': {
    severity: 'error',
    rule: 'trouble at MileApp is not the fault of the token',
    why: 'Users are told that their link is bad while it is MileApp that cannot be reached.',
    fix: 'Answer 503 with Retry-After to everything but a 400 of MileApp.',
  },
  'outage-not-503': {
    severity: 'error',
    rule: 'trouble at MileApp is a 503',
    why: 'A 500 looks like a fault of yours and a 2xx like success; neither says that trying again helps.',
    fix: 'Answer 503 with Retry-After.',
  },
  'outage-admits': {
    severity: 'error',
    rule: 'nobody gets in while MileApp cannot say who it is',
    why: 'Anybody gets in during an outage.',
    fix: 'Sign in only with an answer that has bearerToken, userId and organizationId.',
  },
  'outage-hangs': {
    severity: 'error',
    rule: 'a silent MileApp does not hold visits',
    why: 'Every visit keeps a connection until none is left.',
    fix: 'Give the call a time limit of a few seconds, then answer 503.',
  },
  'outage-without-retry-after': {
    severity: 'warning',
    rule: 'a 503 says when to come back',
    why: 'Clients and proxies do not know when to try again.',
    fix: 'Add Retry-After in seconds.',
  },
  'outage-remembered': {
    severity: 'error',
    rule: 'after an outage the same token works',
    why: 'The user who tries again with a token that is still good is turned away.',
    fix: 'Remember nothing about a token that could not be checked.',
  },
  'outage-ends-session': {
    severity: 'error',
    rule: 'an outage leaves sessions alone',
    why: 'A user who was signed in is signed out because MileApp could not be reached.',
    fix: 'Change cookies only after a token was resolved.',
  },
  'open-redirect': {
    severity: 'error',
    rule: 'no parameter leads to another site',
    why: 'A link to your service that ends on the page of somebody else is what phishing needs.',
    fix: 'Redirect to paths of your own only: one slash at the start, and no slash or backslash after it.',
  },
  'header-injection': {
    severity: 'error',
    rule: 'no parameter adds a header',
    why: 'A link can set cookies and headers of your answers.',
    fix: 'Percent-encode what goes into Location; refuse control characters with 400.',
  },
  'host-header-trusted': {
    severity: 'warning',
    rule: 'a forged Host changes nothing',
    why: 'What is built from Host or X-Forwarded-Host leads wherever the sender of the request, or a cache, says.',
    fix: 'Make Location relative or build it from configuration.',
  },
  'cors-credentials': {
    severity: 'error',
    rule: 'other sites cannot read the answers',
    why: 'Any page that the user visits can read what your service shows the user.',
    fix: 'List the origins that may read, or send no CORS headers at all.',
  },
  'token-cacheable': {
    severity: 'error',
    rule: 'no answer to a token is kept',
    why: 'Caches and the browser keep the URL with the token, and the answer to it.',
    fix: 'Set Cache-Control: no-store on every answer to a request with a token.',
  },
  'referrer-leak': {
    severity: 'error',
    rule: 'no page at a URL with a token sends a Referer',
    why: 'Everything that the page loads or links to is told the URL with the token.',
    fix: 'Set Referrer-Policy: no-referrer on every answer to a request with a token.',
  },
  'token-in-page': {
    severity: 'error',
    rule: 'no page quotes the token',
    why: 'Scripts, extensions, screenshots and support tickets get it, and unescaped it is an injection.',
    fix: 'Show nothing of the request on pages, error pages and 404 included.',
  },
  'token-in-cookie': {
    severity: 'error',
    rule: 'no cookie holds the token',
    why: 'A credential of five minutes becomes one that is sent with every request.',
    fix: 'Put a random session id into the cookie.',
  },
  'token-in-header': {
    severity: 'error',
    rule: 'no header holds the token',
    why: 'Proxies log headers.',
    fix: 'Send nothing of the token back.',
  },
  'bearer-exposed': {
    severity: 'error',
    rule: 'the bearer never reaches the browser',
    why: "The user's real credential is in a place that scripts, extensions and logs can read.",
    fix: 'Keep the bearer on the server, in the session. base64 and a signed JWT hide nothing.',
  },
  'token-in-log': {
    severity: 'error',
    rule: 'no log holds a token',
    why: 'Whoever reads the log within five minutes can be the user.',
    fix: 'Log the path without its query, or put a redactor in front of the log.',
  },
  'bearer-in-log': {
    severity: 'error',
    rule: 'no log holds the bearer',
    why: "Whoever reads the log has the user's real credential.",
    fix: 'Never log an answer of MileApp, nor the identity with its bearer.',
  },
} as const satisfies Record<string, AuditRule>;

/** The stable code of a finding. */
export type AuditCode = keyof typeof CATALOGUE;

/** All codes, in the order of a report. */
export const AUDIT_CODES = Object.keys(CATALOGUE) as readonly AuditCode[];

/** Whether a text is the code of a finding. */
export function isAuditCode(text: string): text is AuditCode {
  return Object.hasOwn(CATALOGUE, text);
}
