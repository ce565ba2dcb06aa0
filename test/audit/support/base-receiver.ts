import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

/** Everything that can be wrong, or merely different, about the receiver by hand. */
export type Switch = keyof typeof SWITCHES;

/** The switches, each with what it does. Without any the receiver is right in everything. */
export const SWITCHES = {
  // Where the visit leads.
  noRedirect: 'the page is served at the URL with the token',
  tokenInLocation: 'the token stays in Location',
  tokenThroughSecondPage: 'the redirect passes through a page that is given the token',
  permanentRedirect: 'the redirect is a 301',
  found302: 'the redirect is a 302',
  landingCrashes: 'the clean URL answers 500',
  landingMissing: 'the redirect leads outside the base path',
  redirectLoop: 'the clean URL redirects to itself',
  relativeLocation: 'Location is ./webhook?a=1',
  absoluteLocation: 'Location is a whole URL from configuration',
  metaRefresh: 'a page with a meta refresh leads on',
  slow: 'every answer takes its time',
  resolvesTwice: 'two parts of the service resolve the token',
  // Who gets the landing page.
  landingOpen: 'the landing page asks for no session',
  sessionInUrl: 'the session is a parameter of the landing page',
  globalIdentity: 'whoever came last is everybody',
  racingIdentity: 'the identity waits in a variable of the module',
  anyOrganization: 'every organization is admitted',
  silentChange: 'another user takes over without a question',
  singlePageApp: 'the landing page is a script that loads everything',
  dynamicLanding: 'the landing page has a clock, a nonce and a form to sign out',
  loginPage: 'a stranger is led to a page that says where to sign in',
  // The session cookie.
  readable: 'scripts can read the session',
  insecure: 'the session lacks Secure',
  noSameSite: 'the session lacks SameSite',
  sameSiteNone: 'the session comes with every request of other sites',
  sameSiteStrict: 'the session is SameSite=Strict',
  refusedCookie: 'a __Host- cookie has a Domain',
  plainName: 'the cookie is called sid',
  userIdCookie: 'the session is the user id',
  base64Cookie: 'the session is JSON with the user id in base64',
  unverifiedJwt: 'the session is a JWT that nobody verifies',
  verifiedJwt: 'the session is a JWT that is verified',
  hashedCookie: 'the session is the MD5 of the user id',
  countingCookie: 'the session is a number that counts up',
  timestampCookie: 'the session is the time of day',
  signedUserId: 'the session is the user id with a signature',
  twoCookies: 'the session is an id and its signature in a second cookie',
  themeCookie: 'a second cookie for scripts says which colours are liked',
  adoptsCookie: 'a session id that the browser brings is taken over',
  anonymousSession: 'a stranger is given a session, which is replaced at arrival',
  keepsAnonymousSession: 'a stranger is given a session, which becomes the user’s',
  // Refusals.
  cachesAnswers: 'a token is remembered as good',
  admitsAnything: 'a refusal is taken for a yes',
  refusalIs200: 'a refusal is a friendly page with status 200',
  refusalIs403: 'a refusal is a 403',
  malformedCrashes: 'a malformed token is a 500',
  emptyIsAbsent: 'an empty token is treated as none',
  retriesRefusals: 'a refused token is tried three times',
  takesFirst: 'the first of two tokens counts',
  takesLast: 'the last of two tokens counts',
  takesEverywhere: 'a token counts on every path',
  // Requests that nobody looks at.
  headSpends: 'HEAD resolves',
  prefetchSpends: 'a prefetch resolves',
  prerenderSpends: 'a prerender resolves',
  noSingleFlight: 'two visits at once resolve twice',
  // Outages.
  outageIs401: 'an API that cannot be reached is a 401',
  slownessIs401: 'a slow API is a 401',
  rateLimitIs500: 'a rate limit is a 500',
  outageIs200: 'an outage is a friendly page with status 200',
  outageIs502: 'an outage is a 502 with Retry-After',
  admitsNobody: 'an answer without a user lets in nobody in particular',
  waitsForever: 'the call has no time limit',
  noRetryAfter: '503 comes without Retry-After',
  remembersOutage: 'a token that could not be checked is remembered as bad',
  clearsOnOutage: '503 clears the session cookie',
  // Links.
  followsNext: 'next is followed wherever it leads',
  followsSlash: 'next is followed if it begins with a slash',
  locationFromHost: 'Location is built from Host',
  reflectsOrigin: 'CORS reflects every origin with credentials',
  allowsNullOrigin: 'CORS allows the origin null with credentials',
  // Leaks.
  noCacheControl: 'no Cache-Control',
  noReferrerPolicy: 'no Referrer-Policy',
  mildReferrerPolicy: 'Referrer-Policy: same-origin',
  refusalQuotes: 'the page of a refusal quotes the token',
  notFoundQuotes: 'the 404 page quotes the URL',
  headerQuotes: 'a header quotes the token in base64',
  tokenIsSession: 'the token is the session',
  bearerCookie: 'the bearer is in a cookie',
  bearerBase64Cookie: 'the bearer is in JSON in base64 in a cookie',
  bearerJwtCookie: 'the bearer is a claim of a signed JWT in a cookie',
  bearerSplitCookie: 'the bearer is cut into two cookies',
  bearerOnPage: 'the bearer is in a script of the landing page',
  bearerInHeader: 'the bearer comes back in a header',
  tokenInLog: 'the log holds the URL',
  bearerInLog: 'the log holds the identity',
  // Other right ways.
  clickThrough: 'the user clicks before the token is resolved',
} as const;

