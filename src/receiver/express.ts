import { createCore } from './core.ts';
import { parsedForm } from './form-fields.ts';
import type { ReceivedIdentity } from './identity.ts';
import { type NodeResponse, sendOutcome } from './node-answer.ts';
import { type AdapterOptions, checkedAdapterOptions } from './options.ts';
import type { Authenticated } from './outcome.ts';

export type { ReceivedIdentity } from './identity.ts';
export type { HandOff, ReceiveContext } from './options.ts';

declare global {
  namespace Express {
    interface Request {
      /** Who has just arrived with a short token, on requests that are not redirected. */
      mileIdentity?: ReceivedIdentity | undefined;
    }
  }
}

/** What is used of Express's request, 4 and 5 alike. */
export interface ExpressRequest {
  readonly method: string;
  url: string;
  originalUrl: string;
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body?: unknown;
  mileIdentity?: ReceivedIdentity | undefined;
}

/** How an Express application receives. */
export type ExpressReceiverOptions<Incoming extends ExpressRequest = ExpressRequest> =
  AdapterOptions<Incoming>;

/**
 * Middleware for Express 5 and 4: `app.use(expressReceiver({ client, onAuthenticated }))`, before
 * the routes. For a token in a form it goes behind `express.urlencoded()`.
 *
 * @param options - see `ReceiverOptions`; `onAuthenticated` is required
 * @throws TypeError, RangeError for an option that cannot work
 * @example
 * app.use(expressReceiver({ client, onAuthenticated: startSession }));
 * app.get('/report', (req, res) => res.send(render(req.session)));
 */
export function expressReceiver<Incoming extends ExpressRequest = ExpressRequest>(
  options: ExpressReceiverOptions<Incoming>,
): (request: Incoming, response: NodeResponse, next: (error?: unknown) => void) => void {
  const checked = checkedAdapterOptions(options);
  const core = createCore(checked);
  return (request, response, next) => {
    const header = (name: string) => request.headers[name]?.toString();
    if (!core.concerns(request.method, request.originalUrl, header)) return next();
    const { method, originalUrl: target } = request;
    core
      .receive({ method, target, header, form: () => parsedForm(request.body), request })
      .then((outcome) => sendOutcome(outcome, response))
      .then((outcome) => {
        if (outcome === undefined) return;
        if (outcome.outcome === 'authenticated') admit(request, outcome, checked.location.query);
        next();
      }, next);
  };
}

/** From here on the request has no token, for the routes and for the access log, which reads it later. */
function admit(
  request: ExpressRequest,
  { identity, url }: Authenticated,
  parameter: string | undefined,
): void {
  const { baseUrl } = request;
  const rest = url.startsWith(baseUrl) ? url.slice(baseUrl.length) : url;
  request.originalUrl = url;
  request.url = rest.startsWith('/') ? rest : `/${rest}`;
  request.mileIdentity = identity;
  // Express 4 has parsed the query already; Express 5 does it when asked.
  if (parameter !== undefined && Object.hasOwn(request, 'query')) {
    delete (request as { query?: Record<string, unknown> }).query?.[parameter];
  }
}
