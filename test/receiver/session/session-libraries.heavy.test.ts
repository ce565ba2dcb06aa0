// biome-ignore-all lint/suspicious/noExplicitAny: the frameworks are not typed here
import { afterEach, describe, expect, test } from 'vitest';
import { expressSession } from '../../../src/receiver/adapters/express.ts';
import { fastifySession } from '../../../src/receiver/adapters/fastify.ts';
import { ironSession, type SessionBinding } from '../../../src/receiver/index.ts';
import { APPS, type App, type AppOptions } from '../support/apps.ts';
import { load, WITHOUT_FRAMEWORKS } from '../support/frameworks.ts';
import { BEARER, NAVIGATION, USER, upstream } from '../support/upstream.ts';

const SECRET = 'a secret of at least 32 characters';
const FRAME = { ...NAVIGATION, 'sec-fetch-dest': 'iframe' };

interface Library {
  readonly server: string;
  /** Whether the server keeps the session, so that it is over for a copy of its cookie, too. */
  readonly isKept: boolean;
  readonly session: () => Promise<SessionBinding<any>>;
  readonly before?: (kept: Map<string, string>) => AppOptions['before'];
}

/** A store that keeps text, as Redis and databases do: what JSON leaves out is gone. */
function jsonStore(kept: Map<string, string>) {
  type Done = (error: unknown, session?: unknown) => void;
  return {
    get: (id: string, done: Done) => done(null, JSON.parse(kept.get(id) ?? 'null')),
    set: (id: string, session: unknown, done: Done) => {
      kept.set(id, JSON.stringify(session));
      done(null);
    },
    destroy: (id: string, done: Done) => {
      kept.delete(id);
      done(null);
    },
  };
}

const express = (server: string): Library => ({
  server,
  isKept: true,
  session: async () => expressSession(),
  before: (kept) => async (app: any) => {
    const { default: session } = await load('express-session');
    const store = Object.assign(new session.Store(), jsonStore(kept));
    app.use(
      session({
        secret: SECRET,
        store,
        resave: false,
        saveUninitialized: false,
        cookie: { secure: 'auto' },
      }),
    );
  },
});

const LIBRARIES: Record<string, Library> = {
  'express-session on Express 5': express('Express 5'),
  'express-session on Express 4': express('Express 4'),
  '@fastify/session': {
    server: 'Fastify 5',
    isKept: true,
    session: async () => fastifySession(),
    before: (kept) => async (app: any) => {
      await app.register((await load('@fastify/cookie')).default);
      await app.register((await load('@fastify/session')).default, {
        secret: SECRET,
        store: jsonStore(kept),
        cookie: { secure: 'auto' },
      });
    },
  },
  '@fastify/secure-session': {
    server: 'Fastify 5',
    isKept: false,
    session: async () => fastifySession(),
    before: () => async (app: any) => {
      await app.register((await load('@fastify/secure-session')).default, {
        key: Buffer.alloc(32, 7),
        cookie: { path: '/', httpOnly: true },
      });
    },
  },
  'iron-session on Hono': { server: 'Hono 4', isKept: false, session: iron },
  'iron-session on Request': { server: 'web Request', isKept: false, session: iron },
};

async function iron() {
  const { getIronSession } = await load('iron-session');
  return ironSession(getIronSession, { cookieName: '__Host-mile', password: SECRET });
}

const open: App[] = [];
afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
});

