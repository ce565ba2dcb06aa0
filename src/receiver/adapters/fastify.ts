import { checkedOptions } from '../check-options.ts';
import type { FormFields } from '../form-fields.ts';
import type { ReceiverOptions } from '../options.ts';
import { frameAncestorsPolicy } from '../pages/html-page.ts';
import { notSignedIn } from '../pages/notices.ts';
import { createCore } from '../receive.ts';
import { continueSession, type Next } from './continue-session.ts';
import type { FastifyInstanceLike, FastifyReplyLike, FastifyRequestLike } from './fastify-types.ts';
import { headerReader, secureAnswer } from './node-messages.ts';
import { type PeekableMessage, peekText } from './peek-text.ts';

export type { MileIdentity } from '../identity.ts';
export type { ReceiverOptions } from '../options.ts';
export { type FastifyErrorPages, fastifyErrorPages } from './fastify-error-pages.ts';
export { fastifySession } from './fastify-session.ts';

/**
 * Receives users on Fastify 5: `app.register(fastifyReceiver, { … })`, behind the session's plugin. It
 * holds for the routes of the scope that registers it. Who is signed in is in `request.mileIdentity`, of
 * every request.
 *
 * @param app - the scope whose routes are behind the receiver
 * @param options - see `ReceiverOptions`; `moduleUrl`, `client` and `admit` are required
 * @param done - called by Fastify's own convention once everything is in place
 * @throws TypeError, RangeError for an option that cannot work; ModuleUrlError for `moduleUrl`
 * @example
 * await app.register(fastifyReceiver, { moduleUrl, client, admit, session: fastifySession() });
 * app.get('/webhook', { preHandler: requireIdentity }, async (request) => render(request.mileIdentity));
 */
export function fastifyReceiver(
  app: FastifyInstanceLike,
  options: ReceiverOptions<FastifyRequestLike>,
  done: (error?: Error) => void,
): void {
  const checked = checkedOptions(options);
  const core = createCore(checked);
  const { session, frameAncestors, place } = checked;
  const framePolicy = frameAncestors && frameAncestorsPolicy(frameAncestors);

  app.decorateRequest('mileIdentity', undefined);
  app.addHook('onRequest', (request: FastifyRequestLike, reply: FastifyReplyLike, next: Next) => {
    if (framePolicy) reply.header('content-security-policy', framePolicy);
    if (concerns(request)) {
      arrive(request, reply, next);
      return;
    }
    continueSession(session, request, next);
  });
  done();

  function concerns(request: FastifyRequestLike): boolean {
    const { method } = request;
    const target = targetOf(request);
    return core.mayConcern(method, target) && core.concerns(method, target, headerReader(request));
  }

  function arrive(request: FastifyRequestLike, reply: FastifyReplyLike, next: Next): void {
    secureAnswer(reply.raw);
    receive(request, reply).then((sent) => sent || next(), next);
  }

  /** @returns whether the answer is on its way */
  async function receive(request: FastifyRequestLike, reply: FastifyReplyLike): Promise<boolean> {
    const outcome = await core.receive({
      method: request.method,
      target: targetOf(request),
      header: headerReader(request),
      form: () => readForm(request),
      address: () => request.ip,
      isDisconnected: () => reply.raw.destroyed,
      stripToken: (url) => stripToken(request, url),
      request,
    });
    const { response, identity } = outcome;
    request.mileIdentity = identity;
    const headers = outcome.outcome === 'authenticated' ? outcome.headers : undefined;
    for (const [name, value] of response?.headers ?? headers ?? []) reply.header(name, value);
    if (response === undefined) return false;
    reply.code(response.status);
    const body = new Uint8Array(await response.arrayBuffer());
    // An empty body would be given a type.
    reply.send(body.length > 0 ? body : undefined);
    return true;
  }

  async function readForm(request: FastifyRequestLike): Promise<FormFields> {
    const text = await peekText(request.raw as PeekableMessage);
    return text === undefined ? undefined : [...new URLSearchParams(text)];
  }

  function stripToken(request: FastifyRequestLike, url: string): FastifyRequestLike {
    request.raw.url = url;
    if (request.raw.originalUrl !== undefined) request.raw.originalUrl = url;
    // Parsed before the hooks.
    if (place.kind === 'query') delete (request.query as Record<string, unknown>)[place.name];
    return request;
  }
}

/**
 * Lets through who is signed in; everybody else gets 401, and a page that says to open it from MileApp.
 * Never throws.
 *
 * @param request - Fastify's
 * @param reply - Fastify's
 * @param next - goes on to the route
 * @example
 * app.get('/webhook', { preHandler: requireIdentity }, async (request) => request.mileIdentity?.userId);
 */
export function requireIdentity(
  request: FastifyRequestLike,
  reply: FastifyReplyLike,
  next: (error?: Error) => void,
): void {
  if (request.mileIdentity !== undefined) {
    next();
    return;
  }
  const response = notSignedIn(headerReader(request));
  for (const [name, value] of response.headers) reply.header(name, value);
  reply.code(response.status);
  response.arrayBuffer().then((body) => reply.send(new Uint8Array(body)), next);
}

function targetOf({ raw }: FastifyRequestLike): string {
  return raw.url ?? '/';
}

// What fastify-plugin does: the hooks belong to the scope that registers it, not to one of its own.
Object.assign(fastifyReceiver, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: 'custom-module-url-receiver',
  [Symbol.for('plugin-meta')]: { fastify: '5.x', name: 'custom-module-url-receiver' },
});
