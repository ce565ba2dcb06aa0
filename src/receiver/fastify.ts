import { createCore } from './core.ts';
import type {
  FastifyInstanceLike,
  FastifyReceiverOptions,
  FastifyReplyLike,
  FastifyRequestLike,
} from './fastify-types.ts';
import { parsedForm } from './form-fields.ts';
import type { ReceivedIdentity } from './identity.ts';
import { checkedAdapterOptions } from './options.ts';
import type { Authenticated } from './outcome.ts';

export type { FastifyReceiverOptions, FastifyRequestLike } from './fastify-types.ts';
export type { ReceivedIdentity } from './identity.ts';
export type { HandOff, ReceiveContext } from './options.ts';

/**
 * Plugin for Fastify 5: `app.register(fastifyReceiver, { client, onAuthenticated })`. It holds for
 * the routes of the scope that registers it. Who has just arrived is in `request.mileIdentity`, on
 * requests that are not redirected. For a token in a form, register `@fastify/formbody` before.
 *
 * @param options - see `ReceiverOptions`; `onAuthenticated` is required
 * @example
 * await app.register(fastifyReceiver, { client, onAuthenticated: startSession });
 * app.get('/report', async (request) => render(request.session));
 */
export function fastifyReceiver(
  app: FastifyInstanceLike,
  options: FastifyReceiverOptions,
  done: (error?: Error) => void,
): void {
  const checked = checkedAdapterOptions(options);
  const { query, form, fragment } = checked.location;
  const core = createCore(checked);
  app.decorateRequest('mileIdentity', null);
  // As early as can be: a form has to be parsed first.
  app.addHook(
    form === undefined && fragment === undefined ? 'onRequest' : 'preValidation',
    (request: FastifyRequestLike, reply: FastifyReplyLike, next: (error?: unknown) => void) => {
      const { method } = request;
      const target = request.raw.url ?? '/';
      const header = (name: string) => request.headers[name]?.toString();
      if (!core.concerns(method, target, header)) return next();
      core
        .receive({ method, target, header, form: () => parsedForm(request.body), request })
        .then(async (outcome) => {
          const { headers = [] } = outcome.response ?? (outcome as Partial<Authenticated>);
          for (const [name, value] of headers) reply.header(name, value);
          if (outcome.response === undefined) return outcome;
          reply.code(outcome.response.status);
          const body = new Uint8Array(await outcome.response.arrayBuffer());
          // An empty body would be given a type, and Fastify's own handler of HEAD takes no Response.
          return void reply.send(body.length > 0 ? body : undefined);
        })
        .then((outcome) => {
          if (outcome === undefined) return;
          if (outcome.outcome === 'authenticated') admit(request, outcome, query);
          next();
        }, next);
    },
  );
  done();
}

/** From here on the request has no token, for the routes and for what logs it later. */
function admit(
  request: FastifyRequestLike & { mileIdentity?: ReceivedIdentity | null },
  { identity, url }: Authenticated,
  parameter: string | undefined,
): void {
  request.raw.url = url;
  if (request.raw.originalUrl !== undefined) request.raw.originalUrl = url;
  request.mileIdentity = identity;
  if (parameter !== undefined) delete (request.query as Record<string, unknown>)[parameter];
}

// What fastify-plugin does: the hook belongs to the scope that registers it, not to one of its own.
Object.assign(fastifyReceiver, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: 'custom-module-url-receiver',
  [Symbol.for('plugin-meta')]: { fastify: '5.x', name: 'custom-module-url-receiver' },
});
