import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { SandboxError } from '../sandbox-error.ts';

/** What answers requests: a Hono application, or anything with its `fetch`. */
export interface Answering {
  readonly fetch: (request: Request, env: HttpBindings) => Response | Promise<Response>;
}

/** A certificate and its key, both PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A server that listens. */
export interface Listening {
  readonly port: number;
  /** Ends every connection. */
  readonly stop: () => Promise<void>;
}

/** Where to listen. */
export interface ListenOptions {
  /** 0 to 65,535; 0 takes any free one. */
  readonly port: number;
  readonly host: string;
  readonly certificate?: Certificate | undefined;
}

/** @throws SandboxError `port_in_use`, `port_forbidden` */
export async function listen(
  app: Answering,
  { port, host, certificate }: ListenOptions,
): Promise<Listening> {
  const listener = getRequestListener(app.fetch as never, { overrideGlobalObjects: false });
  const server = certificate
    ? createSecureServer(certificate, listener)
    : createServer(listener as never);
  // Longer than clients keep theirs, so that none sends into a connection that is being closed.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const problem = await bind(server, port, host);
  if (problem === 'EADDRINUSE') {
    const free = await nextFreePort(port, host);
    throw new SandboxError(
      'port_in_use',
      `Port ${port} is in use${free === undefined ? '' : `; ${free} is free`}.`,
    );
  }
  if (problem !== undefined) {
    throw new SandboxError(
      'port_forbidden',
      `Port ${port} of ${host} cannot be listened on (${problem}).`,
    );
  }
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

const KEEP_ALIVE_MS = 60_000;
const TRIES = 100;

/** The first port above `port` that is free together with the one behind it. */
async function nextFreePort(port: number, host: string): Promise<number | undefined> {
  for (let next = port + 1; next < Math.min(port + TRIES, 65_535); next += 1) {
    if ((await isFree(next, host)) && (await isFree(next + 1, host))) return next;
  }
  return undefined;
}

async function isFree(port: number, host: string): Promise<boolean> {
  const server = createServer();
  const problem = await bind(server, port, host);
  if (problem === undefined) await new Promise((done) => server.close(done));
  return problem === undefined;
}

/** @returns the system's code where it does not work */
function bind(server: Server, port: number, host: string): Promise<string | undefined> {
  return new Promise((done) => {
    server.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? 'unknown'));
    server.listen(port, host, () => done(undefined));
  });
}
