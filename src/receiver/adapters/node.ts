import { headerOf } from '../any-request.ts';
import { checkedOptions } from '../check-options.ts';
import type { MileIdentity } from '../identity.ts';
import { isPromise } from '../is-promise.ts';
import type { ReceiverOptions } from '../options.ts';
import type { ReceiveOutcome } from '../outcome.ts';
import { frameAncestorsPolicy } from '../pages/html-page.ts';
import { notSignedIn } from '../pages/notices.ts';
import { createCore } from '../receive.ts';
import type { IncomingHead } from '../visit.ts';
import {
  headerReader,
  type NodeRequest,
  type NodeResponse,
  putHeaders,
  readNodeForm,
  secureAnswer,
  sendResponse,
} from './node-messages.ts';

export type { MileIdentity } from '../identity.ts';
export type { ReceiverOptions } from '../options.ts';
export type { NodeRequest, NodeResponse } from './node-messages.ts';

/** A function of request, response and what comes next, as Connect and Express have them. */
export type NodeMiddleware<Incoming extends NodeRequest = NodeRequest> = (
  request: Incoming,
  response: NodeResponse,
  next: (error?: unknown) => void,
) => void;

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
 *
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

/** What differs between the servers that are built on node:http. */
export interface NodeServer<Incoming> {
  readonly target: (request: Incoming) => string;
  readonly address: (request: Incoming) => string | undefined;
  /** Changes the request in place, for routes, hooks and the access log, which reads it later. */
  readonly stripToken: (request: Incoming, url: string, parameter: string | undefined) => void;
}

/** @internal The middleware of all of them. */
export function nodeMiddleware<Incoming extends NodeRequest>(
  options: ReceiverOptions<Incoming>,
  server: NodeServer<Incoming>,
): NodeMiddleware<Incoming> {
  const checked = checkedOptions(options);
  const core = createCore(checked);
  const { session, frameAncestors, place } = checked;
  const parameter = place.kind === 'query' ? place.name : undefined;
  const framePolicy = frameAncestors && frameAncestorsPolicy(frameAncestors);

  return (request, response, next) => {
    if (framePolicy) response.appendHeader('content-security-policy', framePolicy);
    const header = (name: string) => headerOf(request, name);
    if (core.concerns(request.method ?? 'GET', server.target(request), header)) {
      secureAnswer(response);
      core.receive(headOf(request, response)).then((outcome) => goOn(outcome), next);
      return;
    }
    // Nearly every session is read at once, and then nothing has to wait.
    let identity: ReturnType<typeof session.read>;
    try {
      identity = session.read(request);
    } catch (error) {
      return next(error);
    }
    if (isPromise(identity)) identity.then(proceed, next);
    else proceed(identity);

    function proceed(found: MileIdentity | undefined): void {
      request.mileIdentity = found;
      next();
    }

    function goOn(outcome: ReceiveOutcome): void {
      if (outcome.response !== undefined) {
        sendResponse(response, outcome.response).catch(next);
        return;
      }
      if (outcome.outcome === 'authenticated') putHeaders(response, outcome.headers);
      proceed(outcome.identity);
    }
  };

  function headOf(request: Incoming, response: NodeResponse): IncomingHead<Incoming> {
    return {
      method: request.method ?? 'GET',
      target: server.target(request),
      header: headerReader(request),
      form: () => readNodeForm(request),
      address: () => server.address(request),
      isDisconnected: () => response.destroyed,
      stripToken: (url) => {
        server.stripToken(request, url, parameter);
        return request;
      },
      request,
    };
  }
}
