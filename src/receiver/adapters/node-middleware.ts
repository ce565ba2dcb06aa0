import { headerOf } from '../any-request.ts';
import { checkedOptions } from '../check-options.ts';
import type { MileIdentity } from '../identity.ts';
import { isPromise } from '../is-promise.ts';
import type { ReceiverOptions } from '../options.ts';
import type { ReceiveOutcome } from '../outcome.ts';
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

/** A function of request, response and what comes next, as Connect and Express have them. */
export type NodeMiddleware<Incoming extends NodeRequest = NodeRequest> = (
  request: Incoming,
  response: NodeResponse,
  next: (error?: unknown) => void,
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
