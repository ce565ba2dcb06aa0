import { type Cookie, CookieJar, type SerializedCookieJar } from 'tough-cookie';
import { type HtmlForm, readHtml, refreshTarget } from './read-html.ts';
import { type Received, type Sending, send, type TrustedOrigin } from './send.ts';

/** A request and its redirects, from first to last. */
export interface Journey {
  readonly answers: readonly Received[];
  readonly last: Received;
  /** Cookies that the browser would not take, by name. */
  readonly refusedCookies: readonly string[];
}

/** Who began a navigation: MileApp in another tab, or the user on a page of the service. */
export type Initiator = 'mileapp' | 'service';

/** A browser of one person: it follows redirects and keeps cookies as the standards say. */
export interface Browser {
  readonly go: (href: string, sending?: Sending, initiator?: Initiator) => Promise<Journey>;
  /** Sends a form of a page, as a click on its button does. */
  readonly submit: (page: string, form: HtmlForm) => Promise<Journey>;
  /** What would be sent there, by name. */
  readonly cookies: (href: string) => Promise<ReadonlyMap<string, Cookie>>;
  /** Plants a cookie for a host. */
  readonly plant: (href: string, name: string, value: string) => Promise<void>;
  /** A browser with the same cookies, or with those whose names pass the filter. */
  readonly copy: (keep?: (name: string) => boolean) => Browser;
}

const MAX_HOPS = 10;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** The site that probes lead to (RFC 2606): nobody's, and never visited. */
export const ELSEWHERE = 'elsewhere.example';

/** What a browser sends with a navigation. */
const NAVIGATION = {
  accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
  'user-agent': 'Mozilla/5.0 (custom-module doctor)',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-user': '?1',
};

/** What all requests of a browser have in common. */
export interface BrowserOptions {
  readonly signal?: AbortSignal | undefined;
  readonly trusted?: TrustedOrigin | undefined;
  /** Told of every answer, redirects included. */
  readonly onAnswer?: ((answer: Received) => void) | undefined;
}

export function createBrowser(
  options: BrowserOptions = {},
  jar = new CookieJar(undefined, { looseMode: true, enforceSecureOriginOnStorage: true }),
): Browser {
  const { signal, trusted, onAnswer } = options;
  // A cookie of SameSite=Strict stays at home where another site began the navigation.
  const contextOf = (initiator: Initiator) => (initiator === 'mileapp' ? 'lax' : 'strict');

  async function keep({ url, cookies }: Received, initiator: Initiator): Promise<string[]> {
    const refused: string[] = [];
    for (const cookie of cookies) {
      const kept = await jar
        .setCookie(cookie, url, { sameSiteContext: contextOf(initiator) })
        .catch(() => undefined);
      if (kept === undefined) refused.push((cookie.split('=')[0] ?? '').trim());
    }
    return refused;
  }

  async function go(
    start: string,
    sending: Sending = {},
    initiator: Initiator = 'service',
  ): Promise<Journey> {
    const answers: Received[] = [];
    const refusedCookies: string[] = [];
    let href = start;
    let { method = 'GET', body } = sending;
    for (;;) {
      const cookie = await jar.getCookieString(href, { sameSiteContext: contextOf(initiator) });
      const headers = {
        ...NAVIGATION,
        'sec-fetch-site': initiator === 'mileapp' ? 'cross-site' : 'same-origin',
        ...(cookie === '' ? {} : { cookie }),
        ...(body === undefined ? {} : formHeaders(href)),
        ...sending.headers,
      };
      const answer = await send(href, { method, body, headers, signal, trusted });
      onAnswer?.(answer);
      answers.push(answer);
      refusedCookies.push(...(await keep(answer, initiator)));
      const next = nextHref(answer);
      if (next === undefined || answers.length >= MAX_HOPS || method === 'HEAD') {
        return { answers, last: answer, refusedCookies };
      }
      href = next;
      if (answer.status < 307) {
        method = 'GET';
        body = undefined;
      }
    }
  }

  return {
    go,
    submit: (page, { action, fields }) =>
      go(new URL(action, page).href, {
        method: 'POST',
        body: new URLSearchParams(fields.map(([name, value]) => [name, value])).toString(),
      }),
    async cookies(href) {
      const cookies = await jar.getCookies(href, { sameSiteContext: 'strict' });
      return new Map(cookies.map((cookie) => [cookie.key, cookie]));
    },
    async plant(href, name, value) {
      await jar.setCookie(`${name}=${value}; Path=/; Secure`, href, { sameSiteContext: 'strict' });
    },
    copy(keepCookie = () => true) {
      const all = jar.serializeSync() as SerializedCookieJar;
      const cookies = all.cookies.filter(({ key }) => keepCookie(String(key)));
      return createBrowser(options, CookieJar.deserializeSync({ ...all, cookies }));
    },
  };
}

/** Where a browser goes on to, unless that is a probe's site. */
function nextHref({ url, status, headers, body }: Received): string | undefined {
  const to = REDIRECTS.has(status)
    ? headers.location
    : (refreshTarget(headers.refresh ?? '') ??
      (isHtml(headers) && status < 300 ? readHtml(body).refresh : undefined));
  if (to === undefined || !URL.canParse(to, url)) return undefined;
  const { protocol, hostname, href } = new URL(to, url);
  const isProbe = hostname === ELSEWHERE || hostname.endsWith(`.${ELSEWHERE}`);
  return /^https?:$/.test(protocol) && !isProbe ? href : undefined;
}

/** Whether an answer is a page. */
export function isHtml(headers: Received['headers']): boolean {
  return /\bhtml\b/i.test(headers['content-type'] ?? '');
}

function formHeaders(href: string): Record<string, string> {
  const { origin } = new URL(href);
  return { 'content-type': 'application/x-www-form-urlencoded', origin };
}
