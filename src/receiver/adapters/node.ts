import type { ReceiverOptions } from '../options.ts';
import { notSignedIn } from '../pages/notices.ts';
import {
  headerReader,
  type NodeRequest,
  type NodeResponse,
  sendResponse,
} from './node-messages.ts';
import { type NodeMiddleware, nodeMiddleware } from './node-middleware.ts';

export type { MileIdentity } from '../identity.ts';
export type { ReceiverOptions } from '../options.ts';
export type { NodeRequest, NodeResponse } from './node-messages.ts';
export type { NodeMiddleware } from './node-middleware.ts';

/**
 * Receives users on plain node:http, Connect and everything that takes such a function. Who is signed in
 * is in `request.mileIdentity`, of every request.
 *
 * @param options - see `ReceiverOptions`; `moduleUrl`, `client` and `admit` are required
 * @returns middleware; what a hook throws goes to `next`
 * @throws TypeError, RangeError for an option that cannot work; ModuleUrlError for `moduleUrl`
 * @example
 * const receive = nodeReceiver({ moduleUrl, client, admit, session });
 * createServer((req, res) => receive(req, res, () => requireIdentity(req, res, () => report(req, res))));
 */
export function nodeReceiver<Incoming extends NodeRequest = NodeRequest>(
  options: ReceiverOptions<Incoming>,
): NodeMiddleware<Incoming> {
  return nodeMiddleware(options, {
    target: (request) => request.url ?? '/',
    address: (request) => request.socket?.remoteAddress,
    stripToken: (request, url) => {
      request.url = url;
    },
  });
}

/**
 * Lets through who is signed in; everybody else gets 401, and a page that says to open it from MileApp.
 * Never throws: what goes wrong goes to `next`.
 *
 * @param request - with the identity that the receiver has put there
 * @param response - gets the 401
 * @param next - goes on to the route
 * @example
 * receive(req, res, () => requireIdentity(req, res, () => res.end(`Hello ${req.mileIdentity?.userId}`)));
 */
export function requireIdentity(
  request: NodeRequest,
  response: NodeResponse,
  next: (error?: unknown) => void,
): void {
  if (request.mileIdentity !== undefined) next();
  else sendResponse(response, notSignedIn(headerReader(request))).catch(next);
}
