import { afterEach, describe, expect, test } from 'vitest';
import { expressReceiver } from '../../src/receiver/express.ts';
import { createReceiver, type ReceivedIdentity, sessionCookie } from '../../src/receiver/index.ts';
import { load, WITHOUT_FRAMEWORKS } from './support/frameworks.ts';
import { NAVIGATION, USER, upstream } from './support/upstream.ts';
import { listenOn, type WebServer } from './support/web-server.ts';

const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** A session store as in the recipe: what is kept on the server, under an id that says nothing. */
function sessionStore() {
  const kept = new Map<string, ReceivedIdentity>();
  return {
    kept,
    create: (identity: ReceivedIdentity) => {
      const id = crypto.randomUUID();
      kept.set(id, identity);
      return id;
    },
    destroy: (id: string | undefined) => kept.delete(id ?? ''),
  };
}

const idOf = (cookie: string | null) => /__Host-session=([\w-]+)/.exec(cookie ?? '')?.[1];

describe('the recipe of a session', () => {
  const { kept, create, destroy } = sessionStore();
  const up = upstream();
  const { receive } = createReceiver({
    client: up.client,
    onAuthenticated: (identity, request, { isEmbedded }) => {
      destroy(idOf(request.headers.get('cookie')));
      return sessionCookie('session', create(identity), { embedded: isEmbedded });
    },
  });

  test('rotates the session that was there, and keeps the bearer on the server', async () => {
    const arrive = async (cookie: string) => {
      const headers = { ...NAVIGATION, cookie };
      const url = `https://svc.example/?token=${await up.mint()}`;
      const { response } = await receive(new Request(url, { headers }));
      return response?.headers.getSetCookie()[0] ?? '';
    };
    const first = await arrive('');
    const second = await arrive(first.split(';')[0] ?? '');
    expect(idOf(second)).not.toBe(idOf(first));
    expect([...kept.keys()]).toEqual([idOf(second)]);
    const [identity] = kept.values();
    expect(JSON.stringify(identity)).toBe(JSON.stringify({ ok: true, ...USER }));
    expect(identity?.authorization()).toMatch(/^Bearer /);
  });
});

describe('the recipe of a Next.js route handler', () => {
  test('answers on its own path and goes on to the application', async () => {
    const up = upstream();
    const { receive } = createReceiver({
      client: up.client,
      onAuthenticated: (identity) => [sessionCookie('session', identity.userId)],
    });
    // app/webhook/route.ts
    async function GET(request: Request): Promise<Response> {
      const { response } = await receive(request);
      return response ?? new Response(null, { status: 303, headers: { location: '/report' } });
    }
    const get = (query: string) =>
      GET(new Request(`https://svc.example/webhook${query}`, { headers: NAVIGATION }));
    const moved = await get(`?token=${await up.mint()}&a=1`);
    expect([moved.status, moved.headers.get('location')]).toEqual([303, '/webhook?a=1']);
    const on = await get('?a=1');
    expect([on.status, on.headers.get('location')]).toEqual([303, '/report']);
    expect((await get('?token=x')).status).toBe(401);
  });
});

describe.skipIf(WITHOUT_FRAMEWORKS)(`the recipe of a NestJS guard${WITHOUT_FRAMEWORKS}`, () => {
  interface ExecutionContext {
    switchToHttp(): { getRequest<T>(): T };
  }

  test('lets in who has a session or has just arrived, on Express beneath', async () => {
    const { kept, create } = sessionStore();
    class MileGuard {
      canActivate(context: ExecutionContext): boolean {
        const request = context.switchToHttp().getRequest<{
          headers: { cookie?: string };
          mileIdentity?: ReceivedIdentity | undefined;
        }>();
        request.mileIdentity ??= kept.get(idOf(request.headers.cookie ?? null) ?? '');
        return request.mileIdentity !== undefined;
      }
    }
    const up = upstream();
    const { default: express } = await load('express');
    const app = express();
    app.use(
      expressReceiver({
        client: up.client,
        onAuthenticated: (identity) => sessionCookie('session', create(identity)),
      }),
    );
    // What Nest does with a guard of a controller.
    // biome-ignore lint/suspicious/noExplicitAny: Express is not typed here
    app.get('/report', (req: any, res: any) => {
      const may = new MileGuard().canActivate({
        switchToHttp: () => ({ getRequest: <T>() => req as T }),
      });
      res.status(may ? 200 : 403).send(req.mileIdentity?.userId ?? 'Forbidden resource');
    });
    const server: WebServer = await listenOn(app);
    open.push(server);
    const go = (target: string, headers: Record<string, string> = NAVIGATION) =>
      fetch(server.origin + target, { headers, redirect: 'manual' });
    expect((await go('/report')).status).toBe(403);
    const moved = await go(`/report?token=${await up.mint()}`);
    const cookie = moved.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(await (await go('/report', { cookie })).text()).toBe(USER.userId);
    const api = await go(`/report?token=${await up.mint()}`, {});
    expect(await api.text()).toBe(USER.userId);
  });
});
