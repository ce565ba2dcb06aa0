import { describe, expect, test } from 'vitest';
import {
  createReceiver,
  type ReceiverOptions,
  sessionCookie,
  type TokenLocation,
} from '../../src/receiver/index.ts';
import { NAVIGATION, USER, upstream } from './support/upstream.ts';

function start(options: Partial<ReceiverOptions> = {}) {
  const up = upstream();
  return { ...up, ...createReceiver({ client: up.client, ...options }) };
}

function ask(target: string, init: RequestInit = {}) {
  return new Request(`https://svc.example${target}`, { headers: NAVIGATION, ...init });
}

function post(target: string, body: string, headers: Record<string, string> = {}) {
  return ask(target, {
    method: 'POST',
    body,
    headers: { ...NAVIGATION, 'content-type': 'application/x-www-form-urlencoded', ...headers },
  });
}

describe('onAuthenticated', () => {
  test('is told who came, with which request, and where it leads', async () => {
    const seen: unknown[] = [];
    const { receive, mint } = start({
      onAuthenticated: (...args) => {
        seen.push(args);
      },
    });
    const request = ask(`/a?token=${await mint()}&b`, {
      headers: { ...NAVIGATION, 'sec-fetch-dest': 'iframe' },
    });
    await receive(request);
    const context = { url: '/a?b', isDocument: true, isEmbedded: true };
    expect(seen).toEqual([[expect.objectContaining(USER), request, context]]);
  });

  test.each([
    ['one cookie', 'a=1', ['a=1']],
    ['two cookies', ['a=1; Path=/', 'b=2'], ['a=1; Path=/', 'b=2']],
    ['nothing', undefined, []],
  ])('gives %s to the redirect and to the answer of others', async (_, handOff, cookies) => {
    const { receive, mint } = start({ onAuthenticated: async () => handOff });
    const moved = await receive(ask(`/?token=${await mint()}`));
    expect(moved.response?.status).toBe(303);
    expect(moved.response?.headers.getSetCookie()).toEqual(cookies);
    const called = await receive(ask(`/?token=${await mint()}`, { headers: {} }));
    if (called.outcome !== 'authenticated') throw new Error(called.outcome);
    expect(called.headers.getSetCookie()).toEqual(cookies);
  });

  test('may answer by itself, and the headers of safety are put on that too', async () => {
    const { receive, mint } = start({
      onAuthenticated: () => Response.redirect('https://svc.example/home', 302),
    });
    const { response } = await receive(ask(`/?token=${await mint()}`));
    expect(response?.status).toBe(302);
    expect(response?.headers.get('location')).toBe('https://svc.example/home');
    expect(response?.headers.get('cache-control')).toBe('no-store');
    expect(response?.headers.get('referrer-policy')).toBe('no-referrer');
  });

  test('may answer with a Response of another make', async () => {
    const foreign = { status: 202, headers: new Headers({ 'x-own': '1' }), body: null };
    const { receive, mint } = start({ onAuthenticated: () => foreign as Response });
    const { response } = await receive(ask(`/?token=${await mint()}`));
    expect([response?.status, response?.headers.get('x-own')]).toEqual([202, '1']);
  });

  test.each([null, 1, {}, [1], true])('may not answer with %j', async (handOff) => {
    const { receive, mint } = start({ onAuthenticated: () => handOff as never });
    await expect(receive(ask(`/?token=${await mint()}`))).rejects.toThrow(
      /onAuthenticated must give/,
    );
  });

  test('that throws is not taken for an outage of the API', async () => {
    const { receive, mint } = start({
      onAuthenticated: () => {
        throw new Error('the session store is down');
      },
    });
    await expect(receive(ask(`/?token=${await mint()}`))).rejects.toThrow('session store is down');
  });

  test('is not asked about anybody who is not let in', async () => {
    let calls = 0;
    const { receive } = start({
      onAuthenticated: () => {
        calls += 1;
      },
    });
    for (const target of ['/', '/?token=x', '/?token=x&token=y']) await receive(ask(target));
    await receive(ask('/?token=x', { method: 'HEAD' }));
    expect(calls).toBe(0);
  });
});

