import { Agent, request as httpRequest } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { type ReceiverEvent, sessionCookie } from '../../../src/receiver/index.ts';
import { RUNS } from '../../support/property.ts';
import { APPS, type App, type AppOptions } from '../support/apps.ts';
import { load, WITHOUT_FRAMEWORKS } from '../support/frameworks.ts';
import { NAVIGATION, USER, upstream } from '../support/upstream.ts';

const open: App[] = [];
afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
});

const NAMES = Object.keys(APPS);
const FOREIGN_REQUESTS = Math.min(10_000, 10 * RUNS);
const SAME_ORIGIN = {
  ...NAVIGATION,
  'sec-fetch-site': 'same-origin',
  origin: 'https://svc.example',
};

async function start(name: string, options: Partial<AppOptions> = {}, timeoutMs = 5_000) {
  const up = upstream({ timeoutMs });
  const app = await (APPS[name] as (typeof APPS)[string])({ client: up.client, ...options });
  open.push(app);
  const go = (target: string, init: RequestInit = {}) =>
    fetch(app.origin + target, { redirect: 'manual', headers: NAVIGATION, ...init });
  const signIn = async () => {
    const moved = await go(`/webhook?token=${await up.mint()}`);
    return { ...NAVIGATION, cookie: moved.headers.get('set-cookie')?.split(';')[0] ?? '' };
  };
  return { ...app, ...up, go, signIn };
}

/** node:http with a request line of one's own. */
function rawGet(origin: string, path: string, headers: Record<string, string>) {
  return new Promise<{
    status: number | undefined;
    headers: NodeJS.Dict<string | string[]>;
    body: string;
  }>((done, fail) => {
    const { port } = new URL(origin);
    httpRequest({ host: '127.0.0.1', port, path, headers }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () =>
        done({ status: response.statusCode, headers: response.headers, body }),
      );
    })
      .on('error', fail)
      .end();
  });
}

/** A promise, and the function that settles it. */
function deferred<Value>() {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((done) => {
    resolve = done;
  });
  return { promise, resolve: (value: Value) => resolve(value) };
}

/** Many requests over a few connections, each answered to its end before the next. */
async function askOnKeptConnections(
  origin: string,
  total: number,
  requestOf: (i: number) => readonly [method: string, path: string],
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 10 });
  const { hostname: host, port } = new URL(origin);
  let next = 0;
  const askAll = async () => {
    while (next < total) {
      const [method, path] = requestOf(next++);
      await new Promise<void>((done, fail) => {
        const request = httpRequest({ agent, host, port, method, path }, (response) => {
          response.resume().on('end', done).on('error', fail);
        });
        request.on('error', fail).end();
      });
    }
  };
  await Promise.all(Array.from({ length: 10 }, askAll));
  agent.destroy();
}

const form = (fields: Record<string, string>, headers: Record<string, string> = SAME_ORIGIN) => ({
  method: 'POST',
  body: new URLSearchParams(fields),
  headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
});

