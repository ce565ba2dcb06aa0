import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** What a receiver answered. */
export interface Visit {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly cookies: readonly string[];
  /** All header lines as they came. */
  readonly head: string;
  readonly body: string;
}

/** What a browser sends with a navigation in a new tab. */
const NAVIGATION = {
  accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
  'user-agent': 'Mozilla/5.0 (custom-module doctor)',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-site': 'cross-site',
  'sec-fetch-user': '?1',
};
const MAX_BODY_BYTES = 1_048_576;

/**
 * Asks like a browser that opens a tab, on a connection of its own, without following anything.
 *
 * @param timeoutMs - milliseconds for the whole answer
 * @throws Error whose message says what went wrong, without the URL
 */
export function visit(
  href: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> },
  timeoutMs: number,
): Promise<Visit> {
  return new Promise((done, fail) => {
    const url = new URL(href);
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const options = {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port,
      // As rendered: URL would leave it alone too, but a fragment is not sent.
      path: url.pathname + url.search,
      method,
      agent: false,
      headers: { host: url.host, ...NAVIGATION, ...headers },
      signal: AbortSignal.timeout(timeoutMs),
    };
    const broken = (error: NodeJS.ErrnoException) =>
      fail(
        new Error(
          error.name === 'AbortError' || error.name === 'TimeoutError'
            ? `no answer in ${timeoutMs / 1000} s`
            : `no connection (${error.code ?? error.name})`,
        ),
      );
    send(options, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
      });
      response.on('error', broken);
      response.on('end', () => {
        const { 'set-cookie': cookies = [], ...rest } = response.headers;
        done({
          status: response.statusCode ?? 0,
          headers: rest as Visit['headers'],
          cookies,
          head: response.rawHeaders.join('\n'),
          body: Buffer.concat(chunks).toString(),
        });
      });
    })
      .on('error', broken)
      .end();
  });
}
