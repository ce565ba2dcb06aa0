import { createCore } from './core.ts';
import { targetOf } from './create-receiver.ts';
import { readForm } from './form-fields.ts';
import type { ReceivedIdentity } from './identity.ts';
import { type AdapterOptions, checkedAdapterOptions } from './options.ts';

export type { ReceivedIdentity } from './identity.ts';
export type { HandOff, ReceiveContext } from './options.ts';

/** For `new Hono<{ Variables: ReceiverVariables }>()`. */
export interface ReceiverVariables {
  /** Who has just arrived with a short token, on requests that are not redirected. */
  mileIdentity?: ReceivedIdentity | undefined;
}

/** What is used of Hono's context. */
export interface HonoContextLike {
  readonly req: {
    readonly method: string;
    readonly url: string;
    readonly raw: Request;
    header(name: string): string | undefined;
  };
  // biome-ignore lint/suspicious/noExplicitAny: the key and value types are the application's
  set: any;
  header(name: string, value: string, options?: { append?: boolean }): unknown;
}

/** How a Hono application receives; `onAuthenticated` is given the context. */
export type HonoReceiverOptions<Incoming extends HonoContextLike = HonoContextLike> =
  AdapterOptions<Incoming>;

/**
 * Middleware for Hono 4: `app.use(honoReceiver({ client, onAuthenticated }))`, before the routes.
 * Who has just arrived is in `c.get('mileIdentity')`, on requests that are not redirected.
 *
 * @param options - see `ReceiverOptions`; `onAuthenticated` is required
 * @throws TypeError, RangeError for an option that cannot work
 * @example
 * const app = new Hono<{ Variables: ReceiverVariables }>();
 * app.use(honoReceiver({ client, onAuthenticated: startSession }));
 * app.get('/report', (c) => c.html(render(c)));
 */
export function honoReceiver<Incoming extends HonoContextLike = HonoContextLike>(
  options: HonoReceiverOptions<Incoming>,
): (context: Incoming, next: () => Promise<void>) => Promise<Response | undefined> {
  const { concerns, receive } = createCore(checkedAdapterOptions(options));
  return (context, next) => {
    const { req } = context;
    // The whole URL: of nearly every request no part is needed.
    const nothing = !concerns(req.method, req.url, (name) => req.header(name));
    return nothing ? (next() as Promise<undefined>) : arrive(context, next);
  };

  async function arrive(context: Incoming, next: () => Promise<void>) {
    const { req } = context;
    const outcome = await receive({
      method: req.method,
      target: targetOf(req.url),
      header: (name) => req.header(name),
      form: () => readForm(req.raw),
      request: context,
    });
    if (outcome.response !== undefined) return outcome.response;
    if (outcome.outcome === 'authenticated') context.set('mileIdentity', outcome.identity);
    await next();
    if (outcome.outcome === 'authenticated') {
      for (const [name, value] of outcome.headers) {
        context.header(name, value, { append: name === 'set-cookie' });
      }
    }
    return undefined;
  }
}
