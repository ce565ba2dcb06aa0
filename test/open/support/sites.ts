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

/** Policies that a page with a menu may have, by what its query says. */
export const POLICIES: Readonly<Record<string, string>> = {
  csp: "default-src 'none'; script-src 'self'; base-uri 'none'",
  // Frames of the module's site are let in, and nothing else.
  framing: "default-src 'none'; script-src 'self'; frame-src http://localhost:*",
  'trusted-types': "require-trusted-types-for 'script'; trusted-types 'none'",
  'sandbox-popups': 'sandbox allow-scripts allow-popups',
  'sandbox-no-popups': 'sandbox allow-scripts allow-same-origin',
  sandbox: 'sandbox allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox',
};

const PAGES: Readonly<Record<string, string>> = {
  '/': '<!doctype html><title>Menu</title><button id="open">Open</button><script type="module" src="/sdk.js"></script>',
  '/launch': '<!doctype html><html lang="en"><title>Launch</title><p role="status">Please wait</p>',
  '/elsewhere': '<!doctype html><title>Elsewhere</title>',
};

/** Starts both sites on ephemeral ports. */
export async function startSites(): Promise<Sites> {
  const sdk = await bundle();
  const visits: Visit[] = [];
  let away = '';
  const host = await serve((url, answer) => {
    if (url === '/sdk.js') {
      // A page in a sandbox is of no origin.
      answer(sdk, { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' });
    } else if (url === '/led-away') answer('', { location: away }, 302);
    else {
      const path = url.split('?')[0] ?? url;
      answer(PAGES[path] ?? '', {
        'content-type': 'text/html',
        ...policyOf(url),
        // The worst case: with it, everything would be sent to the module's site.
        'referrer-policy': 'unsafe-url',
      });
    }
  });
  const module = await serve((url, answer, headers) => {
    if (url.startsWith('/module')) visits.push({ url, headers });
    answer('<!doctype html><title>Module</title><h1>Module</h1><button>Press</button>', {
      'content-type': 'text/html',
      ...(url.includes('coop') && { 'cross-origin-opener-policy': 'same-origin' }),
      ...(url.includes('unframed') && { 'x-frame-options': 'DENY' }),
      ...(url.includes('without-ancestors') && {
        'content-security-policy': "frame-ancestors 'none'",
      }),
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

function policyOf(url: string): Record<string, string> {
  const policy = POLICIES[/^\/\?([\w-]+)/.exec(url)?.[1] ?? ''];
  return policy ? { 'content-security-policy': policy } : {};
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
