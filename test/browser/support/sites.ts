import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** One request that the module's site got. */
export interface Visit {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** Two real sites: the one with the menu, and the one that a module leads to. */
export interface Sites {
  /** `http://127.0.0.1:…`, where the menu is. */
  readonly host: string;
  /** `http://localhost:…`, another origin. */
  readonly module: string;
  /** Requests to the module's site for anything below `/module`, in order. */
  readonly visits: Visit[];
  close(): Promise<void>;
}

/** The menu's page allows its own scripts and nothing else. */
export const STRICT_CSP = "default-src 'none'; script-src 'self'; base-uri 'none'";

const PAGES: Readonly<Record<string, string>> = {
  '/': '<button id="open">Open</button><script type="module" src="/sdk.js"></script>',
  '/launch': '<!doctype html><html lang="en"><title>Launch</title><p role="status">Please wait</p>',
  '/elsewhere': '<!doctype html><title>Elsewhere</title>',
};

/** Starts both sites on ephemeral ports. */
export async function startSites(): Promise<Sites> {
  const sdk = await bundle();
  const visits: Visit[] = [];
  let away = '';
  const host = await serve((url, answer) => {
    if (url === '/sdk.js') answer(sdk, { 'content-type': 'text/javascript' });
    else if (url === '/led-away') answer('', { location: away }, 302);
    else {
      const path = url.split('?')[0] ?? url;
      answer(PAGES[path] ?? '', {
        'content-type': 'text/html',
        ...(path === '/' && url.includes('csp') && { 'content-security-policy': STRICT_CSP }),
        // The worst case: with it, everything would be sent to the module's site.
        'referrer-policy': 'unsafe-url',
      });
    }
  });
  const module = await serve((url, answer, headers) => {
    if (url.startsWith('/module')) visits.push({ url, headers });
    answer('<!doctype html><title>Module</title><h1>Module</h1>', {
      'content-type': 'text/html',
      ...(url.includes('coop') && { 'cross-origin-opener-policy': 'same-origin' }),
    });
  });
  away = `http://localhost:${portOf(module)}/login`;
  return {
    host: `http://127.0.0.1:${portOf(host)}`,
    module: `http://localhost:${portOf(module)}`,
    visits,
    close: async () => {
      for (const server of [host, module]) {
        server.closeAllConnections();
        await new Promise((done) => server.close(done));
      }
    },
  };
}

type Answer = (body: string, headers: Record<string, string>, status?: number) => void;

async function serve(
  handle: (url: string, answer: Answer, headers: IncomingHttpHeaders) => void,
): Promise<Server> {
  const server = createServer((request, response) => {
    handle(
      request.url ?? '/',
      (body, headers, status = 200) => {
        response.writeHead(status, headers).end(body);
      },
      request.headers,
    );
  });
  // Chromium tries 127.0.0.1 too when nobody listens on ::1.
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** The subpath as it ships, within reach of the tests as `sdk`. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: "import * as sdk from './src/open/index.ts'; Object.assign(window, { sdk });",
      resolveDir: fileURLToPath(new URL('../../..', import.meta.url)),
    },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}