/** What a receiver is told. */
export interface ReceiverSetting {
  readonly baseUrl: string;
  readonly log: string;
  /** Whether MileApp will never answer about this token, so that nobody has to wait for long. */
  readonly isSilent?: ((token: string) => boolean) | undefined;
  /** Origin of the landing page, where it is not the receiver's own. */
  readonly landingOrigin?: string | undefined;
  readonly sessions?: Map<string, Identity>;
}

export interface Identity {
  readonly userId: string;
  readonly organizationId: string;
  readonly bearerToken: string;
}

/** `status` of the API's answer, 0 for none, -1 for too late. */
interface Resolved {
  readonly status: number;
  readonly identity?: Identity | undefined;
}

const ADMITTED = '64f0c0ffee0000000000b002';
const SECRET = randomBytes(32);
// Long enough for a busy machine to answer in, and shorter than an audit waits.
const TIMEOUT_MS = 8_000;
const SILENCE_MS = 500;

const page = (text: string) => `<!doctype html><title>Service</title><main>${text}</main>`;
const sign = (text: string) => createHmac('sha256', SECRET).update(text).digest('base64url');
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A receiver by hand, right in everything but the switches that are on. */
export function baseReceiver(
  on: readonly Switch[],
  { baseUrl, log, isSilent, landingOrigin = '', sessions = new Map() }: ReceiverSetting,
): RequestListener {
  const has = (name: Switch) => on.includes(name);
  const flights = new Map<string, Promise<Resolved>>();
  const remembered = new Map<string, Resolved>();
  const pending = new Map<string, Identity>();
  let counter = 0;
  let timestamp = 0;
  let latest: Identity | undefined;
  /** Visits whose token is being resolved. */
  let arriving = 0;
  const cookieName = has('plainName') ? 'sid' : '__Host-s';

  async function call(shortToken: string): Promise<Resolved> {
    const limit = isSilent?.(shortToken) ? SILENCE_MS : TIMEOUT_MS;
    try {
      const answer = await fetch(`${baseUrl}/short-token/resolve`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ shortToken }),
        ...(has('waitsForever') ? {} : { signal: AbortSignal.timeout(limit) }),
      });
      const data = answer.ok ? (await answer.json()).data : undefined;
      if (answer.ok && !data?.userId && !has('admitsNobody')) return { status: 502 };
      return { status: answer.status, identity: data };
    } catch (error) {
      return { status: (error as Error).name === 'TimeoutError' ? -1 : 0 };
    }
  }

  async function repeatedCall(token: string): Promise<Resolved> {
    let answer = await call(token);
    if (has('resolvesTwice') && answer.identity) await call(token);
    for (let i = 0; i < 2 && has('retriesRefusals') && answer.status === 400; i += 1) {
      answer = await call(token);
    }
    return answer;
  }

  function resolve(token: string): Promise<Resolved> {
    const known = remembered.get(token);
    if (known) return Promise.resolve(known);
    const flying = flights.get(token);
    if (flying && !has('noSingleFlight')) return flying;
    const flight = repeatedCall(token).finally(() => flights.delete(token));
    flights.set(token, flight);
    void flight.then((answer) => {
      if (answer.identity && has('cachesAnswers')) remembered.set(token, answer);
      if (answer.status >= 500 && has('remembersOutage')) remembered.set(token, { status: 400 });
    });
    return flight;
  }

  /** What goes into the cookie for this user, and is found again in `whoIs`. */
  function sessionValue(identity: Identity, token: string, brought: string | undefined): string {
    const { userId } = identity;
    const claims = { sub: userId, iat: Math.floor(Date.now() / 1000) };
    if (has('tokenIsSession') && token !== '') return token;
    if (has('userIdCookie')) return userId;
    if (has('base64Cookie')) return encoded({ userId });
    if (has('unverifiedJwt')) return `${encoded({ alg: 'HS256' })}.${encoded(claims)}.${sign('x')}`;
    if (has('verifiedJwt')) {
      const body = `${encoded({ alg: 'HS256' })}.${encoded(claims)}`;
      return `${body}.${sign(body)}`;
    }
    if (has('hashedCookie')) return createHash('md5').update(userId).digest('hex');
    counter += 1;
    if (has('countingCookie')) return String(100_000 + counter);
    if (has('timestampCookie')) {
      // Two visits in one millisecond would share a session, which is another fault.
      timestamp = Math.max(Date.now(), timestamp + 1);
      return String(timestamp);
    }
    if (has('signedUserId')) return `${userId}.${sign(userId)}`;
    const adopts =
      has('adoptsCookie') || (has('keepsAnonymousSession') && sessions.has(brought ?? ''));
    return (adopts && brought) || randomUUID();
  }

  function whoIs(cookies: Map<string, string>): Identity | undefined {
    const value = cookies.get(cookieName) ?? '';
    if (has('globalIdentity')) return latest;
    const byId = (id: unknown) => [...sessions.values()].find(({ userId }) => userId === id);
    const parsed = (text = '') => {
      try {
        return JSON.parse(Buffer.from(text, 'base64url').toString());
      } catch {
        return undefined;
      }
    };
    if (has('base64Cookie')) return byId(parsed(value)?.userId);
    if (has('unverifiedJwt')) return byId(parsed(value.split('.')[1])?.sub);
    const last = value.lastIndexOf('.');
    const signed = value.slice(last + 1) === sign(value.slice(0, Math.max(last, 0)));
    if (has('verifiedJwt')) return signed ? byId(parsed(value.split('.')[1])?.sub) : undefined;
    if (has('signedUserId')) return signed ? byId(value.slice(0, last)) : undefined;
    if (has('userIdCookie')) return byId(value);
    if (has('twoCookies') && cookies.get(`${cookieName}.sig`) !== sign(value)) return undefined;
    const known = sessions.get(value);
    return known?.userId === '' ? undefined : known;
  }

  function attributes(): string {
    const sameSite = has('sameSiteNone') ? 'None' : has('sameSiteStrict') ? 'Strict' : 'Lax';
    return [
      '; Path=/',
      has('insecure') ? '' : '; Secure',
      has('readable') ? '' : '; HttpOnly',
      has('noSameSite') ? '' : `; SameSite=${sameSite}`,
      has('refusedCookie') ? '; Domain=localhost' : '',
    ].join('');
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const url = new URL(request.url ?? '/', 'http://receiver');
    const cookies = readCookies(request.headers.cookie);
    const tokens = url.searchParams.getAll('token');
    const token = (has('takesLast') ? tokens.at(-1) : tokens[0]) ?? '';
    const brought = cookies.get(cookieName);
    const set: string[] = [];
    const send = (status: number, text = '', headers: Record<string, string> = {}) => {
      if (!has('noCacheControl')) response.setHeader('cache-control', 'no-store');
      if (!has('noReferrerPolicy')) {
        const policy = has('mildReferrerPolicy') ? 'same-origin' : 'no-referrer';
        response.setHeader('referrer-policy', policy);
      }
      const quoted = Buffer.from(token).toString('base64');
      if (has('headerQuotes')) response.setHeader('x-seen', quoted);
      const { origin } = request.headers;
      if (origin && (has('reflectsOrigin') || (has('allowsNullOrigin') && origin === 'null'))) {
        response.setHeader('access-control-allow-origin', origin);
        response.setHeader('access-control-allow-credentials', 'true');
      }
      if (set.length > 0) response.setHeader('set-cookie', set);
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.writeHead(status, headers).end(text);
    };
    if (has('slow')) await new Promise((resume) => setTimeout(resume, 1_600));
    await appendFile(log, `${request.method} ${has('tokenInLog') ? request.url : url.pathname}\n`);

    if (url.pathname === '/second' && has('tokenThroughSecondPage')) {
      return send(303, '', { location: '/webhook?a=1' });
    }
    if (url.pathname === '/login') return send(200, page('Open this service from MileApp.'));
    if (url.pathname === '/webhook/confirm') {
      const body = new URLSearchParams(await readBody(request));
      const identity = pending.get(body.get('id') ?? '');
      if (identity === undefined) return send(400, page('Nothing to confirm.'));
      return signIn(identity);
    }
    if (url.pathname !== '/webhook' && !has('takesEverywhere')) {
      return send(404, page(has('notFoundQuotes') ? `No page ${request.url}` : 'No such page.'));
    }
    if (tokens.length === 0 || (has('emptyIsAbsent') && token === '')) return landing();

    const refuse = () => {
      if (has('refusalIs200')) return send(200, page('That link is old. Open it again.'));
      const status = has('refusalIs403') ? 403 : 401;
      return send(status, page(has('refusalQuotes') ? `Not good: ${token}` : 'That link is old.'));
    };
    const purpose = String(request.headers['sec-purpose'] ?? '');
    const prerender = purpose.includes('prerender');
    if (request.method === 'HEAD' && !has('headSpends')) return send(200);
    if (prerender && !has('prerenderSpends')) return send(503);
    if (purpose && !prerender && !has('prefetchSpends')) return send(503);
    const picks = has('takesFirst') || has('takesLast');
    if (tokens.length > 1 && !picks) return send(400, page('Two tokens.'));
    if (!/^[\x21-\x7e]{1,512}$/.test(token)) {
      return has('malformedCrashes') && token !== '' ? send(500, page('Oops.')) : refuse();
    }
    if (has('clickThrough') && request.method !== 'POST') {
      const action = `/webhook?a=1&amp;token=${encodeURIComponent(token)}`;
      return send(
        200,
        page(`<form method="post" action="${action}"><button>Continue</button></form>`),
      );
    }

    arriving += 1;
    const { status, identity } = await resolve(token).finally(() => {
      arriving -= 1;
    });
    const refused = status === 400;
    if (has('bearerInLog') && identity) await appendFile(log, `${JSON.stringify(identity)}\n`);
    if (!refused && !(status === 200 && identity)) {
      if (status === 0 && has('outageIs401')) return refuse();
      if (status === -1 && has('slownessIs401')) return refuse();
      if (status === 429 && has('rateLimitIs500')) return send(500, page('Oops.'));
      if (has('outageIs200')) return send(200, page('Try again later.'));
      if (has('clearsOnOutage')) set.push(`${cookieName}=; Max-Age=0${attributes()}`);
      const later: Record<string, string> = has('noRetryAfter') ? {} : { 'retry-after': '5' };
      return send(has('outageIs502') ? 502 : 503, page('Try again later.'), later);
    }
    if (refused && !has('admitsAnything')) return refuse();
    const arrived = identity ?? { userId: 'anybody', organizationId: ADMITTED, bearerToken: '' };
    if (arrived.organizationId !== ADMITTED && !has('anyOrganization') && !has('admitsNobody')) {
      return send(403, page('Not your service.'));
    }
    return signIn(arrived);

    async function signIn(who: Identity): Promise<unknown> {
      let newcomer = who;
      if (has('racingIdentity')) {
        latest = who;
        // Whoever comes at the same time has come before this one goes on, however busy the machine.
        do await new Promise((resume) => setTimeout(resume, 5));
        while (arriving > 0);
        newcomer = latest;
      }
      const current = whoIs(cookies);
      const changes = current && current.userId !== newcomer.userId;
      if (changes && !has('silentChange') && url.pathname !== '/webhook/confirm') {
        const id = randomUUID();
        pending.set(id, newcomer);
        const form = `<form method="post" action="/webhook/confirm"><button name="id" value="${id}">Go on</button></form>`;
        return send(200, page(`You are here as somebody else. ${form}`));
      }
      latest = newcomer;
      const value = sessionValue(newcomer, token, brought);
      if (brought && brought !== value) sessions.delete(brought);
      sessions.set(value, newcomer);
      const { bearerToken } = newcomer;
      const add = (name: string, text: string) => set.push(`${name}=${text}${attributes()}`);
      if (!has('sessionInUrl')) add(cookieName, value);
      if (has('twoCookies')) add(`${cookieName}.sig`, sign(value));
      if (has('themeCookie')) set.push('theme=dark; Path=/');
      if (has('bearerCookie')) add('bearer', bearerToken);
      if (has('bearerBase64Cookie')) add('state', encoded({ user: 1, bearerToken }));
      if (has('bearerSplitCookie')) {
        add('b0', bearerToken.slice(0, bearerToken.length / 2));
        add('b1', bearerToken.slice(bearerToken.length / 2));
      }
      if (has('bearerJwtCookie')) {
        const body = `${encoded({ alg: 'HS256' })}.${encoded({ tok: bearerToken })}`;
        add('jwt', `${body}.${sign(body)}`);
      }
      if (has('noRedirect')) return landing(newcomer);
      if (has('metaRefresh')) {
        return send(
          200,
          page('<meta http-equiv="refresh" content="0; url=/webhook?a=1">One moment.'),
        );
      }
      const next = url.searchParams.get('next');
      let location = '/webhook?a=1';
      if (has('tokenInLocation')) location += `&was=${encodeURIComponent(token)}`;
      if (has('tokenThroughSecondPage')) location = `/second?t=${encodeURIComponent(token)}`;
      if (has('landingMissing')) location = '/app/webhook?a=1';
      if (has('relativeLocation')) location = './webhook?a=1';
      if (has('absoluteLocation'))
        location = `http://127.0.0.1:${request.socket.localPort}${location}`;
      if (has('sessionInUrl')) location += `&session=${value}`;
      if (has('locationFromHost')) location = `http://${request.headers.host}${location}`;
      if (next && has('followsNext')) location = next;
      if (next?.startsWith('/') && has('followsSlash')) location = next;
      const found = has('permanentRedirect') ? 301 : has('found302') ? 302 : 303;
      if (has('bearerInHeader')) response.setHeader('authorization', `Bearer ${bearerToken}`);
      return send(found, '', { location: landingOrigin + location });
    }

    function landing(arrived?: Identity): unknown {
      if (has('landingCrashes')) return send(500, page('Oops.'));
      if (has('redirectLoop')) return send(303, '', { location: '/webhook?a=1' });
      if (has('singlePageApp')) return send(200, '<!doctype html><script src="/app.js"></script>');
      const byUrl = has('sessionInUrl')
        ? sessions.get(url.searchParams.get('session') ?? '')
        : undefined;
      const user = arrived ?? byUrl ?? whoIs(cookies);
      if (has('landingOpen'))
        return send(200, page('The report of this month: everything is fine.'));
      if (user === undefined) {
        if (has('anonymousSession') || has('keepsAnonymousSession')) {
          if (brought === undefined) {
            const id = randomUUID();
            sessions.set(id, { userId: '', organizationId: '', bearerToken: '' });
            set.push(`${cookieName}=${id}${attributes()}`);
          }
        }
        if (has('loginPage')) return send(303, '', { location: '/login' });
        return send(401, page('Open this service from MileApp.'));
      }
      const extra = has('dynamicLanding')
        ? `<p>${new Date().toISOString()} ${randomUUID()}</p><form method="post" action="/logout"><input type="hidden" name="csrf" value="${randomUUID()}"><button>Sign out</button></form>`
        : '';
      const script = has('bearerOnPage')
        ? `<script>window.state=${JSON.stringify(JSON.stringify(user))}</script>`
        : '';
      return send(200, page(`The report of ${user.userId}.${extra}${script}`));
    }
  }

  return (request, response) => {
    serve(request, response).catch(() => response.destroy());
  };
}

function readCookies(header = ''): Map<string, string> {
  return new Map(
    header.split('; ').map((pair) => {
      const equals = pair.indexOf('=');
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}
