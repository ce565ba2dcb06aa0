import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { fullBacklog } from '../full-backlog.ts';
import type { Behaviour, MadeBody, Place, Step } from './behaviour.ts';

/** A server that does to the calls of each row what the row says. */
export interface BehaviourServer {
  readonly origin: string;
  /** Where each kind of server that never gets to a request is. */
  readonly places: Readonly<Record<Place, string>>;
  readonly close: () => Promise<void>;
}

/** What has become of one run of one row. */
interface Run {
  readonly row: Behaviour;
  readonly used: Set<string>;
  arrived: number;
  astray: number;
}

/** A file that a browser may ask for. */
export type Files = Readonly<Record<string, () => { type: string; text: string }>>;

/**
 * Starts the server on 127.0.0.1. A row of the table is reached below `/run/<row>/<run>`; what
 * arrived for it is told at `/seen/<row>/<run>`.
 */
export async function startBehaviourServer(
  rows: readonly Behaviour[],
  files: Files = {},
): Promise<BehaviourServer> {
  const runs = new Map<string, Run>();
  const runOf = (row: string, id: string): Run => {
    const key = `${row}/${id}`;
    const run = runs.get(key) ?? {
      row: rows[Number(row)] as Behaviour,
      used: new Set(),
      arrived: 0,
      astray: 0,
    };
    runs.set(key, run);
    return run;
  };

  const server = createServer({ keepAliveTimeout: 60_000 }, async (request, response) => {
    response.on('error', ignore);
    request.on('error', ignore);
    const body = await bodyOf(request).catch(() => '');
    const [, kind = '', row = '', id = '', ...path] =
      (request.url ?? '').split('?')[0]?.split('/') ?? [];
    const file = files[`/${[kind, row, id, ...path].filter(Boolean).join('/')}`];
    if (kind === 'run') return answer(runOf(row, id), path.join('/'), request, response, body);
    if (kind === 'astray') for (const run of runs.values()) run.astray++;
    if (kind === 'seen') {
      const { arrived, astray } = runOf(row, id);
      return response.end(JSON.stringify({ arrived, astray }));
    }
    if (file === undefined) return response.writeHead(404).end();
    const { type, text } = file();
    response.writeHead(200, { 'content-type': type }).end(text);
  });
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    response.writeContinue();
    server.emit('request', request, response);
  });

  const tls = { key: fixture('key'), cert: fixture('crt') };
  const opened = await Promise.all([
    listen(server),
    listen(createTlsServer(tls, (socket) => socket.on('error', ignore))),
    listen(createTcpServer((socket) => socket.on('error', ignore).end('HTTP/1.1 400 No\r\n\r\n'))),
    listen(createTcpServer((socket) => socket.on('error', ignore))),
    listen(
      createTcpServer((socket) =>
        socket.on('error', ignore).once('data', () => socket.resetAndDestroy()),
      ),
    ),
  ]);
  const [main, selfSigned, noTls, silent, reset] = opened.map(({ port }) => port);
  const gone = await listen(createTcpServer());
  await gone.close();
  const backlog = await fullBacklog();
  return {
    origin: `http://127.0.0.1:${main}`,
    places: {
      'closed-port': `http://127.0.0.1:${gone.port}`,
      'no-such-host': 'https://no-such-host.invalid',
      'self-signed': `https://127.0.0.1:${selfSigned}`,
      'no-tls': `https://127.0.0.1:${noTls}`,
      'tls-silent': `https://127.0.0.1:${silent}`,
      'tls-reset': `https://127.0.0.1:${reset}`,
      'full-backlog': backlog.origin,
    },
    close: async () => {
      await Promise.all([backlog.close(), ...opened.map(({ close }) => close())]);
    },
  };
}

/** Counts the request and answers it: by the row's next step, or as the API would. */
async function answer(
  run: Run,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
): Promise<void> {
  const { row, used } = run;
  const operation = path.split('/').at(-1);
  if (operation !== row.operation) return api(response, operation, body, new Set());
  const step = row.steps?.[run.arrived];
  run.arrived++;
  if (step === undefined) return api(response, operation, body, used);
  if (step.use) used.add(body);
  await act(step, operation, response, `${request.headers.authorization} ${body}`);
}