describe.skipIf(WITHOUT_FRAMEWORKS)(`a session of${WITHOUT_FRAMEWORKS}`, () => {
  describe.each(Object.entries(LIBRARIES))('%s', (_, { server, isKept, session, before }) => {
    async function start(options: Partial<AppOptions> = {}) {
      const up = upstream();
      const kept = new Map<string, string>();
      const app = await (APPS[server] as (typeof APPS)[string])({
        client: up.client,
        session: await session(),
        ...(before && { before: before(kept) }),
        ...options,
      });
      open.push(app);
      const go = (
        target: string,
        headers: Record<string, string> = NAVIGATION,
        init: RequestInit = {},
      ) => fetch(app.origin + target, { redirect: 'manual', headers, ...init });
      const arrive = async (headers: Record<string, string> = NAVIGATION) => {
        const moved = await go(`/webhook?token=${await up.mint()}`, headers);
        const cookies = moved.headers.getSetCookie();
        const cookie = cookies.map((one) => one.split(';')[0]).join('; ');
        return { moved, cookies, headers: { ...NAVIGATION, cookie } };
      };
      return { ...up, ...app, go, arrive };
    }

    test('signs in, and knows the user on every later request', async () => {
      const { go, arrive } = await start();
      const { moved, headers } = await arrive();
      expect(moved.status).toBe(303);
      for (const target of ['/webhook', '/echo', '/webhook']) {
        expect(await (await go(target, headers)).text()).toContain(USER.userId);
      }
      expect((await go('/webhook')).status).toBe(401);
    });

    test('keeps the bearer through its store, and out of the browser', async () => {
      const seen: unknown[] = [];
      const binding = await session();
      const { go, arrive } = await start({
        session: {
          ...binding,
          read: async (request) => {
            const identity = await binding.read(request);
            seen.push(identity?.authorization());
            return identity;
          },
        },
      });
      const { cookies, headers } = await arrive();
      await go('/webhook', headers);
      expect(seen.at(-1)).toBe(`Bearer ${BEARER}`);
      expect(decodeURIComponent(cookies.join())).not.toContain(BEARER);
      expect(Buffer.from(cookies.join(), 'base64').toString('latin1')).not.toContain(BEARER);
    });

    test('changes its id when a user signs in, whoever chose the one before', async () => {
      const { go, arrive } = await start();
      const first = await arrive();
      const second = await arrive(first.headers);
      expect(second.cookies.length).toBeGreaterThan(0);
      expect(second.headers.cookie).not.toBe(first.headers.cookie);
      expect(await (await go('/webhook', second.headers)).text()).toContain(USER.userId);
    });

    test('ends by a post of the service', async () => {
      const { go, arrive } = await start();
      const { headers } = await arrive();
      const own = { ...headers, origin: 'https://svc.example', 'sec-fetch-site': 'same-origin' };
      const out = await go('/logout', own, { method: 'POST' });
      expect(out.status).toBe(200);
      if (!isKept) expect(out.headers.getSetCookie().join()).toMatch(/=;[^,]*(?:Max-Age=0|1970)/i);
      const left = out.headers.getSetCookie().filter((cookie) => !/=;|Max-Age=0|1970/.test(cookie));
      const cookie = left.map((one) => one.split(';')[0]).join('; ');
      expect((await go('/webhook', { ...NAVIGATION, cookie })).status).toBe(401);
      expect((await go('/webhook', headers)).status).toBe(isKept ? 401 : 200);
    });

    test('asks before it changes the user', async () => {
      const { go, arrive } = await start({
        client: {
          resolve: async (token) => ({
            ok: true,
            userId: token,
            organizationId: 'o',
            bearerToken: 'b',
          }),
        },
      });
      const { headers } = await arrive();
      const asked = await go('/webhook?token=attacker', headers);
      expect(asked.status).toBe(200);
      expect(await asked.text()).toContain('name="mile-change"');
    });

    test('has a cookie for a tab, and one that works inside a frame', async () => {
      const { arrive } = await start();
      const tab = (await arrive()).cookies.join();
      expect(tab).toMatch(/SameSite=Lax/i);
      expect(tab).toMatch(/HttpOnly/i);
      const framed = (await arrive(FRAME)).cookies.join();
      // express-session and @fastify/session leave a Secure cookie out where there is no TLS.
      if (framed === '') expect(['Express 5', 'Express 4', 'Fastify 5']).toContain(server);
      else expect(framed).toMatch(/Secure.*SameSite=None|SameSite=None.*Secure/i);
    });
  });
});

describe('a binding without its library', () => {
  test.each([
    ['expressSession', expressSession(), /put app\.use\(session/],
    ['fastifySession', fastifySession(), /register @fastify\/session/],
  ])('%s says what to do', (_, binding, message) => {
    expect(() => (binding as SessionBinding<any>).read({ headers: {} })).toThrow(message);
  });

  test('ironSession wants the function', () => {
    expect(() => ironSession(undefined as never, { cookieName: 'x', password: SECRET })).toThrow(
      TypeError,
    );
  });
});
