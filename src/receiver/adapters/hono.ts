import { checkedOptions } from '../check-options.ts';
import { readForm } from '../form-fields.ts';
import type { MileIdentity } from '../identity.ts';
import { isPromise } from '../is-promise.ts';
import type { ReceiverOptions } from '../options.ts';
import { frameAncestorsPolicy } from '../pages/html-page.ts';
import { notSignedIn } from '../pages/notices.ts';
import { createCore } from '../receive.ts';
import { SECURITY_HEADERS } from '../security-headers.ts';
import { targetOf, withTarget } from '../web-request.ts';
import type { HonoContextLike, HonoMiddleware } from './hono-types.ts';

export type { MileIdentity } from '../identity.ts';
export type { ReceiverOptions } from '../options.ts';
export type { HonoContextLike, HonoMiddleware, ReceiverVariables } from './hono-types.ts';

/**
 * Receives users on Hono 4: `app.use(honoReceiver({ … }))`, before the routes. Who is signed in is in
 * `c.get('mileIdentity')`, of every request. Hooks are given the context.
 *
 * @param options - see `ReceiverOptions`; `moduleUrl`, `client` and `admit` are required
 * @returns middleware
 * @throws TypeError, RangeError for an option that cannot work; ModuleUrlError for `moduleUrl`
 * @example
 * const app = new Hono<{ Variables: ReceiverVariables }>();
 * app.use(honoReceiver({ moduleUrl, client, admit, session }));
 * app.get('/webhook', requireIdentity, (c) => c.text(c.get('mileIdentity')?.userId));
 */
export function honoReceiver<Incoming extends HonoContextLike = HonoContextLike>(
  options: ReceiverOptions<Incoming>,
): HonoMiddleware<Incoming> {
  const checked = checkedOptions(options);
  const { mayConcern, concerns, receive } = createCore(checked);
  const { session, frameAncestors } = checked;
  const framePolicy = frameAncestors && frameAncestorsPolicy(frameAncestors);

  return (context, next) => {
    const { req } = context;
    // The whole URL: of nearly every request no part is needed.
    if (mayConcern(req.method, req.url) && concerns(req.method, req.url, headerOf(context))) {
      return arrive(context, next);
    }
    const identity = session.read(context);
    return isPromise(identity)
      ? identity.then((found) => proceed(found, context, next))
      : proceed(identity, context, next);
  };

  function proceed(
    identity: MileIdentity | undefined,
    context: Incoming,
    next: () => Promise<void>,
  ): Promise<undefined> {
    if (identity !== undefined) context.set('mileIdentity', identity);
    return framePolicy ? proceedFramed(context, next) : (next() as Promise<undefined>);
  }

  async function arrive(context: Incoming, next: () => Promise<void>) {
    const { req } = context;
    prepareHeaders(context);
    const outcome = await receive({
      method: req.method,
      target: targetOf(req.url),
      header: headerOf(context),
      form: () => readForm(req.raw),
      address: () => addressOf(context),
      isDisconnected: () => req.raw.signal.aborted,
      stripToken: (url) => {
        req.raw = withTarget(req.raw, url);
        return context;
      },
      request: context,
    });
    if (outcome.response !== undefined) return send(context, outcome.response);
    context.set('mileIdentity', outcome.identity);
    await proceedFramed(context, next);
    const headers = outcome.outcome === 'authenticated' ? outcome.headers : SECURITY_HEADERS;
    putHeaders(context, new Headers(headers));
    return undefined;
  }

  async function proceedFramed(context: Incoming, next: () => Promise<void>): Promise<undefined> {
    await next();
    if (framePolicy) context.header('content-security-policy', framePolicy, { append: true });
  }
}

/**
 * Lets through who is signed in; everybody else gets 401, and a page that says to open it from MileApp.
 * Never throws by itself.
 *
 * @param context - Hono's
 * @param next - goes on to the route
 * @returns the 401, or what the route answers
 * @example
 * app.get('/webhook', requireIdentity, (c) => c.text(c.get('mileIdentity')?.userId));
 */
export async function requireIdentity(
  context: HonoContextLike,
  next: () => Promise<void>,
): Promise<Response | undefined> {
  if (context.get('mileIdentity') === undefined) {
    return notSignedIn(headerOf(context));
  }
  await next();
  return undefined;
}

function headerOf({ req }: HonoContextLike): (name: string) => string | undefined {
  return (name) => req.header(name);
}

/** Headers that every answer inherits, that of an error handler included, whoever makes it. */
function prepareHeaders({ res }: HonoContextLike): void {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) res.headers.set(name, value);
}

function putHeaders(context: HonoContextLike, headers: Headers): void {
  for (const [name, value] of headers) {
    context.header(name, value, { append: name === 'set-cookie' });
  }
}

/** Through the context, which adds the cookies and headers that hooks have put there. */
async function send(context: HonoContextLike, response: Response): Promise<Response> {
  putHeaders(context, response.headers);
  const body = await response.arrayBuffer();
  return context.body(body.byteLength > 0 ? body : null, response.status);
}

/** As Node's server, Deno and Bun have it. */
function addressOf({ env, req }: HonoContextLike): string | undefined {
  return (
    env?.incoming?.socket?.remoteAddress ??
    env?.remoteAddr?.hostname ??
    (typeof env?.requestIP === 'function' ? env.requestIP(req.raw)?.address : undefined)
  );
}
