import { identityFrom, type MileIdentity } from '../identity.ts';
import type { SessionBinding } from './session-binding.ts';

/** What is used of a session of iron-session 8. */
interface IronSessionLike {
  mile?: unknown;
  save(): Promise<void>;
  destroy(): void;
  updateConfig(options: IronSessionOptionsLike): void;
}

/** What is used of the options of iron-session 8. */
export interface IronSessionOptionsLike {
  readonly cookieName: string;
  readonly password: string | Record<string, string>;
  readonly ttl?: number;
  // biome-ignore lint/suspicious/noExplicitAny: the options of a cookie, in the words of the library's version
  readonly cookieOptions?: any;
}

/** `getIronSession` of iron-session 8. */
// biome-ignore lint/suspicious/noExplicitAny: it is overloaded, and typed by what the caller keeps in it
export type GetIronSession = (...args: any[]) => Promise<any>;

/** A binding, and a way to the identity where there is no request. */
export interface IronSessionBinding extends SessionBinding<WebRequest> {
  /**
   * Says whose session it is, in a server component or an action of Next.js.
   *
   * @param cookies - what `await cookies()` of `next/headers` gives
   */
  readonly identity: (cookies: object) => Promise<MileIdentity | undefined>;
}

/** A web-standard Request, or the context of Hono, which has one. */
export type WebRequest =
  | Request
  | {
      /** Hono's own request. */
      readonly req: {
        /** The web-standard one. */
        readonly raw: Request;
      };
    };

/**
 * Keeps the identity in a sealed cookie of iron-session 8, so that no server has to remember it: for
 * Next.js, Hono and everything else with a web-standard Request. The bearer is in the cookie,
 * encrypted; one beyond about 2,500 characters does not fit.
 *
 * @param getIronSession - the function of that name of iron-session
 * @param options - `cookieName` and `password` (at least 32 characters), as iron-session has them
 * @returns a binding for `createReceiver` and `honoReceiver`
 * @throws never throws itself; what iron-session throws comes out when a request is read
 * @example
 * import { getIronSession } from 'iron-session';
 * const session = ironSession(getIronSession, { cookieName: '__Host-mile', password });
 * @see https://github.com/vvo/iron-session
 */
export function ironSession(
  getIronSession: GetIronSession,
  options: IronSessionOptionsLike,
): IronSessionBinding {
  if (typeof getIronSession !== 'function') {
    throw new TypeError('getIronSession must be the function of that name of iron-session.');
  }

  async function withSession(
    request: WebRequest,
    act: (session: IronSessionLike) => void | Promise<void>,
  ): Promise<string[]> {
    const response = new Response(null);
    const raw = 'req' in request ? request.req.raw : request;
    await act(
      await getIronSession(raw, response, { ...options, cookieOptions: cookieOptions(false) }),
    );
    return response.headers.getSetCookie();
  }

  const cookieOptions = (isEmbedded: boolean) => ({
    httpOnly: true,
    secure: true,
    path: '/',
    ...options.cookieOptions,
    ...(isEmbedded ? { secure: true, sameSite: 'none', partitioned: true } : { sameSite: 'lax' }),
  });

  return Object.freeze({
    identity: async (cookies) => identityFrom((await getIronSession(cookies, options)).mile),
    async read(request) {
      let stored: unknown;
      await withSession(request, ({ mile }) => {
        stored = mile;
      });
      return identityFrom(stored);
    },
    start: (identity, request, { isEmbedded }) =>
      withSession(request, async (session) => {
        session.updateConfig({ ...options, cookieOptions: cookieOptions(isEmbedded) });
        for (const key of Object.keys(session))
          delete (session as unknown as Record<string, unknown>)[key];
        session.mile = identity.toSession();
        await session.save();
      }),
    end: async (request) => [
      ...(await withSession(request, (session) => session.destroy())),
      ...(await withSession(request, (session) => {
        session.updateConfig({ ...options, cookieOptions: cookieOptions(true) });
        session.destroy();
      })),
    ],
  } satisfies IronSessionBinding);
}
