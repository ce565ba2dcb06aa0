import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, Page } from '../support/engines/engine.ts';
import { ENGINES } from '../support/engines/engines.ts';

/** What a server does with a POST, and the engines that then send it again by themselves. */
const TROUBLE = [
  { trouble: 'closes the connection', path: 'close', resentBy: ['Chromium', 'Firefox'] },
  { trouble: 'resets the connection', path: 'reset', resentBy: ['Chromium', 'Firefox'] },
  { trouble: 'answers 408', path: '408', resentBy: ['Chromium'] },
  { trouble: 'answers 421', path: '421', resentBy: ['Chromium', 'Firefox', 'WebKit'] },
];

/** WebKitGTK makes a connection for every POST, so none of its own is an old one. */
const KEEPS_CONNECTIONS = ['Chromium', 'Firefox'];

describe.each(ENGINES)('a POST of $title', ({ name, missing, launch }) => {
  describe.skipIf(missing)('', () => {
    let server: PostServer;
    let browser: Browser;
    let page: Page;
    let posts = 0;

    beforeAll(async () => {
      server = await startServer();
      browser = await launch();
      page = await (await browser.newContext()).newPage();
      await page.goto(`${server.origin}/`);
    });
    afterAll(async () => {
      await browser?.close();
      server?.close();
    });

    test.each(TROUBLE)(
      'whose server $trouble arrives as often as the page on the client says',
      async ({ path, resentBy }) => {
        const visit = await visitUntil(KEEPS_CONNECTIONS.includes(name), path);
        expect(visit.arrived).toBe(resentBy.includes(name) ? 2 : 1);
      },
    );

    /** Posts until it was on a kept connection, where the engine has any. */
    async function visitUntil(kept: boolean, path: string) {
      for (let tries = 0; tries < 20; tries += 1) {
        posts += 1;
        const visit = server.visitOf(`/${path}/${posts}`);
        await page.evaluate(async (url) => {
          // As the client does: other credentials would take another connection.
          const init = { cache: 'no-store', credentials: 'omit', redirect: 'manual' } as const;
          await (await fetch('/', init)).text();
          // A connection takes a moment until it can be used again.
          await new Promise((done) => setTimeout(done, 50));
          await fetch(url, { ...init, method: 'POST', body: '{}' }).catch(() => {});
        }, visit.url);
        if (visit.kept === kept) return visit;
      }
      throw new Error(`No POST was on a ${kept ? 'kept' : 'fresh'} connection.`);
    }
  });
});

/** What has become of the POSTs to one URL. */
interface Visit {
  readonly url: string;
  arrived: number;
  /** Whether the connection of the first had been used before. */
  kept: boolean;
}

interface PostServer {
  readonly origin: string;
  visitOf(url: string): Visit;
  close(): void;
}

/** A server that makes trouble for the first POST to each URL. */
async function startServer(): Promise<PostServer> {
  const visits = new Map<string, Visit>();
  const used = new WeakSet<Socket>();
  const visitOf = (url: string): Visit => {
    const visit = visits.get(url) ?? { url, arrived: 0, kept: false };
    visits.set(url, visit);
    return visit;
  };
  const server: Server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
    const { url = '', method, socket } = request;
    const kept = used.has(socket);
    used.add(socket);
    request.resume().on('end', () => {
      if (method !== 'POST') {
        response.setHeader('content-type', 'text/html');
        return response.end('<!doctype html><title>Page</title>');
      }
      const visit = visitOf(url);
      visit.arrived++;
      if (visit.arrived > 1) return response.end('{}');
      visit.kept = kept;
      const [, trouble = ''] = url.split('/');
      if (trouble === 'close') return socket.end();
      if (trouble === 'reset') return socket.resetAndDestroy();
      return response.writeHead(Number(trouble)).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    visitOf,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