describe('onRefused', () => {
  test('answers in its own words with the status and the headers of safety', async () => {
    const { receive } = start({
      onRefused: ({ outcome, reason }: { outcome: string; reason?: string }) =>
        new Response(`${outcome} ${reason}`, {
          status: 200,
          headers: { 'cache-control': 'public', 'content-language': 'id' },
        }),
    } as Partial<ReceiverOptions>);
    const { response } = await receive(ask('/?token=x'));
    expect(response?.status).toBe(401);
    expect(await response?.text()).toBe('rejected invalid');
    expect(response?.headers.get('cache-control')).toBe('no-store');
    expect(response?.headers.get('content-language')).toBe('id');
  });

  test('keeps Retry-After, and may leave the answer as it is', async () => {
    const own = start({ onRefused: () => new Response('later') });
    own.answerWith(() => Promise.reject(new TypeError('fetch failed')));
    const { response } = await own.receive(ask('/?token=abcdefgh'));
    expect([response?.status, response?.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await response?.text()).toBe('later');
    const left = start({ onRefused: () => undefined });
    expect((await left.receive(ask('/?token=x'))).response?.status).toBe(401);
  });
});

describe('an observer', () => {
  test('can break nothing', async () => {
    const { receive, mint } = start({
      onEvent: () => {
        throw new Error('observer');
      },
    });
    expect((await receive(ask(`/?token=${await mint()}`))).response?.status).toBe(303);
  });
});

describe('a token in the path', () => {
  const token: TokenLocation = { path: '/open/{SHORT_TOKEN}/report' };

  test.each([
    ['/open/T/report', '/open/report'],
    ['/open/T/report?x=1&token=2', '/open/report?x=1&token=2'],
    ['/open/T/report?', '/open/report?'],
  ])('is taken out of %s', async (target, url) => {
    const { receive, mint } = start({ token });
    const outcome = await receive(ask(target.replace('T', await mint())));
    expect(outcome).toMatchObject({ outcome: 'authenticated', url });
  });

  test.each(['/open/report', '/open//report', '/open/a/b/report', '/opened/x/report', '/open/x'])(
    'is not in %s',
    async (target) => {
      const { receive } = start({ token });
      expect((await receive(ask(target))).outcome).toBe('absent');
    },
  );

  test('may stand at the end', async () => {
    const { receive, mint } = start({ token: { path: '/open/{SHORT_TOKEN}' } });
    const outcome = await receive(ask(`/open/${await mint()}?a=1`));
    expect(outcome).toMatchObject({ outcome: 'authenticated', url: '/open?a=1' });
  });

  test('and in the query as well is one too many', async () => {
    const { receive, mint, resolves } = start({ token: { ...token, query: 'token' } });
    const outcome = await receive(ask(`/open/${await mint()}/report?token=${await mint()}`));
    expect(outcome).toMatchObject({ outcome: 'rejected', reason: 'repeated' });
    expect(outcome.response?.status).toBe(400);
    expect(resolves()).toBe(0);
  });
});

describe('a token in a form', () => {
  const token: TokenLocation = { form: 'st', query: 'token' };

  test('is taken on a POST, and the redirect is a GET of the same place', async () => {
    const { receive, mint } = start({ token });
    const outcome = await receive(post('/a?b=1', `x=1&st=${await mint()}`));
    expect(outcome).toMatchObject({ outcome: 'authenticated', url: '/a?b=1' });
    expect(outcome.response?.status).toBe(303);
  });

  test.each([
    ['twice', 'st=A&st=B', '/'],
    ['in the form and in the query', 'st=A', '/?token=B'],
  ])('is a 400 when it is there %s', async (_, body, target) => {
    const { receive, resolves } = start({ token });
    expect((await receive(post(target, body))).response?.status).toBe(400);
    expect(resolves()).toBe(0);
  });

  test('leaves the body of every other form to the application', async () => {
    const { receive } = start({ token });
    const request = post('/', 'x=1&y=2');
    expect((await receive(request)).outcome).toBe('absent');
    expect(await request.text()).toBe('x=1&y=2');
  });

  test('is not looked for in a form that is too large, in JSON or in files', async () => {
    const { receive } = start({ token });
    const large = post('/', `st=${'x'.repeat(70_000)}`);
    expect((await receive(large)).outcome).toBe('absent');
    expect((await large.text()).length).toBe(70_003);
    const json = { 'content-type': 'application/json' };
    expect((await receive(post('/', '{"st":"x"}', json))).outcome).toBe('absent');
  });
});

describe('a token in the fragment', () => {
  const token: TokenLocation = { fragment: { name: 'st', page: '/open', next: '/app?x=1' } };

  test('is fetched by a page that nobody keeps and that runs its own script only', async () => {
    const { receive } = start({ token });
    const first = (await receive(ask('/open?lang=en'))).response;
    const second = (await receive(ask('/open'))).response;
    expect(first?.status).toBe(200);
    expect(first?.headers.get('cache-control')).toBe('no-store');
    const policy = first?.headers.get('content-security-policy') ?? '';
    const nonce = /script-src 'nonce-([\w+/=]+)'/.exec(policy)?.[1] ?? 'none';
    expect(await first?.text()).toContain(`<script nonce="${nonce}">`);
    expect(second?.headers.get('content-security-policy')).not.toContain(nonce);
  });

  test('goes on to another page once it was posted', async () => {
    const { receive, mint } = start({ token });
    const relayed = { 'sec-fetch-site': 'same-origin' };
    const { response } = await receive(post('/open?lang=en', `st=${await mint()}`, relayed));
    expect([response?.status, response?.headers.get('location')]).toEqual([303, '/app?x=1']);
  });

  test('is not taken from the form of another site', async () => {
    const { receive, mint, resolves } = start({ token });
    const outcome = await receive(post('/open', `st=${await mint()}`));
    expect(outcome).toMatchObject({ outcome: 'rejected', reason: 'cross_site' });
    expect(resolves()).toBe(0);
  });

  test('is not looked for anywhere else', async () => {
    const { receive } = start({ token });
    expect(await receive(ask('/other'))).toEqual({ outcome: 'absent', response: undefined });
    expect((await receive(post('/other', 'st=x'))).outcome).toBe('absent');
  });
});

describe('options that cannot work are refused', () => {
  const client = upstream().client;
  test.each([
    [undefined, TypeError, /object with at least client/],
    [{}, TypeError, /client must be/],
    [{ client, token: 'token' }, TypeError, /token must be an object/],
    [{ client, token: {} }, TypeError, /at least one of/],
    [{ client, token: { query: '' } }, RangeError, /token\.query must be 1 to 64/],
    [{ client, token: { query: 'a&b' } }, RangeError, /token\.query must be 1 to 64/],
    [{ client, token: { query: 1 } }, TypeError, /token\.query must be a string/],
    [{ client, token: { form: 'a b' } }, RangeError, /token\.form/],
    [
      { client, token: { path: '/open/:token' } },
      RangeError,
      /token\.path must hold \{SHORT_TOKEN\} once/,
    ],
    [{ client, token: { path: '/{SHORT_TOKEN}' } }, RangeError, /behind another/],
    [{ client, token: { path: '/a/{SHORT_TOKEN}x' } }, RangeError, /whole segment/],
    [{ client, token: { path: '//evil/{SHORT_TOKEN}' } }, RangeError, /whole segment/],
    [{ client, token: { path: '/a/{SHORT_TOKEN}/{SHORT_TOKEN}' } }, RangeError, /once/],
    [
      { client, token: { fragment: { name: 'a', page: '/p', next: '//x' } } },
      RangeError,
      /exactly one slash/,
    ],
    [
      { client, token: { fragment: { name: 'a', page: '/p', next: '/p?x' } } },
      RangeError,
      /another path/,
    ],
    [
      { client, token: { fragment: { name: "'", page: '/p', next: '/' } } },
      RangeError,
      /fragment\.name/,
    ],
    [{ client, onAuthenticated: 1 }, TypeError, /onAuthenticated must be a function/],
    [{ client, onRefused: 1 }, TypeError, /onRefused must be a function/],
    [{ client, isBot: /bot/ }, TypeError, /isBot must be a function/],
    [{ client, onEvent: {} }, TypeError, /onEvent must be a function/],
  ])('%#', (options, type, message) => {
    expect(() => createReceiver(options as never)).toThrow(type);
    expect(() => createReceiver(options as never)).toThrow(message);
  });
});

describe('a session cookie', () => {
  test.each([
    [{}, '__Host-s=id; Path=/; Secure; HttpOnly; SameSite=Lax'],
    [{ embedded: true }, '__Host-s=id; Path=/; Secure; HttpOnly; SameSite=None; Partitioned'],
    [{ maxAgeSeconds: 60 }, '__Host-s=id; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=60'],
  ])('with %j', (options, cookie) => {
    expect(sessionCookie('s', 'id', options)).toBe(cookie);
  });

  test.each([
    ['a b', 'id', {}],
    ['', 'id', {}],
    ['s', 'a;b', {}],
    ['s', 'a b', {}],
    ['s', 'a"', {}],
    ['s', 'a,b', {}],
    ['s', 'a\\b', {}],
    ['s', 'a\r\nx', {}],
    ['s', 1, {}],
    ['s', 'id', { maxAgeSeconds: 0 }],
    ['s', 'id', { maxAgeSeconds: 34_560_001 }],
    ['s', 'id', { maxAgeSeconds: 1.5 }],
  ])('is refused: %j %j %j', (name, value, options) => {
    expect(() => sessionCookie(name, value as string, options)).toThrow(/must be/);
  });
});
