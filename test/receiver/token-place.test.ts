import { describe, expect, test } from 'vitest';
import { get, ORIGIN, post, receiver } from './support/receiver.ts';
import { NAVIGATION, upstream } from './support/upstream.ts';

describe('requests to other paths', () => {
  test.each([
    'https://svc.example/webhook?token={SHORT_TOKEN}',
    'https://svc.example/open/{SHORT_TOKEN}',
    'https://svc.example/open#token={SHORT_TOKEN}',
  ])('are never touched by a receiver for %s', async (moduleUrl) => {
    const { receive, resolves, events } = receiver({
      moduleUrl,
      landing: '/app',
      formField: 'token',
    });
    for (const path of [
      '/',
      '/reset-password',
      '/verify-email',
      '/webhook/x',
      '/webhooks',
      '/x/webhook',
      '/open/a/b',
    ]) {
      const request = get(`${path}?token=abcdefgh`);
      expect(await receive(request)).toMatchObject({ outcome: 'absent', response: undefined });
      expect(await receive(post(path, { token: 'abcdefgh' }))).toMatchObject({
        outcome: 'absent',
        response: undefined,
      });
    }
    expect(resolves()).toBe(0);
    expect(events).toEqual([]);
  });
});

describe('a token in the query', () => {
  test.each([
    ['?größe={SHORT_TOKEN}', '?a=1&gr%C3%B6%C3%9Fe=T'],
    ['?gr%C3%B6%C3%9Fe={SHORT_TOKEN}', '?gr%c3%b6%c3%9fe=T&a=1'],
    ['?x%5B%5D={SHORT_TOKEN}', '?x[]=T&a=1'],
    ['?100%25={SHORT_TOKEN}', '?a=1&100%25=T'],
    ['?%FF={SHORT_TOKEN}', '?a=1&%ff=T'],
  ])('of %s is taken out of %s', async (template, query) => {
    const { receive, mint } = receiver({ moduleUrl: `${ORIGIN}/webhook${template}` });
    const outcome = await receive(get(`/webhook${query.replace('T', await mint())}`));
    expect(outcome).toMatchObject({ outcome: 'authenticated', url: '/webhook?a=1' });
  });
});

describe('a token in the path', () => {
  const moduleUrl = `${ORIGIN}/open/{SHORT_TOKEN}/report`;

  test.each([
    ['/open/T/report', '/open/report'],
    ['/open/T/report?x=1&token=2', '/open/report?x=1&token=2'],
    ['/open/T/report?', '/open/report?'],
    // Servers lead these to the same route.
    ['/open/T/report/', '/open/report'],
    ['/OPEN/T/Report', '/OPEN/Report'],
    ['//open/T//report', '/open/report'],
    ['/%6fpen/T/report', '/%6fpen/report'],
  ])('is taken out of %s', async (target, url) => {
    const { receive, mint } = receiver({ moduleUrl });
    const asked = target.replace('/T/', `/${await mint()}/`);
    const outcome = await receive(get(asked));
    expect(outcome).toMatchObject({ outcome: 'authenticated', url });
    const location = outcome.response?.headers.get('location') ?? '';
    expect(new URL(location, ORIGIN + asked).href).toBe(ORIGIN + url);
  });

  test.each([
    '/open/report',
    '/open//report',
    '/open/a/b/report',
    '/opened/x/report',
    '/open/x',
    '/',
  ])('is not in %s', async (target) => {
    const { receive } = receiver({ moduleUrl });
    expect(await receive(get(target))).toMatchObject({ outcome: 'absent' });
  });

  test('may stand at the end, and be percent-encoded', async () => {
    const seen: string[] = [];
    const { receive } = receiver({
      moduleUrl: `${ORIGIN}/open/{SHORT_TOKEN}`,
      client: {
        resolve: async (token) => {
          seen.push(token);
          return { ok: false, code: 'short_token_invalid' };
        },
      },
    });
    await receive(get('/open/a%2Fb?a=1'));
    expect(seen).toEqual(['a/b']);
  });

  test('asks about another user on the path without it', async () => {
    const up = upstream();
    const { receive, mint } = receiver({
      moduleUrl,
      session: {
        read: () => ({ userId: 'x', organizationId: 'y' }) as never,
        start: () => undefined,
        end: () => undefined,
      },
    });
    const { response } = await receive(get(`/open/${await mint()}/report?a=1`));
    const html = (await response?.text()) ?? '';
    expect(html).toContain('action="../../open/report?a=1"');
    const answered = await receive(post('/open/report?a=1', { 'mile-change': 'x' }));
    expect(answered).toMatchObject({ outcome: 'refused', reason: 'change_expired' });
    expect(up.resolves()).toBe(0);
  });
});

