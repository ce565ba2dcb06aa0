import { identityFrom } from '../identity.ts';
import type { SessionBinding } from '../session/session-binding.ts';
import type { NodeRequest } from './node-messages.ts';

/** What is used of a session of express-session. */
interface ExpressSessionLike {
  mile?: unknown;
  readonly cookie: { sameSite?: unknown; secure?: unknown; partitioned?: unknown };
  regenerate(done: (error?: unknown) => void): unknown;
  save(done: (error?: unknown) => void): unknown;
}

/**
 * Keeps the identity in a session of express-session, whatever store it has, as `req.session.mile`.
 * Signing in and out changes the session's id; inside a frame its cookie becomes
 * `SameSite=None; Partitioned`. Never throws itself.
 *
 * @returns a binding for `expressReceiver`
 * @example
 * app.use(session({ secret, store, resave: false, saveUninitialized: false }));
 * app.use(expressReceiver({ moduleUrl, client, admit, session: expressSession() }));
 * @see https://expressjs.com/en/resources/middleware/session.html
 */
export function expressSession(): SessionBinding<NodeRequest> {
  return Object.freeze({
    read: (request) => identityFrom(sessionOf(request).mile),
    async start(identity, request, { isEmbedded }) {
      await call((done) => sessionOf(request).regenerate(done));
      // Another object than before.
      const session = sessionOf(request);
      Object.assign(
        session.cookie,
        isEmbedded ? { sameSite: 'none', secure: true, partitioned: true } : { sameSite: 'lax' },
      );
      session.mile = identity.toSession();
      await call((done) => session.save(done));
    },
    end: (request) => call((done) => sessionOf(request).regenerate(done)),
  } satisfies SessionBinding<NodeRequest>);
}

/** @throws TypeError where express-session does not stand in front */
function sessionOf(request: NodeRequest): ExpressSessionLike {
  const { session } = request as { session?: ExpressSessionLike };
  if (typeof session?.regenerate === 'function') return session;
  throw new TypeError(
    'expressSession() finds no session: put app.use(session({ … })) of express-session in front of the receiver.',
  );
}

function call(act: (done: (error?: unknown) => void) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    act((error) => (error ? reject(error) : resolve()));
  });
}
