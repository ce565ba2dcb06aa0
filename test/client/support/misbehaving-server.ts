import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';

/** A request as it arrived, body and all. */
export interface SeenRequest {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server on 127.0.0.1 that does what a test wants and remembers what it was sent. */
export interface LocalServer {
  readonly origin: string;
  /** The origin with the path of the API. */
  readonly baseUrl: string;
  readonly seen: SeenRequest[];
  readonly close: () => Promise<void>;
}

export type Answer = (response: ServerResponse, request: SeenRequest) => void;

/** Reads each request to its end, then lets `answer` misbehave. */
export async function serve(answer: Answer, { tls = false } = {}): Promise<LocalServer> {
  const seen: SeenRequest[] = [];
  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url: path, headers } = request;
    const arrived = { method, path, headers, body: Buffer.concat(chunks).toString() };
    seen.push(arrived);
    response.on('error', () => {});
    answer(response, arrived);
  };
  const server = tls
    ? createTlsServer({ key: fixture('key'), cert: fixture('crt') }, listener)
    : createServer(listener);
  return listen(server, tls ? 'https' : 'http', seen);
}

/** Talks whatever it likes on the bare socket, once the client has spoken. */
export async function serveRaw(answer: (socket: Socket) => void): Promise<LocalServer> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => answer(socket));
  });
  return listen(server, 'http', []);
}

/** A port that nobody listens on. */
export async function closedPort(): Promise<LocalServer> {
  const server = await serve(() => {});
  await server.close();
  return { ...server, close: async () => {} };
}

async function listen(server: Server, scheme: string, seen: SeenRequest[]): Promise<LocalServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((done) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => done());
    });
  return { origin, baseUrl: `${origin}/api/v3`, seen, close };
}

/** Self-signed for `localhost` and 127.0.0.1; good for nothing but to be refused. */
function fixture(kind: 'key' | 'crt'): string {
  return readFileSync(
    new URL(`fixtures/self-signed-test-only.${kind}.pem`, import.meta.url),
    'utf8',
  );
}