describe('a token in the fragment', () => {
  const options = { moduleUrl: `${ORIGIN}/open#st={SHORT_TOKEN}`, landing: '/app?x=1' };

  test('is fetched by a page that nobody keeps and that runs its own script only', async () => {
    const { receive } = receiver(options);
    const first = (await receive(get('/open?lang=en'))).response;
    const second = (await receive(get('/open'))).response;
    expect(first?.status).toBe(200);
    expect(first?.headers.get('cache-control')).toBe('no-store');
    const policy = first?.headers.get('content-security-policy') ?? '';
    const nonce = /script-src 'nonce-([\w+/=]+)'/.exec(policy)?.[1] ?? 'none';
    expect(await first?.text()).toContain(`<script nonce="${nonce}">`);
    expect(second?.headers.get('content-security-policy')).not.toContain(nonce);
  });

  test('goes on to the landing once it was posted', async () => {
    const { receive, mint } = receiver(options);
    const { response } = await receive(post('/open?lang=en', { 'mile-token': await mint() }));
    expect([response?.status, response?.headers.get('location')]).toEqual([303, './app?x=1']);
  });

  test.each([
    ['of another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    [
      'of another site, from a browser without Fetch Metadata',
      { origin: 'https://evil.example', 'sec-fetch-site': '' },
    ],
    ['without an origin', { origin: '', 'sec-fetch-site': '' }],
    ['of a page that hides its origin', { origin: 'null', 'sec-fetch-site': '' }],
  ])('is not taken from a form %s', async (_, headers) => {
    const { receive, mint, resolves } = receiver(options);
    const outcome = await receive(post('/open', { 'mile-token': await mint() }, headers));
    expect(outcome).toMatchObject({ outcome: 'refused', reason: 'cross_site' });
    expect(outcome.response?.status).toBe(400);
    expect(resolves()).toBe(0);
  });
});

