import { afterEach, describe, expect, test, vi } from 'vitest';
import { cookieOf, get, receiver } from './support/receiver.ts';
import { NAVIGATION, USER } from './support/upstream.ts';

const hello = (request: Request, { userId }: { userId: string }) =>
  new Response(`${userId} ${request.url}`, { headers: { 'cache-control': 'public' } });

describe('requireIdentity', () => {
  test('signs in, knows the user afterwards, and lets nobody else in', async () => {
    const { requireIdentity, mint } = receiver();
    const answer = requireIdentity(hello);
    const moved = await answer(get(`/?token=${await mint()}`));
    expect(moved.status).toBe(303);
    const cookie = cookieOf(moved);
    const page = await answer(get('/', { ...NAVIGATION, cookie }));
    expect(await page.text()).toBe(`${USER.userId} https://svc.example/`);
    const stranger = await answer(get('/'));
    expect(stranger.status).toBe(401);
    expect(await stranger.text()).toContain('Open this from MileApp');
    expect(await (await answer(get('/', {}))).json()).toMatchObject({ code: 'not_signed_in' });
  });

  test('gives a request without its token, and puts cookies and headers on the answer', async () => {
    const { requireIdentity, mint } = receiver();
    const response = await requireIdentity(hello)(get(`/?a=1&token=${await mint()}`, {}));
    expect(await response.text()).toBe(`${USER.userId} https://svc.example/?a=1`);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.getSetCookie()).toHaveLength(1);
  });

  test('answers what a hook throws with the headers of safety, and tells of it', async () => {
    const errors: unknown[] = [];
    const fail = () => {
      throw new Error('the session store is down');
    };
    const { requireIdentity, mint } = receiver({
      session: { read: fail, start: fail, end: fail },
      onError: (error) => errors.push(error),
    });
    const answer = requireIdentity(hello);
    const response = await answer(get(`/?token=${await mint()}`));
    expect(response.status).toBe(500);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(errors).toEqual([new Error('the session store is down')]);
    // Without a token it is the server's own to answer.
    await expect(answer(get('/'))).rejects.toThrow('store is down');
  });

  test('says who may frame the page', async () => {
    const { requireIdentity, mint } = receiver({ frameAncestors: ['https://mileapp.example'] });
    const answer = requireIdentity(hello);
    const policy = "frame-ancestors 'self' https://mileapp.example";
    const cookie = cookieOf(await answer(get(`/?token=${await mint()}`)));
    const page = await answer(get('/', { cookie }));
    expect(page.headers.get('content-security-policy')).toBe(policy);
    const refused = await answer(get('/?token=x'));
    expect(refused.headers.get('content-security-policy')).toContain(policy);
  });

  test.each([undefined, 1, {}])('needs a function: %j', (handler) => {
    expect(() => receiver().requireIdentity(handler as never)).toThrow(TypeError);
  });
});

describe('handle', () => {
  const moduleUrl = 'https://svc.example/app/webhook?token={SHORT_TOKEN}';

  test('leads who is signed in to the landing, and lets nobody else in', async () => {
    const { handle, mint } = receiver({ moduleUrl, landing: '/report?a=1' });
    const moved = await handle(get(`/app/webhook?token=${await mint()}`));
    const cookie = cookieOf(moved);
    const again = await handle(get('/app/webhook', { ...NAVIGATION, cookie }));
    expect([again.status, again.headers.get('location')]).toEqual([303, '../report?a=1']);
    expect((await handle(get('/app/webhook'))).status).toBe(401);
  });

  test('needs a landing', async () => {
    const { handle, mint } = receiver({ moduleUrl });
    const cookie = cookieOf(await handle(get(`/app/webhook?token=${await mint()}`)));
    const again = handle(get('/app/webhook', { ...NAVIGATION, cookie }));
    await expect(again).rejects.toThrow('receiver.handle needs the option landing.');
  });
});

describe('what a hook throws', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test("is told to the console, in a page of the user's language that MileApp may frame", async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { requireIdentity, mint } = receiver({
      admit: () => Promise.reject(new Error('no database')),
      frameAncestors: ['https://mileapp.example'],
    });
    const headers = { ...NAVIGATION, 'accept-language': 'id' };
    const response = await requireIdentity(hello)(get(`/?token=${await mint()}`, headers));
    expect(error).toHaveBeenCalledTimes(1);
    expect(response.status).toBe(500);
    expect(response.headers.get('content-security-policy')).toContain('https://mileapp.example');
    expect(await response.text()).toContain('<html lang="id">');
  });

  test.each([1, {}])('is told to a function only: %j is none', (onError) => {
    expect(() => receiver({ onError: onError as never })).toThrow('onError must be a function.');
  });
});

test('a page of a user who stays signed in keeps its own headers', async () => {
  const { requireIdentity, mint } = receiver();
  const answer = requireIdentity(hello);
  const cookie = cookieOf(await answer(get(`/?token=${await mint()}`)));
  const page = await answer(get('/', { cookie }));
  expect(page.headers.get('cache-control')).toBe('public');
});

describe('onRefused', () => {
  test('answers in its own words with its own status, and the headers of safety', async () => {
    const { receive } = receiver({
      onRefused: (outcome) =>
        new Response(`${outcome.outcome} ${'reason' in outcome && outcome.reason}`, {
          status: 410,
          headers: { 'cache-control': 'public', 'content-language': 'id' },
        }),
    });
    const { response } = await receive(get('/?token=x'));
    expect(response?.status).toBe(410);
    expect(await response?.text()).toBe('refused invalid');
    expect(response?.headers.get('cache-control')).toBe('no-store');
    expect(response?.headers.get('content-language')).toBe('id');
  });

  test('keeps Retry-After, and may leave the answer as it is', async () => {
    const own = receiver({ onRefused: () => new Response('later', { status: 503 }) });
    own.answerWith(() => Promise.reject(new TypeError('fetch failed')));
    const { response } = await own.receive(get('/?token=abcdefgh'));
    expect([response?.status, response?.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await response?.text()).toBe('later');
    const patient = receiver({
      onRefused: () => new Response('later', { headers: { 'retry-after': '60' } }),
    });
    patient.answerWith(() => Promise.reject(new TypeError('fetch failed')));
    const later = (await patient.receive(get('/?token=abcdefgh'))).response;
    expect(later?.headers.get('retry-after')).toBe('60');
    const refused = receiver({ onRefused: () => new Response('no') });
    expect((await refused.receive(get('/?token=x'))).response?.headers.has('retry-after')).toBe(
      false,
    );
    const left = receiver({ onRefused: () => undefined });
    expect((await left.receive(get('/?token=x'))).response?.status).toBe(401);
  });
});

describe('an observer', () => {
  test('can break nothing', async () => {
    const { receive, mint } = receiver({
      onEvent: () => {
        throw new Error('observer');
      },
    });
    expect((await receive(get(`/?token=${await mint()}`))).response?.status).toBe(303);
  });
});
