import type { IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { certificateFor } from './sandbox-certificate.ts';

/**
 * Makes the `fetch` for an address that may be a sandbox with `--https`. Its own certificate counts
 * at that address and nowhere else, and there no other does.
 *
 * @returns `undefined` where no sandbox has left a certificate, so that the usual `fetch` will do
 */
export async function sandboxFetch(address = ''): Promise<typeof fetch | undefined> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const certificate = url && (await certificateFor(url));
  if (certificate === undefined) return undefined;
  return async (input, init) => {
    const request = new Request(input, init);
    if (new URL(request.url).origin !== url?.origin) return fetch(request);
    try {
      return await send(request, certificate);
    } catch (cause) {
      request.signal.throwIfAborted();
      throw new TypeError('fetch failed', { cause });
    }
  };
}

const EMPTY: ReadonlySet<number | undefined> = new Set([204, 205, 304]);

/** Node's fetch takes certificates from the environment alone, and only at the start. */
async function send(request: Request, ca: string): Promise<Response> {
  const { url, method, signal } = request;
  const body = Buffer.from(await request.arrayBuffer());
  const headers = { ...Object.fromEntries(request.headers), 'content-length': body.length };
  const answer = await new Promise<IncomingMessage>((done, fail) => {
    requestHttps(url, { ca, method, headers, signal, agent: false }, done)
      .on('error', fail)
      .end(body);
  });
  const { statusCode: status = 502, headersDistinct } = answer;
  const content = await buffer(answer);
  return new Response(EMPTY.has(status) ? null : content, {
    status,
    headers: Object.entries(headersDistinct).flatMap(([name, values = []]) =>
      values.map((value): [string, string] => [name, value]),
    ),
  });
}