/** The API as it is documented: a token that was used, or is not known, gets the one refusal. */
function api(
  response: ServerResponse,
  operation: string | undefined,
  body: string,
  used: Set<string>,
): void {
  const refused = operation === 'resolve' && (used.has(body) || body.includes('EXPIRED'));
  used.add(body);
  response.writeHead(refused ? 400 : 200, { 'content-type': 'application/json' });
  response.end(
    refused
      ? '{"status":false,"message":"Short token is invalid or expired"}'
      : goodAnswer(operation),
  );
}

async function act(
  step: Step,
  operation: string | undefined,
  response: ServerResponse,
  said: string,
): Promise<void> {
  const { status = 200, headers = {}, body, raw, ends } = step;
  const { socket } = response;
  if (step.delayMs) await pause(step.delayMs);
  if (step.interim === 'continue') response.writeContinue();
  if (step.interim === 'early-hints') response.writeEarlyHints({ link: '</a>; rel=preload' });
  if (raw !== undefined) {
    socket?.write(typeof raw === 'string' ? raw : `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(400_000)}`);
  } else if (body !== undefined || (ends === undefined && status !== undefined)) {
    const named = Object.entries(headers).map(([name, value]) => [
      name,
      value === 'made:echo' ? said.replace(/[^\w-]/g, '') : value,
    ]);
    response.writeHead(status, { 'x-echo': said.slice(0, 300), ...Object.fromEntries(named) });
    if (typeof body === 'object' && body.made === 'endless') return pour(response, said);
    const bytes =
      typeof body === 'object' ? made(body.made, operation, said) : Buffer.from(body ?? '');
    if (step.dripMs) return drip(response, bytes, step.dripMs);
    if (ends === undefined) return void response.end(bytes);
    if (bytes.length > 0) response.write(bytes);
    else response.flushHeaders();
  }
  if (ends === 'hang') return;
  // What was written is to arrive first.
  await pause(raw === undefined && body === undefined ? 0 : 30);
  if (ends === 'reset') socket?.resetAndDestroy();
  else socket?.end();
}

function goodAnswer(operation: string | undefined): string {
  const user = { bearerToken: 'the-bearer', userId: 'user-1', organizationId: 'organization-1' };
  const token = { shortToken: 'abc123def456ghi789', expiresAt: 4_000_000_000 };
  const data = operation === 'generate' ? token : user;
  return JSON.stringify({ status: true, message: 'Success.', data });
}

function made(kind: MadeBody, operation: string | undefined, said: string): Buffer {
  const good = goodAnswer(operation);
  switch (kind) {
    case 'answer':
      return Buffer.from(good);
    case 'bom':
      return Buffer.from(`\ufeff${good}`);
    case 'gzip':
      return gzipSync(good);
    case 'deflate':
      return deflateSync(good);
    case 'brotli':
      return brotliCompressSync(good);
    case 'echo':
      return Buffer.from(`<html>${said}</html>`);
    case 'not-utf8':
      return Buffer.from([0x22, 0xff, 0xfe, 0x22]);
    case 'utf16':
      return Buffer.from(good, 'utf16le');
    case 'deep':
      return Buffer.from('['.repeat(5_000) + ']'.repeat(5_000));
    case 'large':
      return Buffer.from(`"${said.repeat(20_000).slice(0, 1_000_000)}"`);
    case 'gzip-bomb':
      return gzipSync(`"${'0'.repeat(5_000_000)}"`);
    case 'brotli-bomb':
      return brotliCompressSync(`"${'0'.repeat(5_000_000)}"`);
    case 'cut-gzip':
      return gzipSync(good).subarray(0, 40);
    case 'endless':
      return Buffer.alloc(0);
  }
}

async function drip(response: ServerResponse, bytes: Buffer, everyMs: number): Promise<void> {
  for (const byte of bytes) {
    if (response.destroyed) return;
    response.write(Buffer.of(byte));
    await pause(everyMs);
  }
  response.end();
}

function pour(response: ServerResponse, said: string): void {
  const chunk = said.repeat(200);
  const more = () => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function listen(server: Server): Promise<{ port: number; close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', ignore);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', ignore);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const close = () =>
    new Promise<void>((done) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => done());
    });
  return { port: (server.address() as AddressInfo).port, close };
}

function fixture(kind: 'key' | 'crt'): string {
  return readFileSync(
    new URL(`../fixtures/self-signed-test-only.${kind}.pem`, import.meta.url),
    'utf8',
  );
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

function ignore(): void {}