describe('a token in a form', () => {
  const options = { moduleUrl: `${ORIGIN}/webhook?token={SHORT_TOKEN}`, formField: 'st' };

  test('is taken on a POST, and the redirect is a GET of the same place', async () => {
    const { receive, mint } = receiver(options);
    const outcome = await receive(post('/webhook?b=1', { x: '1', st: await mint() }));
    expect(outcome).toMatchObject({ outcome: 'authenticated', url: '/webhook?b=1' });
    expect(outcome.response?.status).toBe(303);
  });

  test.each([
    ['a page of the service', { origin: ORIGIN }, 303],
    [
      'a page of the service under another name',
      { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' },
      303,
    ],
    ['MileApp', { origin: 'https://mileapp.example', 'sec-fetch-site': 'cross-site' }, 303],
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 400],
    [
      'another site, from a browser without Fetch Metadata',
      { origin: 'https://evil.example', 'sec-fetch-site': '' },
      400,
    ],
    ['a page that hides its origin', { origin: 'null', 'sec-fetch-site': 'cross-site' }, 400],
    ['nobody knows whom', { origin: '', 'sec-fetch-site': '' }, 400],
    ['nobody knows whom, and it says it is the same origin', { origin: '' }, 400],
  ])('posted by %s', async (_, headers, status) => {
    const hostOrigins = ['https://mileapp.example'];
    const { receive, mint } = receiver({ ...options, hostOrigins });
    const outcome = await receive(post('/webhook', { st: await mint() }, headers));
    expect(outcome.response?.status).toBe(status);
  });

  test.each([
    ['twice', 'st=A&st=B', '/webhook'],
    ['in the form and in the query', 'st=A', '/webhook?token=B'],
  ])('is a 400 when it is there %s', async (_, body, target) => {
    const { receive, resolves } = receiver(options);
    expect((await receive(post(target, body))).response?.status).toBe(400);
    expect(resolves()).toBe(0);
  });

  test('is not taken by another method than POST', async () => {
    const { receive, mint, resolves } = receiver(options);
    const request = new Request(post('/webhook', { st: await mint() }), { method: 'PUT' });
    expect((await receive(request)).outcome).toBe('absent');
    expect(resolves()).toBe(0);
    const target = `/webhook?token=${await mint()}`;
    const both = new Request(post(target, { st: 'a', 'mile-change': 'b' }), { method: 'PUT' });
    expect((await receive(both)).outcome).toBe('authenticated');
  });

  test('leaves the body of every other form to the application', async () => {
    const { receive } = receiver(options);
    const request = post('/webhook', { x: '1', y: '2' });
    expect((await receive(request)).outcome).toBe('absent');
    expect(await request.text()).toBe('x=1&y=2');
  });

  test('is not looked for in a form that is too large, in JSON or in files', async () => {
    const { receive } = receiver(options);
    const large = post('/webhook', { st: 'x'.repeat(70_000) });
    expect((await receive(large)).outcome).toBe('absent');
    expect((await large.text()).length).toBe(70_003);
    const json = get(
      '/webhook',
      { ...NAVIGATION, 'content-type': 'application/json' },
      { method: 'POST', body: '{"st":"x"}' },
    );
    expect((await receive(json)).outcome).toBe('absent');
  });
});

describe('a base path', () => {
  const options = {
    moduleUrl: `${ORIGIN}/app/webhook?token={SHORT_TOKEN}`,
    basePath: '/app',
    landing: '/report',
    logoutPath: '/logout',
  };

  test.each([
    ['stripped by a proxy', '/webhook'],
    ['left where it was', '/app/webhook'],
  ])('that is %s keeps the user inside', async (_, path) => {
    const { receive, mint } = receiver(options);
    const { response } = await receive(get(`${path}?token=${await mint()}`));
    // The browser always sees the whole path.
    const seen = new URL(response?.headers.get('location') ?? '', `${ORIGIN}/app/webhook`);
    expect(seen.href).toBe(`${ORIGIN}/app/report`);
    const out = path.replace('webhook', 'logout');
    expect((await receive(post(out, {}))).outcome).toBe('signed_out');
  });

  test.each(['/open', '/app/open'])('is kept around a token in the path: %s', async (path) => {
    const moduleUrl = `${ORIGIN}/app/open/{SHORT_TOKEN}/report`;
    const { receive, mint } = receiver({ moduleUrl, basePath: '/app', formField: 'st' });
    const { response } = await receive(get(`${path}/${await mint()}/report?a=1`));
    // The browser always sees the whole path.
    const seen = new URL(response?.headers.get('location') ?? '', `${ORIGIN}/app/open/T/report`);
    expect(seen.href).toBe(`${ORIGIN}/app/open/report?a=1`);
    const posted = await receive(post(`${path}/report`, { st: await mint() }));
    expect(posted.outcome).toBe('authenticated');
    const changed = await receive(post(`${path}/report`, { 'mile-change': 'x' }));
    expect(changed).toMatchObject({ reason: 'change_expired' });
  });

  test('without a landing leads back to the same page', async () => {
    const { receive, mint } = receiver({ ...options, landing: undefined });
    for (const path of ['/webhook', '/app/webhook']) {
      const { response } = await receive(get(`${path}?a&token=${await mint()}`));
      const seen = new URL(response?.headers.get('location') ?? '', `${ORIGIN}/app/webhook`);
      expect(seen.href).toBe(`${ORIGIN}/app/webhook?a`);
    }
  });
});
