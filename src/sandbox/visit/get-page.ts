import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import type { TrustedOrigin } from '../../audit/send.ts';

/** What came back at the end of a visit. */
export interface VisitedPage {
  /** HTTP status of the last answer. */
  readonly status: number;
  /** The last answer as text. */
  readonly body: string;
  /** Every answer on the way, the last one included. */
  readonly hops: readonly VisitedHop[];
}

/** One answer on the way to a page. */
export interface VisitedHop {
  /** HTTP status of the answer. */
  readonly status: number;
  /** Path without the query, or the redacted start. */
  readonly path: string;
}

/** How to visit. */
export interface VisitOptions {
  /** What to call the first URL, which has the token in it. */
  readonly startsAt: string;
  /** The demo service, where it has a certificate of the sandbox's own making. */
  readonly trusted?: TrustedOrigin | undefined;
  /** Told of the answer to the URL with the token, before redirects are followed. */
  readonly onFirstAnswer: (status: number) => void;
  readonly signal: AbortSignal;
}

const MAX_HOPS = 6;

/**
 * Opens a URL as a browser's tab does: follows redirects of the same origin and keeps their cookies.
 *
 * @throws the system's error where there is no answer; its message holds no URL
 */
export async function getPage(href: string, options: VisitOptions): Promise<VisitedPage> {
  const cookies = new Map<string, string>();
  const hops: VisitedHop[] = [];
  const { origin } = new URL(href);
  let url = new URL(href);
  for (;;) {
    const { status, location, setCookies, body } = await get(url, cookies, options);
    if (hops.length === 0) options.onFirstAnswer(status);
    hops.push({ status, path: hops.length === 0 ? options.startsAt : url.pathname });
    for (const cookie of setCookies) {
      const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    const next = location !== undefined && status < 400 ? new URL(location, url) : undefined;
    if (!next || next.origin !== origin || hops.length >= MAX_HOPS) return { status, body, hops };
    url = next;
  }
}

async function get(url: URL, cookies: ReadonlyMap<string, string>, options: VisitOptions) {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const headers = {
    accept: 'text/html',
    'sec-fetch-dest': 'document',
    'sec-fetch-mode': 'navigate',
    'user-agent': 'Mozilla/5.0 (custom-module sandbox)',
    ...(cookies.size > 0 && { cookie: Array.from(cookies, (pair) => pair.join('=')).join('; ') }),
  };
  const { trusted, signal } = options;
  const ca = trusted?.origin === url.origin ? trusted.certificate : undefined;
  return new Promise<{
    status: number;
    location: string | undefined;
    setCookies: readonly string[];
    body: string;
  }>((resolve, reject) => {
    const sent = request(url, { headers, signal, ...(ca && { ca }) }, (response) => {
      text(response).then(
        (body) =>
          resolve({
            status: response.statusCode ?? 0,
            location: response.headers.location,
            setCookies: response.headers['set-cookie'] ?? [],
            body,
          }),
        reject,
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}
