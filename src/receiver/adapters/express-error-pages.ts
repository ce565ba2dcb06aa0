import type { LoggedError } from '../redaction/logged-error.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { SECURITY_HEADERS } from '../security-headers.ts';
import { statusOf } from './error-status.ts';

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

/** The last two handlers of an Express application. */
export interface ExpressErrorPages {
  /** Goes behind the routes: `app.use(pages.notFound)`. */
  readonly notFound: (request: NodeRequest, response: NodeResponse) => void;
  /** Goes behind that. It has four parameters, by which Express knows an error handler. */
  readonly error: (
    error: unknown,
    request: NodeRequest,
    response: NodeResponse,
    next: (error: unknown) => void,
  ) => void;
}

/**
 * Makes the 404 and error pages of Express, which otherwise quote the path, and the stack in
 * development. Never throws, but for what `log` throws.
 *
 * @param redactor - made by `createRedactor`
 * @param log - is given every error that becomes a 5xx, redacted; default: its stack on the standard error
 * @returns two handlers
 * @example
 * const pages = expressErrorPages(redactor, (err) => logger.error({ err }));
 * app.use(pages.notFound, pages.error);
 * @see https://expressjs.com/en/guide/error-handling.html
 */
export function expressErrorPages(
  redactor: Redactor,
  log: (error: LoggedError) => void = ({ stack, type, message }) =>
    console.error(stack || `${type}: ${message}`),
): ExpressErrorPages {
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
      const status = statusOf(error);
      const shown = redactor.serializers.err(error);
      if (status >= 500) log(shown);
      // Half an answer is out already: Express closes the connection.
      if (response.headersSent) next(error);
      else send(response, status, status < 500 ? shown.message : 'Internal Server Error');
    },
  };
}
