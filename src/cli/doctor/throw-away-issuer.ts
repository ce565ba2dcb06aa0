import { createServer, type RequestListener } from 'node:http';
import { createIssuer } from '../../issuer/create-issuer.ts';
import { createIssuerNodeListener } from '../../issuer/http/create-issuer-node-listener.ts';
import { createMemoryStore } from '../../store/memory.ts';
import { createTokenFactory } from '../../token/generate-token.ts';
import { PATHS } from '../../wire/paths.ts';

/** How the issuer answers a resolve. */
export type IssuerMood = 'well' | 'hesitant' | 'failing' | 'silent' | 'limited';

/** An issuer for one audit; it knows one user of nobody's. */
export interface ThrowAwayIssuer {
  readonly baseUrl: string;
  /** The bearer of its one user. */
  readonly bearer: string;
  readonly mint: () => Promise<string>;
  /** A token that lived once. */
  readonly mintExpired: () => Promise<string>;
  /** A token that was never generated. */
  readonly invent: () => string;
  /** Requests to resolve that have arrived. */
  readonly resolves: () => number;
  readonly feel: (mood: IssuerMood) => void;
  /** Stops listening, so that connections are refused. */
  readonly goDown: () => Promise<void>;
  /** @throws the system's error for a port that is taken */
  readonly comeUp: () => Promise<void>;
}

const BASE_PATH = '/api/v3';
const HOST = '127.0.0.1';
const USER = { userId: '64f0c0ffee0000000000a001', organizationId: '64f0c0ffee0000000000b002' };
const LIFE_MS = 300_000;
const HESITATION_MS = 400;
/** Longer than any receiver waits, so that it passes it on instead of trying again. */
const LIMITED_FOR_SECONDS = 60;

/** @param port - 1 to 65,535 */
export function throwAwayIssuer(port: number): ThrowAwayIssuer {
  const invent = createTokenFactory();
  const bearer = `doctor-bearer-${invent()}`;
  let ahead = 0;
  const clock = () => Date.now() + ahead;
  const issuer = createIssuer({
    store: createMemoryStore({ clock }),
    authenticate: (candidate) => (candidate === bearer ? USER : null),
    clock,
  });
  const well = createIssuerNodeListener(issuer, { basePath: BASE_PATH });
  let mood: IssuerMood = 'well';
  let resolves = 0;
  const listener: RequestListener = (request, response) => {
    if (request.url === BASE_PATH + PATHS.resolve) resolves += 1;
    switch (mood) {
      case 'well':
        return well(request, response);
      case 'hesitant':
        return void setTimeout(() => well(request, response), HESITATION_MS);
      case 'silent':
        return;
      case 'failing':
        return void response.writeHead(500).end('{"status":false,"message":"Server error."}');
      case 'limited':
        return void response
          .writeHead(429, { 'retry-after': String(LIMITED_FOR_SECONDS) })
          .end('{"status":false,"message":"Too many requests."}');
    }
  };
  const server = createServer(listener);
  const mint = async () => (await issuer.generate({ bearer })).shortToken;
  return {
    baseUrl: `http://${HOST}:${port}${BASE_PATH}`,
    bearer,
    mint,
    mintExpired: async () => {
      const token = await mint();
      ahead += LIFE_MS;
      return token;
    },
    invent,
    resolves: () => resolves,
    feel: (next) => {
      mood = next;
    },
    goDown: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
    comeUp: () =>
      new Promise((done, fail) => {
        server.once('error', fail);
        server.listen(port, HOST, () => {
          server.off('error', fail);
          done();
        });
      }),
  };
}
