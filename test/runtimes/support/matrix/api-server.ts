import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { createIssuer } from '../../../../src/issuer/create-issuer.ts';
import { createIssuerNodeListener } from '../../../../src/issuer/http/create-issuer-node-listener.ts';
import { createMemoryStore } from '../../../../src/store/memory.ts';

/** What the suites are given. */
export interface Context {
  /** Of the API and of pages. */
  readonly origin: string;
  /** A base URL at which nothing listens. */
  readonly closed: string;
}

/** The API on this machine, and pages with scripts for browsers. */
export interface ApiServer {
  readonly context: Context;
  /** Scripts by their path, to be filled. */
  readonly scripts: Map<string, string>;
  close(): Promise<void>;
}

export async function startApiServer(): Promise<ApiServer> {
  const scripts = new Map<string, string>();
  const issuer = createIssuer({
    store: createMemoryStore(),
    authenticate: (bearer) => (bearer === 'good' ? { userId: 'u1', organizationId: 'o1' } : null),
  });
  const api = createIssuerNodeListener(issuer);
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    const script = scripts.get(path);
    if (script !== undefined) {
      response.setHeader('content-type', 'text/javascript').end(script);
    } else if (path === '/page') {
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>Page</title>');
    } else {
      api(request, response);
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    context: {
      origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      closed: `http://127.0.0.1:${await freePort()}/api/v3`,
    },
    scripts,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** A port at which nothing listens now. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createTcpServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