describe.skipIf(WITHOUT_FRAMEWORKS)(`on real servers${WITHOUT_FRAMEWORKS}`, () => {
  describe.each(NAMES)('%s', (name) => {
    test('a navigation ends in a 303 with a session, and the page knows who came', async () => {
      const { go, mint, log } = await start(name);
      const token = await mint();
      const moved = await go(`/webhook?a=1&token=${token}&b=2`);
      expect(moved.status).toBe(303);
      expect(moved.headers.get('location')).toBe('./webhook?a=1&b=2');
      expect(moved.headers.get('cache-control')).toBe('no-store');
      expect(moved.headers.get('referrer-policy')).toBe('no-referrer');
      expect(await moved.text()).toBe('');
      const cookie = moved.headers.get('set-cookie') ?? '';
      expect(cookie).toMatch(/^__Host-mile-session=.+; Path=\/; Secure; HttpOnly; SameSite=Lax; /);
      const headers = { cookie: cookie.split(';')[0] ?? '' };
      const page = await go('/webhook?a=1&b=2', { headers });
      expect(await page.text()).toContain(USER.userId);
      const elsewhere = await go('/echo', { headers });
      expect(await elsewhere.json()).toMatchObject({ user: USER.userId });
      expect(log.join('')).toContain('/webhook');
      expect(log.join('')).not.toContain(token);
    });

    test('a stranger gets 401 and a page that says where to go', async () => {
      const { go } = await start(name);
      const page = await go('/webhook');
      expect(page.status).toBe(401);
      expect(await page.text()).toContain('Open this from MileApp');
      const data = await go('/webhook', { headers: { accept: 'application/json' } });
      expect(await data.json()).toMatchObject({ code: 'not_signed_in' });
    });

    test('a stale token in a browser with a session opens the page', async () => {
      const { go, signIn } = await start(name);
      const headers = await signIn();
      const moved = await go('/webhook?a=1&token=stale', { headers });
      expect([moved.status, moved.headers.get('location')]).toEqual([303, './webhook?a=1']);
      expect(moved.headers.getSetCookie()).toEqual([]);
    });

    test('a post of the service itself signs out', async () => {
      const { go, signIn } = await start(name);
      const headers = await signIn();
      const foreign = {
        ...headers,
        origin: 'https://evil.example',
        'sec-fetch-site': 'cross-site',
      };
      expect((await go('/logout', { method: 'POST', headers: foreign })).status).toBe(400);
      expect((await go('/webhook', { headers })).status).toBe(200);
      const own = { ...headers, ...SAME_ORIGIN };
      const out = await go('/logout', { method: 'POST', headers: own });
      expect(out.status).toBe(200);
      expect(out.headers.getSetCookie().join()).toMatch(/__Host-mile-session=;.*Max-Age=0/);
      expect((await go('/webhook', { headers })).status).toBe(401);
    });

    test('a link with the token of somebody else asks first, and the answer changes the user', async () => {
      const { go, signIn, mint, issuer } = await start(name, {
        client: {
          resolve: async (token) => ({
            ok: true,
            userId: token,
            organizationId: 'o',
            bearerToken: 'bearer',
          }),
        },
      });
      const headers = await signIn();
      const victim = await (await go('/webhook', { headers })).text();
      const asked = await go('/webhook?a=1&token=attacker', { headers });
      expect(asked.status).toBe(200);
      expect(asked.headers.getSetCookie()).toEqual([]);
      const html = await asked.text();
      expect(html).toContain('user attacker, organization o');
      expect(await (await go('/webhook', { headers })).text()).toBe(victim);
      const sealed = /name="mile-change" value="([^"]+)"/.exec(html)?.[1] ?? '';
      const own = { ...headers, ...SAME_ORIGIN };
      const changed = await go('/webhook?a=1', form({ 'mile-change': sealed }, own));
      expect([changed.status, changed.headers.get('location')]).toEqual([303, './webhook?a=1']);
      const cookie = changed.headers.get('set-cookie')?.split(';')[0] ?? '';
      const page = await go('/webhook', { headers: { ...NAVIGATION, cookie } });
      expect(await page.text()).toContain('attacker');
      expect((await go('/webhook', { headers })).status).toBe(401);
      await Promise.all([mint(), issuer]);
    });

    test('any other request reaches its route with an identity', async () => {
      const { go, mint } = await start(name, {
        moduleUrl: 'https://svc.example/echo?token={SHORT_TOKEN}',
      });
      const token = await mint();
      const answer = await go(`/echo?x=1&token=${token}`, { headers: {} });
      expect(answer.status).toBe(200);
      const body = await answer.text();
      expect(JSON.parse(body)).toEqual({
        user: USER.userId,
        url: '/echo?x=1',
        all: '/echo?x=1',
        query: { x: '1' },
      });
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
      expect(answer.headers.get('set-cookie')).toContain('__Host-mile-session=');
    });

    test('a route’s own Cache-Control does not win where a token was', async () => {
      const { go, mint } = await start(name);
      const answer = await go(`/webhook?token=${await mint()}`, { headers: {} });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    });

    test('what a hook throws goes to the error handler, with the headers of safety', async () => {
      const fail = async () => {
        throw new Error('the session store is down at /webhook?token=abcdefghijklmnop');
      };
      const session = { read: () => undefined, start: fail, end: fail };
      const { go, mint, log } = await start(name, { session });
      const token = await mint();
      const answer = await go(`/webhook?token=${token}`);
      expect(answer.status).toBe(500);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
      expect(answer.headers.getSetCookie()).toEqual([]);
      expect(await answer.text()).not.toContain(token);
      expect(log.join('\n')).not.toContain(token);
      expect(log.join('\n')).not.toContain('abcdefghijklmnop');
    });

    test('ten thousand requests with tokens that are not ours never reach MileApp', async () => {
      const { go, resolves, origin, seen } = await start(name);
      expect((await go('/reset-password?token=abcdefgh')).status).toBe(404);
      const echo = await go('/echo?token=theirs');
      expect(await echo.json()).toMatchObject({ query: { token: 'theirs' } });
      const before = seen.length;
      const paths = ['/echo', '/verify-email', '/', '/webhook/x', '/asset.css'];
      await askOnKeptConnections(origin, FOREIGN_REQUESTS, (i) => {
        const path = paths[i % paths.length];
        return i % 10 === 9 ? ['POST', `${path}?token=secret${i}`] : ['GET', `${path}?token=s${i}`];
      });
      expect(seen.length - before).toBe(FOREIGN_REQUESTS);
      expect(resolves()).toBe(0);
    });

    test('a request without a token is the application’s alone', async () => {
      const { go } = await start(name);
      const answer = await go('/next?a=1');
      expect(answer.status).toBe(200);
      expect(answer.headers.get('referrer-policy')).not.toBe('no-referrer');
    });

    test('tokens that are not good are refused, and outages are outages', async () => {
      const { go, mint, answerWith } = await start(name, {}, 2_000);
      const token = await mint();
      const twice = await go(`/webhook?token=${token}&token=${token}`);
      expect(twice.status).toBe(400);
      expect((await go('/webhook?token=unknown')).status).toBe(401);
      for (const trouble of [
        async () => Response.json({ status: false, message: 'x' }, { status: 500 }),
        async () => Response.json({}, { status: 429, headers: { 'retry-after': '30' } }),
        async () => Promise.reject(new TypeError('fetch failed')),
        () => new Promise<Response>(() => {}),
      ]) {
        answerWith(trouble);
        const answer = await go(`/webhook?token=${token}`);
        expect(answer.status).toBe(503);
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
        expect(await answer.text()).not.toContain(token);
      }
      answerWith(undefined);
      expect((await go(`/webhook?token=${token}`)).status).toBe(303);
    });

    test('who is not admitted gets 403 and no session', async () => {
      const { go, mint } = await start(name, { admit: { organizations: ['other'] } });
      const answer = await go(`/webhook?token=${await mint()}`);
      expect(answer.status).toBe(403);
      expect(answer.headers.getSetCookie()).toEqual([]);
    });

    test('HEAD, prefetch and prerender spend nothing', async () => {
      const { go, mint, resolves } = await start(name);
      const target = `/webhook?token=${await mint()}`;
      expect((await go(target, { method: 'HEAD' })).status).toBe(200);
      for (const purpose of ['prefetch', 'prefetch;prerender']) {
        expect(
          (await go(target, { headers: { ...NAVIGATION, 'sec-purpose': purpose } })).status,
        ).toBe(503);
      }
      expect(resolves()).toBe(0);
      expect((await go(target)).status).toBe(303);
    });

    test('fifty at one time with one token are one request to the API', async () => {
      const { go, mint, resolves, answerWith, seen } = await start(name);
      const token = await mint();
      answerWith(async () => {
        // Answered once all fifty have come.
        while (seen.length < 50) await new Promise((done) => setImmediate(done));
        const data = { ...USER, bearerToken: 'a.b.c' };
        return Response.json({ status: true, message: 'Success.', data });
      });
      const answers = Array.from({ length: 50 }, () => go(`/webhook?token=${token}`));
      const statuses = (await Promise.all(answers)).map(({ status }) => status);
      expect(statuses).toEqual(Array(50).fill(303));
      expect(resolves()).toBe(1);
    });

    test('a forged host and a path of two slashes lead nowhere else', async () => {
      const { origin, mint } = await start(name);
      const host = { ...NAVIGATION, host: 'evil.example', 'x-forwarded-host': 'evil.example' };
      const first = await rawGet(origin, `/webhook?token=${await mint()}`, host);
      expect(first.headers.location).toBe('./webhook');
      for (const target of ['//webhook', '//evil.example/webhook', 'http://evil.example/webhook']) {
        const answer = await rawGet(origin, `${target}?token=${await mint()}`, NAVIGATION);
        const location = String(answer.headers.location ?? './');
        expect(new URL(location, 'https://svc.example/webhook').origin).toBe('https://svc.example');
      }
    });

    test('a client that has gone gets no session', async () => {
      let started = 0;
      const session = {
        read: () => undefined,
        start: () => {
          started += 1;
        },
        end: () => {},
      };
      const told = deferred<ReceiverEvent>();
      const { origin, mint, answerWith, connections } = await start(name, {
        session,
        onEvent: told.resolve,
      });
      const token = await mint();
      const gone = new AbortController();
      const asked = deferred<void>();
      const noticed = deferred<void>();
      answerWith(async () => {
        asked.resolve();
        await noticed.promise;
        const data = { ...USER, bearerToken: 'a.b.c' };
        return Response.json({ status: true, message: 'Success.', data });
      });
      const answer = fetch(`${origin}/webhook?token=${token}`, {
        headers: NAVIGATION,
        signal: gone.signal,
      });
      await asked.promise;
      gone.abort();
      await expect(answer).rejects.toThrow();
      while ((await connections()) > 0) await new Promise((done) => setTimeout(done, 10));
      noticed.resolve();
      expect(await told.promise).toEqual({ outcome: 'skipped', reason: 'disconnected' });
      expect(started).toBe(0);
    });

    test('the pages for what is not there and what fails show no token, nor does the log', async () => {
      const token = 'abcdefghijklmnop';
      // In front of the receiver's reach: OPTIONS goes through, and an error of the application's own.
      const { go, log } = await start(name);
      const answers = [
        await go(`/nowhere?token=${token}`, { method: 'OPTIONS' }),
        await go(`/webhook?token=${token}`),
        await go('/fail'),
        await go(`/%zz?x=1#`, { method: 'OPTIONS' }),
      ];
      for (const answer of answers) expect(await answer.text()).not.toContain(token);
      expect(answers.map(({ status }) => status).slice(0, 3)).toEqual([404, 401, 500]);
      expect(log.length).toBeGreaterThan(0);
      expect(log.join('\n')).not.toContain(token);
    });

    test('the same without the package leaks, so the checks above can fail', async () => {
      const { go, mint, log } = await start(name, { kind: 'naive' });
      const token = await mint();
      const page = await go(`/webhook?token=${token}`);
      expect(page.status).toBe(200);
      await go(`/nowhere?token=abcdefghijklmnop`);
      expect(log.join('')).toContain(token);
      expect(log.join('')).toContain('abcdefghijklmnop');
    });

    test('a token in a form is taken, and other forms reach their route', async () => {
      const { go, mint, log, resolves } = await start(name, { formField: 'st' });
      const token = await mint();
      const moved = await go('/webhook?a=1', form({ x: '1', st: token }));
      expect([moved.status, moved.headers.get('location')]).toEqual([303, './webhook?a=1']);
      expect((await go('/webhook', form({ st: 'x' }))).status).toBe(401);
      const asked = resolves();
      const foreign = { ...NAVIGATION, origin: 'https://evil.example' };
      for (const headers of [foreign, NAVIGATION]) {
        expect((await go('/webhook', form({ st: await mint() }, headers))).status).toBe(400);
      }
      expect(resolves()).toBe(asked);
      const own = await go('/webhook', form({ x: '1', y: 'ä' }));
      expect(await own.json()).toEqual({ body: { x: '1', y: 'ä' } });
      expect(log.join('')).not.toContain(token);
    });

    test('a token in the path is taken out of it', async () => {
      const moduleUrl = 'https://svc.example/echo/{SHORT_TOKEN}';
      const { go, mint, log } = await start(name, { moduleUrl });
      const token = await mint();
      const moved = await go(`/echo/${token}?a=1`);
      expect([moved.status, moved.headers.get('location')]).toEqual([303, '../echo?a=1']);
      expect((await go('/echo/unknown-token')).status).toBe(401);
      expect((await go('/echo')).status).toBe(200);
      expect(log.join('')).not.toContain(token);
      expect(log.join('')).not.toContain('unknown-token');
    });

    test('pages may be framed by whom the service names', async () => {
      const { go, signIn } = await start(name, { frameAncestors: ['https://mileapp.example'] });
      const page = await go('/webhook', { headers: await signIn() });
      expect(page.headers.get('content-security-policy')).toBe(
        "frame-ancestors 'self' https://mileapp.example",
      );
    });

    test('the address of a client is known, and its junk is limited', async () => {
      const { go, resolves } = await start(
        name,
        name === 'web Request' ? { clientAddress: () => '203.0.113.1' } : {},
      );
      for (let i = 0; i < 40; i++) await go(`/webhook?token=junk${i}`);
      expect(resolves()).toBe(30);
      expect((await go('/webhook?token=junk')).status).toBe(429);
    });
  });

  test('cookies that a hook sets by Hono’s own helpers arrive with the 303', async () => {
    const { setCookie, setSignedCookie } = await load('hono/cookie');
    const session = {
      read: () => undefined,
      end: () => undefined,
      async start(_: unknown, c: never) {
        setCookie(c, 'plain', '1', { path: '/' });
        await setSignedCookie(c, 'signed', '2', 'a secret');
        (c as { header: (...header: unknown[]) => void }).header('set-cookie', 'raw=3', {
          append: true,
        });
        return sessionCookie('session', 'id');
      },
    };
    const { go, mint } = await start('Hono 4', { session });
    const moved = await go(`/webhook?token=${await mint()}`);
    expect(moved.status).toBe(303);
    expect(moved.headers.getSetCookie().map((cookie) => cookie.replace(/=.*/, ''))).toEqual([
      'plain',
      'signed',
      'raw',
      '__Host-session',
    ]);
  });
});
