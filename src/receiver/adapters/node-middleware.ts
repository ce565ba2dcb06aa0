import { checkedOptions } from '../check-options.ts';
import type { MileIdentity } from '../identity.ts';
import { isPromise } from '../is-promise.ts';
import type { ReceiverOptions } from '../options.ts';
import { frameAncestorsPolicy } from '../pages/html-page.ts';
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

type Next = (error?: unknown) => void;

/** A function of request, response and what comes next, as Connect and Express have them. */
export type NodeMiddleware<Incoming extends NodeRequest = NodeRequest> = (
  request: Incoming,
  response: NodeResponse,
  next: Next,
) => void;

/** What differs between the servers that are built on node:http. */
export interface NodeServer<Incoming> {
  /** The request target, as the server shows it. */
  readonly target: (request: Incoming) => string;
  /** The address of the peer, where it is known. */
  readonly address: (request: Incoming) => string | undefined;
  /** Changes the request in place, for routes, hooks and the access log, which reads it later. */
  readonly stripToken: (request: Incoming, url: string, parameter: string | undefined) => void;
}

/** The middleware of all of them. */
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
    if (concerns(request)) {
      arrive(request, response, next);
      return;
    }
    // Nearly every session is read at once, and then nothing has to wait.
    let identity: ReturnType<typeof session.read>;
    try {
      identity = session.read(request);
    } catch (error) {
      return next(error);
    }
    if (isPromise(identity)) proceedLater(identity, request, next);
    else proceed(identity, request, next);
  };

  function concerns(request: Incoming): boolean {
    const method = request.method ?? 'GET';
    const target = server.target(request);
    return core.mayConcern(method, target) && core.concerns(method, target, headerReader(request));
  }

  function arrive(request: Incoming, response: NodeResponse, next: Next): void {
    secureAnswer(response);
    core.receive(headOf(request, response)).then((outcome) => {
      if (outcome.response !== undefined) {
        sendResponse(response, outcome.response).catch(next);
        return;
      }
      if (outcome.outcome === 'authenticated') putHeaders(response, outcome.headers);
      proceed(outcome.identity, request, next);
    }, next);
  }

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

function proceedLater(
  identity: Promise<MileIdentity | undefined>,
  request: NodeRequest,
  next: Next,
): void {
  identity.then((found) => proceed(found, request, next), next);
}

function proceed(identity: MileIdentity | undefined, request: NodeRequest, next: Next): void {
  // A request without an identity keeps its shape.
  if (identity !== undefined || request.mileIdentity !== undefined) request.mileIdentity = identity;
  next();
}
