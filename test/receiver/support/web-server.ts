import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';

/** Target, Referer and purpose of a request, as they came over the wire. */
export interface SeenRequest {
  readonly target: string;
  readonly referer: string | undefined;
  readonly purpose: string | undefined;
}

export interface WebServer {
  readonly origin: string;
  readonly seen: readonly SeenRequest[];
  /** How many connections are open. */
  readonly connections: () => Promise<number>;
  readonly close: () => Promise<void>;
}

/** A function from Request to Response on node:http, and nothing else. */
export function serveWeb(handle: (request: Request) => Promise<Response>): Promise<WebServer> {
  return listenOn(async (incoming, outgoing) => {
    const { method = 'GET', url = '/', headers } = incoming;
    const hasBody = method !== 'GET' && method !== 'HEAD';
    const gone = new AbortController();
    outgoing.on('close', () => outgoing.writableFinished || gone.abort());
    const request = new Request(new URL(url.replace(/^\/+/, '/'), 'http://localhost'), {
      method,
      signal: gone.signal,
      headers: headers as Record<string, string>,
      ...(hasBody && { body: Readable.toWeb(incoming), duplex: 'half' }),
    } as RequestInit);
    const response = await handle(request);
    outgoing.writeHead(response.status, [...response.headers].flat());
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  });
}

/** A listener on a port of its own, under a name that browsers trust without TLS. */
export async function listenOn(
  listener: RequestListener | undefined,
  server = createServer(listener),
): Promise<WebServer> {
  const seen: SeenRequest[] = [];
  server.prependListener('request', ({ url: target = '', headers }) => {
    const purpose = headers['sec-purpose']?.toString();
    seen.push({ target, referer: headers.referer, purpose });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    seen,
    connections: () =>
      new Promise((done, fail) => {
        server.getConnections((error, count) => (error ? fail(error) : done(count)));
      }),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
