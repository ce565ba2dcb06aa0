import type { MileIdentity } from '../identity.ts';
import type { ReceiverOptions } from '../options.ts';
import type { NodeRequest } from './node-messages.ts';
import { type NodeMiddleware, nodeMiddleware } from './node-middleware.ts';

export type { MileIdentity } from '../identity.ts';
export type { ReceiverOptions } from '../options.ts';
export { type ExpressErrorPages, expressErrorPages } from './express-error-pages.ts';
export { expressSession } from './express-session.ts';
export { requireIdentity } from './node.ts';

declare global {
  namespace Express {
    interface Request {
      /** Who is signed in. */
      mileIdentity?: MileIdentity | undefined;
    }
  }
}

/** What is used of Express's request, 4 and 5 alike. */
export interface ExpressRequest extends NodeRequest {
  url: string;
  originalUrl: string;
  readonly baseUrl: string;
  readonly ip?: string | undefined;
}

/**
 * Receives users on Express 5 and 4: `app.use(expressReceiver({ … }))`, behind the session and before
 * the routes. Who is signed in is in `req.mileIdentity`, of every request.
 *
 * @param options - see `ReceiverOptions`; `moduleUrl`, `client` and `admit` are required
 * @returns middleware; what a hook throws goes to the error handler
 * @throws TypeError, RangeError for an option that cannot work; ModuleUrlError for `moduleUrl`
 * @example
 * app.use(session({ … }), expressReceiver({ moduleUrl, client, admit, session: expressSession() }));
 * app.get('/webhook', requireIdentity, (req, res) => res.send(req.mileIdentity.userId));
 */
export function expressReceiver<Incoming extends ExpressRequest = ExpressRequest>(
  options: ReceiverOptions<Incoming>,
): NodeMiddleware<Incoming> {
  return nodeMiddleware(options, {
    target: (request) => request.originalUrl,
    address: (request) => request.ip,
    stripToken,
  });
}

function stripToken(request: ExpressRequest, url: string, parameter: string | undefined): void {
  const { baseUrl } = request;
  const rest = url.startsWith(baseUrl) ? url.slice(baseUrl.length) : url;
  request.originalUrl = url;
  request.url = rest.startsWith('/') ? rest : `/${rest}`;
  // Express 4 has parsed the query already; Express 5 does it when asked.
  if (parameter !== undefined && Object.hasOwn(request, 'query')) {
    delete (request as { query?: Record<string, unknown> }).query?.[parameter];
  }
}
