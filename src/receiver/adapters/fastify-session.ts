import { identityFrom } from '../identity.ts';
import type { SessionBinding } from '../session/session-binding.ts';

/** What is used of a session of @fastify/session 11 or @fastify/secure-session 8. */
interface FastifySessionLike {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  regenerate(): Promise<void> | void;
  /** Of @fastify/session. */
  readonly cookie?: { sameSite?: unknown; secure?: unknown; partitioned?: unknown };
  destroy?(): Promise<void>;
  /** Of @fastify/secure-session. */
  delete?(): void;
  options?(options: object): void;
}

/** What is used of Fastify's request. */
type WithHeaders = { readonly headers: Readonly<Record<string, string | string[] | undefined>> };

const KEY = 'mile';

/**
 * Keeps the identity in a session of @fastify/session, whatever store it has, or in the sealed cookie of
 * @fastify/secure-session, as `mile`. Signing in changes the session's id; inside a frame its cookie
 * becomes `SameSite=None; Partitioned`. Never throws itself.
 *
 * @returns a binding for `fastifyReceiver`
 * @example
 * await app.register(cookie);
 * await app.register(session, { secret, store });
 * await app.register(fastifyReceiver, { moduleUrl, client, admit, session: fastifySession() });
 * @see https://github.com/fastify/session and https://github.com/fastify/fastify-secure-session
 */
export function fastifySession(): SessionBinding<WithHeaders> {
  return Object.freeze({
    read: (request) => identityFrom(sessionOf(request).get(KEY)),
    async start(identity, request, { isEmbedded }) {
      await sessionOf(request).regenerate();
      // Another object than before, in @fastify/session.
      const session = sessionOf(request);
      const cookie = isEmbedded
        ? { sameSite: 'none', secure: true, partitioned: true }
        : { sameSite: 'lax' };
      if (session.options) session.options(cookie);
      else Object.assign(session.cookie ?? {}, cookie);
      session.set(KEY, identity.toSession());
    },
    async end(request) {
      const session = sessionOf(request);
      if (session.delete) session.delete();
      else await session.regenerate();
    },
  } satisfies SessionBinding<WithHeaders>);
}

/** @throws TypeError where no session plugin was registered before */
function sessionOf(request: WithHeaders): FastifySessionLike {
  const { session } = request as { session?: FastifySessionLike };
  if (typeof session?.regenerate === 'function') return session;
  throw new TypeError(
    'fastifySession() finds no session: register @fastify/session or @fastify/secure-session before the receiver.',
  );
}
