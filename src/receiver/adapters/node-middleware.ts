import { checkedOptions } from '../check-options.ts';
import type { ReceiverOptions } from '../options.ts';
import { frameAncestorsPolicy } from '../pages/html-page.ts';
import { createCore } from '../receive.ts';
import type { IncomingHead } from '../visit.ts';
import { continueAs, continueSession, type Next } from './continue-session.ts';
import {
  headerReader,
  type NodeRequest,
  type NodeResponse,
  putHeaders,
  readNodeForm,
  secureAnswer,
  sendResponse,
} from './node-messages.ts';

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
    continueSession(session, request, next);
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
      continueAs(outcome.identity, request, next);
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
