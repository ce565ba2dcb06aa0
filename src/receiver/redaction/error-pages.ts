import { SECURITY_HEADERS } from '../security-headers.ts';
import type { Redactor } from './redactor.ts';

interface NodeRequest {
  readonly method: string;
  readonly url: string;
  readonly originalUrl?: string;
}

interface NodeResponse {
  statusCode: number;
  readonly headersSent: boolean;
  setHeader(name: string, value: string): unknown;
  end(body: string): unknown;
}

interface Reply {
  code(status: number): unknown;
  headers(values: Readonly<Record<string, string>>): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: Fastify derives its parameters from the route
  send(...body: any): unknown;
}

interface LoggingRequest extends NodeRequest {
  readonly log: { error(fields: object): unknown; info(fields: object): unknown };
}

/** The last two handlers of an Express application. */
export interface ExpressErrorPages {
  /** `app.use(pages.notFound)` behind the routes. */
  readonly notFound: (request: NodeRequest, response: NodeResponse) => void;
  /** `app.use(pages.error)` behind that. Four parameters, by which Express knows an error handler. */
  readonly error: (
    error: unknown,
    request: NodeRequest,
    response: NodeResponse,
    next: (error: unknown) => void,
  ) => void;
}

/** Fastify's own two handlers. */
export interface FastifyErrorPages {
  /** `app.setNotFoundHandler(pages.notFound)` */
  readonly notFound: (request: LoggingRequest, reply: Reply) => void;
  /** `app.setErrorHandler(pages.error)`, and `frameworkErrors: pages.error` for URLs that cannot be read. */
  readonly error: (error: unknown, request: LoggingRequest, reply: Reply) => void;
}

/** Makes the 404 and error pages of Express, which otherwise quote the path, and the stack in development. */
export function expressErrorPages(redactor: Redactor): ExpressErrorPages {
  const send = (response: NodeResponse, status: number, text: string) => {
    const headers = { ...SECURITY_HEADERS, 'content-type': 'text/plain; charset=utf-8' };
    response.statusCode = status;
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.end(`${text}\n`);
  };
  return {
    notFound: ({ method, url, originalUrl = url }, response) =>
      send(response, 404, `Cannot ${method} ${redactor.url(originalUrl)}`),
    error: (error, _request, response, next) => {
      // Half an answer is out already: Express closes the connection.
      if (response.headersSent) return next(error);
      const status = statusOf(error);
      send(response, status, status < 500 ? messageOf(redactor, error) : 'Internal Server Error');
    },
  };
}

/** Makes the 404 and error answers of Fastify, which otherwise quote the whole URL, in the log as well. */
export function fastifyErrorPages(redactor: Redactor): FastifyErrorPages {
  const send = (reply: Reply, statusCode: number, message: string) => {
    reply.code(statusCode);
    reply.headers({ ...SECURITY_HEADERS });
    reply.send({ statusCode, message });
  };
  return {
    notFound: ({ method, url }, reply) =>
      send(reply, 404, `Route ${method}:${redactor.url(url)} not found`),
    error: (error, request, reply) => {
      const status = statusOf(error);
      const fields = { err: redactor.serializers.err(error) };
      if (status < 500) request.log.info(fields);
      else request.log.error(fields);
      send(reply, status, status < 500 ? messageOf(redactor, error) : 'Internal Server Error');
    },
  };
}

function statusOf(error: unknown): number {
  const { statusCode, status } = Object(error ?? {}) as { statusCode?: unknown; status?: unknown };
  const code = Number(statusCode ?? status);
  return Number.isInteger(code) && code >= 400 && code <= 599 ? code : 500;
}

function messageOf(redactor: Redactor, error: unknown): string {
  return redactor.serializers.err(error).message;
}
