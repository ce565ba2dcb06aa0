import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Issuer } from '../issuer.ts';
import { ANSWERS } from './answers.ts';
import { createHttpCore } from './create-http-core.ts';
import type { Answer, RequestHead } from './http-types.ts';
import type { IssuerHandlerOptions } from './options.ts';
import { readNodeBody } from './read-node-body.ts';

/** Listens on a `node:http` server; as Express middleware it passes on what is not the issuer's. */
export type IssuerNodeListener = (
  request: IncomingMessage,
  response: ServerResponse,
  next?: () => void,
) => void;

/**
 * Puts an issuer on `node:http`, Express or Connect, without `Request` and `Response` in between.
 *
 * A body that a parser has read before is taken from `request.body`; a mount under a prefix
 * (`app.use('/api/v3', listener)`) is understood.
 *
 * @param issuer - made by `createIssuer`
 * @param options - see {@link IssuerHandlerOptions}
 * @returns a listener that throws nothing and answers nothing that is answered already
 * @throws TypeError for an option that cannot work
 * @example
 * createServer(createIssuerNodeListener(issuer)).listen(3000);
 * // Express: app.use(createIssuerNodeListener(issuer));
 * @see https://nodejs.org/api/http.html#event-request
 */
export function createIssuerNodeListener(
  issuer: Issuer,
  options: IssuerHandlerOptions = {},
): IssuerNodeListener {
  const core = createHttpCore(issuer, options);
  return (request, response, next) => {
    // A caller that leaves in the middle is nobody's mistake.
    request.on('error', ignore);
    const answered = core(new NodeHead(request, response), () => readNodeBody(request, response));
    if (answered === undefined && next !== undefined) next();
    else if (answered === undefined) send(request, response, ANSWERS.notFound);
    else answered.then((answer) => send(request, response, answer));
  };
}

/** Reads a request where it is asked to, and nothing before. */
class NodeHead implements RequestHead {
  readonly #request: IncomingMessage;
  readonly #headers: IncomingMessage['headers'];
  readonly #response: ServerResponse;
  readonly method: string;
  readonly path: string;

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.#request = request;
    this.#headers = request.headers;
    this.#response = response;
    this.method = request.method ?? '';
    this.path = pathOf(request.url);
  }

  get originalPath(): string {
    return pathOf((this.#request as { originalUrl?: unknown }).originalUrl);
  }

  get remoteAddress(): string | undefined {
    return this.#request.socket?.remoteAddress;
  }

  header(name: string): string | undefined {
    const value = this.#headers[name] as string | undefined;
    if (name !== 'authorization') return value;
    // Of two Authorization headers, `headers` keeps the first and says nothing of the second.
    return this.#request.headersDistinct?.[name]?.join(', ') ?? value;
  }

  callerSignal(): AbortSignal {
    return signalOf(this.#response);
  }
}

/** RFC 9112 section 3.2: a target is a path, or an absolute URL in front of a path. */
function pathOf(target: unknown): string {
  if (typeof target !== 'string') return '';
  const [withoutQuery = ''] = target.split('?', 1);
  return withoutQuery.replace(/^https?:\/\/[^/#]*/i, '');
}

function signalOf(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  // Somebody else was faster (a timeout middleware), or nobody is there any more.
  if (response.headersSent || response.destroyed) return;
  const { status, headers, body } = answer;
  const length = Buffer.byteLength(body);
  try {
    response.writeHead(status, [...headers, 'content-length', String(length)]);
    // As Latin-1 where that is the same bytes: the server then writes head and body without measuring.
    response.end(body, length === body.length ? 'latin1' : 'utf8');
    // The rest of a body is read and dropped: closing on it would lose the answer on its way.
    request.resume();
  } catch {
    response.destroy();
  }
}

function ignore(): void {}
