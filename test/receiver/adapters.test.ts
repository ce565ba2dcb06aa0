import { request as httpRequest } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { expressReceiver } from '../../src/receiver/express.ts';
import { fastifyReceiver } from '../../src/receiver/fastify.ts';
import { honoReceiver } from '../../src/receiver/hono.ts';
import { APPS, type App, type AppOptions } from './support/apps.ts';
import { WITHOUT_FRAMEWORKS } from './support/frameworks.ts';
import { NAVIGATION, USER, upstream } from './support/upstream.ts';

const open: App[] = [];
afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
});

const NAMES = Object.keys(APPS);

async function start(name: string, options: Partial<AppOptions> = {}, timeoutMs = 5_000) {
  const up = upstream({ timeoutMs });
  const app = await (APPS[name] as (typeof APPS)[string])({
    client: up.client,
    kind: 'ours',
    ...options,
  });
  open.push(app);
  const go = (target: string, init: RequestInit = {}) =>
    fetch(app.origin + target, { redirect: 'manual', headers: NAVIGATION, ...init });
  return { ...app, ...up, go };
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

describe.skipIf(WITHOUT_FRAMEWORKS)(`on real servers${WITHOUT_FRAMEWORKS}`, () => {
  describe.each(NAMES)('%s', (name) => {
    test('a navigation ends in a 303 with a session, and the page knows who came', async () => {
      const { go, mint, log } = await start(name);
      const token = await mint();
      const moved = await go(`/webhook?a=1&token=${token}&b=2`);
      expect(moved.status).toBe(303);
      expect(moved.headers.get('location')).toBe('/webhook?a=1&b=2');
      expect(moved.headers.get('cache-control')).toBe('no-store');
      expect(moved.headers.get('referrer-policy')).toBe('no-referrer');
      expect(await moved.text()).toBe('');
      const cookie = moved.headers.get('set-cookie') ?? '';
      expect(cookie).toMatch(/^__Host-session=.+; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
      const page = await go('/webhook?a=1&b=2', {
        headers: { cookie: cookie.split(';')[0] ?? '' },
      });
      expect(await page.text()).toContain(USER.userId);
      expect(log.join('')).toContain('/webhook');
      expect(log.join('')).not.toContain(token);
    });

    test('any other request reaches its route with an identity', async () => {
      const { go, mint } = await start(name);
      const token = await mint();
      const answer = await go(`/echo?x=1&token=${token}`, { headers: {} });
      expect(answer.status).toBe(200);
      const body = await answer.text();
      expect(JSON.parse(body)).toMatchObject({ user: USER.userId });
      if (!name.startsWith('Hono')) {
        expect(JSON.parse(body)).toMatchObject({
          url: '/echo?x=1',
          all: '/echo?x=1',
          query: { x: '1' },
        });
      }
      expect(body).not.toContain(token);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
      expect(answer.headers.get('set-cookie')).toContain('__Host-session=');
    });

    test('a request without a token is the application’s alone', async () => {
      const { go } = await start(name);
      const answer = await go('/webhook?a=1');
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('nobody');
      expect(answer.headers.get('referrer-policy')).toBeNull();
    });

    test('tokens that are not good are refused, and outages are outages', async () => {
      const { go, mint, answerWith } = await start(name, {}, 400);
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
      expect(first.headers.location).toBe('/webhook');
      const second = await rawGet(origin, `//evil.example/x?token=${await mint()}`, NAVIGATION);
      const location = String(second.headers.location ?? '/');
      expect(new URL(location, 'https://svc.example').origin).toBe('https://svc.example');
      const third = await rawGet(origin, `http://evil.example/x?token=${await mint()}`, NAVIGATION);
      expect(new URL(String(third.headers.location ?? '/'), 'https://svc.example').origin).toBe(
        'https://svc.example',
      );
    });

    test('the pages for what is not there and what fails show no token, nor does the log', async () => {
      const token = 'abcdefghijklmnop';
      // In front of the receiver's reach: OPTIONS goes through, and an error of the application's own.
      const { go, log } = await start(name);
      const answers = [
        await go(`/nowhere?token=${token}`, { method: 'OPTIONS' }),
        await go(`/nowhere?token=${token}`),
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

    test('a token in a form is taken, and the answer is a GET', async () => {
      const { go, mint, log } = await start(name, { token: { form: 'st' } });
      const token = await mint();
      const post = (body: string) =>
        go('/webhook?a=1', {
          method: 'POST',
          body,
          headers: { ...NAVIGATION, 'content-type': 'application/x-www-form-urlencoded' },
        });
      const moved = await post(`x=1&st=${token}`);
      expect([moved.status, moved.headers.get('location')]).toEqual([303, '/webhook?a=1']);
      expect((await post(`st=${token}&st=x`)).status).toBe(400);
      expect((await post('st=x')).status).toBe(401);
      expect((await post('x=1')).status).toBe(404);
      expect(log.join('')).not.toContain(token);
    });

    test('a token in the path is taken out of it', async () => {
      const { go, mint, log } = await start(name, { token: { path: '/webhook/{SHORT_TOKEN}' } });
      const token = await mint();
      const moved = await go(`/webhook/${token}?a=1`);
      expect([moved.status, moved.headers.get('location')]).toEqual([303, '/webhook?a=1']);
      expect((await go('/webhook/unknown-token')).status).toBe(401);
      expect((await go('/webhook')).status).toBe(200);
      expect(log.join('')).not.toContain(token);
      expect(log.join('')).not.toContain('unknown-token');
    });
  });

  test.each(NAMES)('%s hands an error of onAuthenticated to the application', async (name) => {
    const { go, log } = await start(name, {
      client: { resolve: async () => ({ ok: true, ...USER, bearerToken: '' }) },
    });
    expect((await go('/webhook?token=abc')).status).toBe(503);
    expect(log.join('')).not.toContain('token=abc');
  });
});

describe('an adapter', () => {
  const client = {
    resolve: async () => ({ ok: false as const, code: 'short_token_invalid' as const }),
  };

  test.each([
    ['Express', (options: never) => expressReceiver(options)],
    ['Hono', (options: never) => honoReceiver(options)],
    [
      'Fastify',
      (options: never) =>
        fastifyReceiver({ decorateRequest: () => {}, addHook: () => {} }, options, () => {}),
    ],
  ])('of %s wants to be told how a session starts', (_, make) => {
    expect(() => make({ client } as never)).toThrow(/onAuthenticated must be a function/);
  });
});
