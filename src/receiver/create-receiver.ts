import { checkedOptions } from './check-options.ts';
import { readForm } from './form-fields.ts';
import type { MileIdentity } from './identity.ts';
import type { ReceiverOptions } from './options.ts';
import type { ReceiveOutcome } from './outcome.ts';
import { frameAncestorsPolicy } from './pages/html-page.ts';
import { noticeResponse, notSignedIn } from './pages/notices.ts';
import { languageOf } from './pages/texts.ts';
import { pathOf, relativeLocation } from './paths.ts';
import { createCore } from './receive.ts';
import { isDocument } from './request-kind.ts';
import { withSecurityHeaders } from './security-headers.ts';
import { targetOf, withTarget } from './web-request.ts';

/** Answers a request of a user who is signed in. */
export type IdentityHandler = (
  request: Request,
  identity: MileIdentity,
) => Response | Promise<Response>;

/** Options of {@link createReceiver}. */
export interface WebReceiverOptions extends ReceiverOptions {
  /** Told of what a hook throws behind `requireIdentity`; default: `console.error`. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Receives users who come with a short token. */
export interface Receiver {
  /**
   * Makes a function that answers every request: arrivals by itself, users with `handler`, and
   * everybody else with 401 and a page that says to open it from MileApp.
   *
   * @param handler - is given the request without its token
   */
  readonly requireIdentity: (handler: IdentityHandler) => (request: Request) => Promise<Response>;
  /**
   * Answers the module URL's path and the logout path where these are routes of their own, as in
   * Next.js. Who is signed in goes on to `landing`.
   */
  readonly handle: (request: Request) => Promise<Response>;
  /**
   * Takes the token out of a request, resolves it once and starts a session.
   *
   * @returns the outcome; where it has a `response`, sending that is all there is to do
   * @throws what a hook throws, and nothing else
   */
  readonly receive: (request: Request) => Promise<ReceiveOutcome>;
}

/**
 * Makes a receiver for servers that speak Request and Response.
 *
 * @param options - see {@link ReceiverOptions}; `moduleUrl`, `client` and `admit` are required
 * @returns the receiver, whose `handle` and `requireIdentity` wrap what answers requests
 * @throws TypeError, RangeError for an option that cannot work; ModuleUrlError for `moduleUrl`
 * @example
 * const { requireIdentity } = createReceiver({ moduleUrl, client, admit, session });
 * export default { fetch: requireIdentity((request, { userId }) => new Response(`Hello ${userId}`)) };
 */
export function createReceiver(options: WebReceiverOptions): Receiver {
  const checked = checkedOptions(options);
  const core = createCore(checked);
  const { session, frameAncestors, landing } = checked;
  const onError = options.onError ?? ((error: unknown) => console.error(error));
  if (typeof onError !== 'function') throw new TypeError('onError must be a function.');

  async function receive(request: Request): Promise<ReceiveOutcome> {
    if (!concerns(request)) return absent(await session.read(request));
    return (await arrive(request)).outcome;
  }

  function concerns(request: Request): boolean {
    const { method, url } = request;
    return core.mayConcern(method, url) && core.concerns(method, targetOf(url), headerOf(request));
  }

  async function arrive(request: Request): Promise<{ outcome: ReceiveOutcome; stripped: Request }> {
    let stripped = request;
    const outcome = await core.receive({
      method: request.method,
      target: targetOf(request.url),
      header: headerOf(request),
      form: () => readForm(request),
      address: () => undefined,
      isDisconnected: () => request.signal.aborted,
      stripToken: (url) => {
        stripped = withTarget(request, url);
        return stripped;
      },
      request,
    });
    return { outcome, stripped };
  }

  function requireIdentity(handler: IdentityHandler): (request: Request) => Promise<Response> {
    if (typeof handler !== 'function') throw new TypeError('requireIdentity needs a function.');
    return async (request) => {
      if (!concerns(request)) {
        return answer(request, absent(await session.read(request)), request);
      }
      try {
        const { outcome, stripped } = await arrive(request);
        return await answer(stripped, outcome, request);
      } catch (error) {
        // Nobody else could put the headers of safety on this answer.
        onError(error);
        const header = headerOf(request);
        const language = languageOf(header('accept-language'));
        const reader = { isDocument: isDocument(header), language, frameAncestors };
        return noticeResponse('internal_error', reader);
      }
    };

    async function answer(
      stripped: Request,
      outcome: ReceiveOutcome,
      asked: Request,
    ): Promise<Response> {
      if (outcome.response !== undefined) return outcome.response;
      if (outcome.identity === undefined) return notSignedIn(headerOf(asked));
      return finish(await handler(stripped, outcome.identity), outcome);
    }
  }

  function finish(answer: Response, outcome: ReceiveOutcome): Response {
    const arrived = outcome.outcome === 'authenticated';
    if (!arrived && frameAncestors === undefined) return answer;
    const response = arrived
      ? withSecurityHeaders(answer, outcome.headers)
      : new Response(answer.body, answer);
    if (frameAncestors !== undefined) {
      response.headers.append('content-security-policy', frameAncestorsPolicy(frameAncestors));
    }
    return response;
  }

  const handle = requireIdentity((request) => {
    if (landing === undefined) throw new TypeError('receiver.handle needs the option landing.');
    const location = relativeLocation(pathOf(targetOf(request.url)), landing);
    return new Response(null, { status: 303, headers: { location } });
  });

  return Object.freeze({ receive, requireIdentity, handle });
}

function absent(identity: MileIdentity | undefined): ReceiveOutcome {
  return { outcome: 'absent', response: undefined, identity };
}

function headerOf({ headers }: Request): (name: string) => string | null {
  return (name) => headers.get(name);
}
