import { Hono } from 'hono';
import { acceptsJson } from '../../issuer/http/negotiation.ts';
import { failure, MESSAGES } from '../../wire/answer-envelope.ts';
import { PATHS, type ShortTokenOperation } from '../../wire/paths.ts';
import type { ApiEnv, SandboxContext } from './context.ts';
import { customModuleRoutes } from './custom-modules.ts';
import { noteCallbacks } from './note-callbacks.ts';
import { bearerOf } from './sessions.ts';
import type { ShortTokenCalls } from './short-tokens.ts';
import { taskRoutes } from './tasks.ts';

/** MileApp's API as far as a Custom Module needs it, to be mounted at `/api/v3`. */
export function createApi(context: SandboxContext, shortTokens: ShortTokenCalls): Hono<ApiEnv> {
  const api = new Hono<ApiEnv>();
  for (const operation of Object.keys(PATHS) as ShortTokenOperation[]) {
    api.all(PATHS[operation], (c) => shortTokens.answer(operation, c.req.raw, c.env));
  }

  api.use(async (c, next) => {
    c.header('cache-control', 'no-store');
    if (!acceptsJson(c.req.header('accept'))) return c.json(failure(MESSAGES.notAcceptable), 406);
    const session = context.sessions.read(bearerOf(c.req.raw) ?? '');
    if (!session) {
      c.header('www-authenticate', 'Bearer realm="mileapp"');
      return c.json(failure(MESSAGES.unauthenticated), 401);
    }
    c.set('session', session);
    return next();
  });
  api.use(noteCallbacks(context));
  api.route('/', customModuleRoutes(context));
  api.route('/', taskRoutes(context));
  // Not `notFound`, which a mounted application leaves to the one that it is mounted on.
  api.all('*', (c) => c.json(failure(MESSAGES.notFound), 404));
  api.onError((_error, c) => c.json(failure(MESSAGES.serverError), 500));
  return api;
}
