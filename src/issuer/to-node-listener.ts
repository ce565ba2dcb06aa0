import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ShortTokenOperation } from '../wire/paths.ts';
import { ANSWERS } from './answers.ts';
import { coreOf, type IssuerHandler } from './create-issuer-handler.ts';
import { type Answer, type ExchangeBody, type ExchangeHead, MAX_BODY_BYTES } from './exchange.ts';

/** Listens on a `node:http` server; as Express middleware it passes on what is not an issuer's path. */
export type IssuerNodeListener = (
  request: IncomingMessage,
  response: ServerResponse,
  next?: () => void,
) => void;

/**
 * Puts a handler on `node:http` or Express, without a Request or a Response object in between.
 *
 * @param handler - made by `createIssuerHandler` of this copy of the package
 * @throws TypeError for another handler
 * @example
 * createServer(toNodeListener(createIssuerHandler(issuer))).listen(3000);
 * // Express: app.use(toNodeListener(createIssuerHandler(issuer)));
 */
export function toNodeListener(handler: IssuerHandler): IssuerNodeListener {
  const core = coreOf(handler);
  if (core === undefined) {
    throw new TypeError('handler must be made by createIssuerHandler.');
  }
  return (request, response, next) => {
    const { headers, socket } = request;
    const head: ExchangeHead = {
      method: request.method ?? '',
      path: pathOf(request.url ?? ''),
      header: (name) => headers[name] as string | undefined,
      remoteAddress: socket.remoteAddress,
      signal: undefined,
    };
    const go = (opened: Answer | ShortTokenOperation) => {
      if (typeof opened === 'string') {
        readBody(request, (body) => {
          core.answer(opened, head, body).then((answer) => send(request, response, answer), gone);
        });
      } else if (opened === ANSWERS.notFound && next !== undefined) {
        next();
      } else {
        send(request, response, opened);
      }
    };
    // Only a caller that left in the middle gets here: there is nobody to answer.
    const gone = () => response.destroy();
    request.on('error', gone);
    const decided = core.open(head);
    // Callbacks and not async functions: each of those costs a turn, and this is every request.
    if (decided instanceof Promise) decided.then(go, gone);
    else go(decided);
  };
}

function pathOf(target: string): string {
  const query = target.indexOf('?');
  return query < 0 ? target : target.slice(0, query);
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const { status, headers, body } = answer;
  const length = Buffer.byteLength(body);
  const head = [...headers, 'content-length', String(length)];
  // What is left of a body without an end in sight is not worth a connection.
  if (!request.complete && isUnbounded(request)) head.push('connection', 'close');
  response.writeHead(status, head);
  // As Latin-1 where that is the same bytes: the server then writes head and body without measuring.
  response.end(body, length === body.length ? 'latin1' : 'utf8');
}

function isUnbounded({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return length === undefined || Number(length) > MAX_BODY_BYTES;
}

function readBody(request: IncomingMessage, done: (body: ExchangeBody) => void): void {
  const { body } = request as { body?: unknown };
  if (body !== undefined) {
    done(parsedBody(body));
    return;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    const wasWithin = bytes <= MAX_BODY_BYTES;
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
    else if (wasWithin) done({ state: 'too-large' });
  });
  request.on('end', () => {
    if (bytes > MAX_BODY_BYTES) return;
    const whole = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, bytes);
    done(isUtf8(whole) ? { state: 'text', text: whole.toString('utf8') } : { state: 'unreadable' });
  });
}

/** Express's own parsers leave their result in `body`, and nothing in the stream. */
function parsedBody(body: unknown): ExchangeBody {
  if (typeof body === 'string') return { state: 'text', text: body };
  if (Buffer.isBuffer(body)) return { state: 'text', text: body.toString('utf8') };
  return { state: 'text', text: JSON.stringify(body) };
}
