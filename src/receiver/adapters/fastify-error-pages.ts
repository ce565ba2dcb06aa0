import type { Redactor } from '../redaction/redactor.ts';
import { SECURITY_HEADERS } from '../security-headers.ts';
import { statusOf } from './error-status.ts';

interface LoggingRequest {
  readonly method: string;
  readonly url: string;
  readonly log: { error(fields: object): unknown; info(fields: object): unknown };
}

interface Reply {
  code(status: number): unknown;
  headers(values: Readonly<Record<string, string>>): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: Fastify derives its parameters from the route
  send(...body: any): unknown;
}

/** Fastify's own two handlers. */
export interface FastifyErrorPages {
  /** For `app.setNotFoundHandler(pages.notFound)`. */
  readonly notFound: (request: LoggingRequest, reply: Reply) => void;
  /** For `app.setErrorHandler(pages.error)`, and `frameworkErrors` for URLs that cannot be read. */
  readonly error: (error: unknown, request: LoggingRequest, reply: Reply) => void;
}

/**
 * Makes the 404 and error answers of Fastify, which otherwise quote the whole URL, in the log as well.
 * Never throws.
 *
 * @param redactor - made by `createRedactor`
 * @returns two handlers; errors go to the log of the request, redacted
 * @example
 * const pages = fastifyErrorPages(redactor);
 * app.setNotFoundHandler(pages.notFound);
 * app.setErrorHandler(pages.error);
 * @see https://fastify.dev/docs/latest/Reference/Server/#seterrorhandler
 */
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
      const err = redactor.serializers.err(error);
      if (status < 500) request.log.info({ err });
      else request.log.error({ err });
      send(reply, status, status < 500 ? err.message : 'Internal Server Error');
    },
  };
}
