import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { createIssuer } from '../issuer/create-issuer.ts';
import { createIssuerHandler } from '../issuer/http/create-issuer-handler.ts';
import { createMemoryStore } from '../store/memory.ts';
import { PATHS } from '../wire/paths.ts';
import type { AuditIssuer, AuditUser, ResolveBehaviour } from './audit-issuer.ts';

/** An issuer with a server of its own. */
export interface ThrowAwayIssuer extends AuditIssuer {
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
}

/** Where a throw-away issuer listens. */
export interface AuditIssuerOptions {
  /** 1 to 65,535; default 4780. */
  readonly port?: number | undefined;
  /** An address of this machine; default `127.0.0.1`. `0.0.0.0` lets containers in. */
  readonly host?: string | undefined;
}

export const DEFAULT_AUDIT_PORT = 4780;

const BASE_PATH = '/api/v3';
const RESOLVE = BASE_PATH + PATHS.resolve;
const HESITATION_MS = 250;
const TOKEN_LIFE_MS = 300_000;
/** Longer than any receiver waits, so that it passes it on instead of trying again. */
const LIMITED_FOR_SECONDS = 60;

/**
 * Makes an issuer for one audit, with users and bearers of its own.
 *
 * @param options - see {@link AuditIssuerOptions}
 * @returns the issuer, not yet listening
 * @example
 * const issuer = createAuditIssuer({ port: 4780 });
 * await issuer.start();
 * const shortToken = await issuer.generate({ userId: 'u1', organizationId: 'o1' });
 */
export function createAuditIssuer({
  port = DEFAULT_AUDIT_PORT,
  host = '127.0.0.1',
}: AuditIssuerOptions = {}): ThrowAwayIssuer {
  const users = new Map<string, AuditUser>();
  const bearers = new Map<string, string>();
  const behaviours = new Map<string, ResolveBehaviour>();
  const counts = new Map<string, number>();
  let total = 0;
  const store = createMemoryStore();
  const authenticate = (bearer: string) => users.get(bearer) ?? null;
  const issuer = createIssuer({ store, authenticate });
  const late = () => Date.now() - TOKEN_LIFE_MS - 1_000;
  const lateIssuer = createIssuer({ store, authenticate, clock: late });
  const handler = createIssuerHandler(issuer, { basePath: BASE_PATH });

  const bearerOf = (user: AuditUser) => {
    const key = `${user.organizationId}/${user.userId}`;
    const bearer = bearers.get(key) ?? madeUpBearer(user);
    bearers.set(key, bearer);
    users.set(bearer, user);
    return bearer;
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    let behaviour: ResolveBehaviour = 'well';
    if (request.url === RESOLVE) {
      const token = shortTokenIn(body);
      total += 1;
      counts.set(token, (counts.get(token) ?? 0) + 1);
      behaviour = behaviours.get(token) ?? 'well';
    }
    switch (behaviour) {
      case 'silent':
        return;
      case 'hang-up':
        return void request.socket.destroy();
      case 'failing':
        return send(response, 500, '{"status":false,"message":"Server error."}');
      case 'limited':
        response.setHeader('retry-after', LIMITED_FOR_SECONDS);
        return send(response, 429, '{"status":false,"message":"Too many requests."}');
      case 'not-json':
        return send(response, 200, '<!doctype html><title>Sign in</title>', 'text/html');
      case 'incomplete':
        return send(response, 200, '{"status":true,"message":"Success.","data":{}}');
      case 'hesitant':
        await new Promise((resume) => setTimeout(resume, HESITATION_MS));
    }
    const answer = await handler(webRequest(request, body));
    send(response, answer.status, await answer.text());
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  return {
    baseUrl: `http://${host.includes(':') ? `[${host}]` : host}:${port}${BASE_PATH}`,
    bearerOf,
    generate: async (user) => (await issuer.generate({ bearer: bearerOf(user) })).shortToken,
    generateExpired: async (user) =>
      (await lateIssuer.generate({ bearer: bearerOf(user) })).shortToken,
    behave: (shortToken, behaviour) => void behaviours.set(shortToken, behaviour),
    resolves: (shortToken) => (shortToken === undefined ? total : (counts.get(shortToken) ?? 0)),
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
    start: () =>
      new Promise((done, fail) => {
        server.once('error', fail);
        server.listen(port, host, () => {
          server.off('error', fail);
          done();
        });
      }),
  };
}

/** As long and as structured as MileApp's, so that cookies and headers have the real thing to hold. */
function madeUpBearer({ userId, organizationId }: AuditUser): string {
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    aud: 'audit',
    jti: randomBytes(40).toString('hex'),
    sub: userId,
    organizationId,
    scopes: [],
  };
  return `${encoded({ typ: 'JWT', alg: 'RS256' })}.${encoded(claims)}.${randomBytes(384).toString('base64url')}`;
}

function shortTokenIn(body: string): string {
  try {
    return String(JSON.parse(body).shortToken);
  } catch {
    return '';
  }
}

function webRequest(
  { method = 'GET', url = '/', headers }: IncomingMessage,
  body: string,
): Request {
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || name === 'transfer-encoding' ? [] : [[name, String(value)]],
  ) as [string, string][];
  const sent = method === 'GET' || method === 'HEAD' ? null : body;
  return new Request(`http://issuer.invalid${url}`, { method, headers: pairs, body: sent });
}

function send(
  response: ServerResponse,
  status: number,
  body: string,
  type = 'application/json',
): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}
