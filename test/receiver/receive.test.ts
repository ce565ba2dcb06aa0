import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReceiveOutcome } from '../../src/receiver/index.ts';
import { ShortTokenError, type ShortTokenErrorCode } from '../../src/wire/short-token-error.ts';
import { CODES } from '../client/support/codes.ts';
import { anyString, RUNS } from '../support/property.ts';
import { get, ORIGIN, post, receiver } from './support/receiver.ts';
import { BEARER, NAVIGATION, USER, upstream } from './support/upstream.ts';

function expectKept(response: Response | undefined): void {
  expect(response?.headers.get('cache-control')).toBe('no-store');
  expect(response?.headers.get('referrer-policy')).toBe('no-referrer');
}

/** A request that nobody can make with `new Request`, but that a server can get. */
function unusual(method: string, target: string): Request {
  const { headers, signal } = get('/');
  return Object.create(get('/'), {
    method: { value: method },
    url: { value: ORIGIN + target },
    headers: { value: headers },
    signal: { value: signal },
    body: { value: null },
    bodyUsed: { value: false },
  });
}

async function expectNothingOf(secret: string, outcome: ReceiveOutcome): Promise<void> {
  const { response } = outcome;
  const headers = JSON.stringify([...(response?.headers ?? [])]);
  const body = await response?.clone().text();
  for (const text of [headers, body, JSON.stringify(outcome), inspect(outcome, { depth: 9 })]) {
    expect(text).not.toContain(secret);
  }
}

describe('a good token', () => {
  test('becomes a 303 to the same place without it, on a navigation', async () => {
    const { receive, mint, events } = receiver();
    const token = await mint();
    const outcome = await receive(get(`/?a=1&token=${token}&b=%20+`));
    expect(outcome).toMatchObject({ outcome: 'authenticated', url: '/?a=1&b=%20+' });
    expect(outcome.response?.status).toBe(303);
    expect(outcome.response?.headers.get('location')).toBe('./?a=1&b=%20+');
    expectKept(outcome.response);
    await expectNothingOf(token, outcome);
    await expectNothingOf(BEARER, outcome);
    expect(events).toEqual([{ outcome: 'authenticated', ...USER }]);
  });

  test('becomes an identity with headers for the answer, on any other request', async () => {
    const { receive, mint } = receiver();
    const outcome = await receive(get(`/?token=${await mint()}`, { accept: '*/*' }));
    if (outcome.outcome !== 'authenticated') throw new Error(outcome.outcome);
    expect(outcome.response).toBeUndefined();
    expect(outcome.identity).toMatchObject(USER);
    expect(outcome.identity.bearerToken).toBe(BEARER);
    expect(outcome.identity.authorization()).toBe(`Bearer ${BEARER}`);
    expect({ ...outcome.identity }).toEqual(USER);
    expect(Object.fromEntries(outcome.headers)).toEqual({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'set-cookie': expect.stringContaining('__Host-mile-session='),
    });
  });

  test.each([
    ['/webhook', '/webhook?token=T', '/webhook'],
    ['/webhook', '/webhook?token=T&x=1', '/webhook?x=1'],
    ['/webhook', '/webhook?x=1&token=T', '/webhook?x=1'],
    ['/webhook', '/webhook?x=1&token=T&&y', '/webhook?x=1&&y'],
    ['/webhook', '/webhook?token=T&', '/webhook?'],
    ['/webhook', '/webhook?x=%zz&token=T&y=%2B+&z', '/webhook?x=%zz&y=%2B+&z'],
    ['/webhook', '/webhook?Token=1&tokens=2&token=T', '/webhook?Token=1&tokens=2'],
    ['/webhook', '/webhook?%74oken=T&x=1', '/webhook?x=1'],
    [
      '/webhook',
      '/webhook?next=https://evil.example/&token=T',
      '/webhook?next=https://evil.example/',
    ],
    // Servers lead these to the same route.
    ['/webhook', '/webhook/?token=T', '/webhook/'],
    ['/webhook', '/WebHook?token=T', '/WebHook'],
    ['/webhook', '//webhook?token=T', '//webhook'],
    ['/webhook', '/%77ebhook?token=T', '/%77ebhook'],
    ['/a/b', '/a//b/?token=T&c', '/a//b/?c'],
    ['', '/?token=T', '/'],
  ])('to %s leaves every other byte of %s', async (path, target, url) => {
    const { receive, mint } = receiver({ moduleUrl: `${ORIGIN}${path}?token={SHORT_TOKEN}` });
    const outcome = await receive(get(target.replace('=T', `=${await mint()}`)));
    expect(outcome).toMatchObject({ outcome: 'authenticated', url });
    const location = new URL(
      outcome.response?.headers.get('location') ?? 'https://nowhere.example',
      ORIGIN + target,
    );
    expect(location.href).toBe(ORIGIN + url);
  });

  test('is decoded once, and keeps a plus sign', async () => {
    const seen: string[] = [];
    const { receive } = receiver({
      client: {
        resolve: async (token) => {
          seen.push(token);
          return { ok: false, code: 'short_token_invalid' };
        },
      },
    });
    for (const written of ['a+b/c=', 'a%2Bb%2Fc%3D', 'a%252Bb']) {
      await receive(get(`/?token=${written}`));
    }
    expect(seen).toEqual(['a+b/c=', 'a+b/c=', 'a%2Bb']);
  });

  test.each([
    ['Sec-Fetch-Mode: navigate', { 'sec-fetch-mode': 'navigate' }, true],
    ['a frame', { 'sec-fetch-dest': 'iframe' }, true],
    ['Accept of an old browser', { accept: 'text/html,*/*' }, true],
    ['fetch of a page', { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }, false],
    ['fetch that asks for HTML', { 'sec-fetch-mode': 'cors', accept: 'text/html' }, false],
    ['a program', { accept: 'application/json' }, false],
    ['nothing', {}, false],
  ] as [string, Record<string, string>, boolean][])(
    '%s is a document: %#',
    async (_, headers, is) => {
      const { receive, mint } = receiver();
      const outcome = await receive(get(`/?token=${await mint()}`, headers));
      expect(outcome.response?.status).toBe(is ? 303 : undefined);
    },
  );

  test('is not redirected when it comes with a POST', async () => {
    const { receive, mint } = receiver();
    const request = get(`/?token=${await mint()}`, NAVIGATION, { method: 'POST', body: '{}' });
    expect(await receive(request)).toMatchObject({ outcome: 'authenticated', response: undefined });
    expect(await request.text()).toBe('{}');
  });
});

describe('a token that is not good', () => {
  test.each([
    ['unknown', async () => 'abcdefghijklmnopqrstuv'],
    ['empty', async () => ''],
    ['of two words', async () => 'two%20words'],
    ['with a control character', async () => 'a%00b'],
    ['beyond ASCII', async () => '%C3%A9'],
    ['the placeholder itself', async () => '%7BSHORT_TOKEN%7D'],
    ['too long', async () => 'a'.repeat(513)],
  ])('is refused when it is %s', async (_, make) => {
    const { receive, events } = receiver();
    const token = await make();
    const outcome = await receive(get(`/?token=${token}`));
    expect(outcome).toMatchObject({ outcome: 'refused', reason: 'invalid' });
    expect(outcome.response?.status).toBe(401);
    expectKept(outcome.response);
    if (token.length > 3) await expectNothingOf(token, outcome);
    expect(events).toEqual([{ outcome: 'refused', reason: 'invalid' }]);
  });

  test('is refused when it is expired, and when it was used', async () => {
    const { receive, mint, pass } = receiver();
    const used = await mint();
    const old = await mint();
    expect((await receive(get(`/?token=${used}`))).response?.status).toBe(303);
    expect((await receive(get(`/?token=${used}`))).response?.status).toBe(401);
    pass(300_000);
    expect((await receive(get(`/?token=${old}`))).response?.status).toBe(401);
  });

  test('gets the same answer whatever is wrong with it', async () => {
    const { receive } = receiver();
    const answers = ['x', '', '%00', 'a'.repeat(999)].map(async (token) =>
      (await (await receive(get(`/?token=${token}`))).response?.text())?.replace(
        /nonce="[^"]+"/g,
        '',
      ),
    );
    expect(new Set(await Promise.all(answers)).size).toBe(1);
  });

  test('is answered with a page in a tab and with JSON elsewhere', async () => {
    const { receive } = receiver();
    const page = await receive(get('/?token=x'));
    const data = await receive(get('/?token=x', {}));
    expect(page.response?.headers.get('content-type')).toContain('text/html');
    expect(await data.response?.json()).toMatchObject({ code: 'short_token_invalid' });
  });

  test.each([
    ['twice', '/?token=A&token=B'],
    ['twice the same', '/?token=A&token=A'],
    ['twice, once percent-encoded', '/?token=A&%54oken=x&%74oken=A'],
    ['once empty', '/?token=&token=A'],
  ])('is a 400 when the parameter is there %s', async (_, target) => {
    const { receive, mint, resolves } = receiver();
    const token = await mint();
    const outcome = await receive(get(target.replaceAll('A', token)));
    expect(outcome).toMatchObject({ outcome: 'refused', reason: 'repeated' });
    expect(outcome.response?.status).toBe(400);
    expectKept(outcome.response);
    await expectNothingOf(token, outcome);
    expect(resolves()).toBe(0);
  });
});

describe('trouble upstream', () => {
  const OTHERS = ['short_token_malformed', 'outcome_unknown'];
  const codes = Object.keys(CODES).filter((code) => !OTHERS.includes(code));

  test.each(codes as ShortTokenErrorCode[])('%s is a 503', async (code) => {
    const fail = async () => {
      throw new ShortTokenError(code, 'no');
    };
    const { receive, events } = receiver({ client: { resolve: fail } });
    const outcome = await receive(get('/?token=abcdefgh'));
    expect(outcome).toMatchObject({ outcome: 'unavailable', code });
    expect(outcome.response?.status).toBe(503);
    expect(outcome.response?.headers.get('retry-after')).toBe('5');
    expectKept(outcome.response);
    await expectNothingOf('abcdefgh', outcome);
    expect(events).toEqual([{ outcome: 'unavailable', code }]);
  });

  test.each([
    ['en', 'Open this again from MileApp.'],
    ['id', 'Buka lagi dari MileApp.'],
  ])(
    'a refusal that may answer a repetition is a 502 that asks to start again, in %s',
    async (language, words) => {
      const up = upstream({ maxRetries: 1 });
      const { receive, events } = receiver({ client: up.client });
      const token = await up.mint();
      await up.client.resolve(token);
      up.answerWith(async () => {
        up.answerWith(undefined);
        return Response.json({ status: false, message: 'Slow down.' }, { status: 429 });
      });
      const headers = { ...NAVIGATION, 'accept-language': language };
      const outcome = await receive(get(`/?token=${token}`, headers));
      expect(outcome).toMatchObject({ outcome: 'unavailable', code: 'outcome_unknown' });
      expect(outcome.response?.status).toBe(502);
      expect(outcome.response?.headers.has('retry-after')).toBe(false);
      expect(await outcome.response?.clone().text()).toContain(words);
      expectKept(outcome.response);
      await expectNothingOf(token, outcome);
      expect(events).toEqual([{ outcome: 'unavailable', code: 'outcome_unknown' }]);
    },
  );

  test.each([
    ['an error of another make', () => Promise.reject(new Error('token abcdefgh'))],
    [
      'a synchronous throw',
      () => {
        throw new TypeError('abcdefgh');
      },
    ],
    ['nothing', () => Promise.resolve(undefined)],
    ['an identity without a bearer', () => Promise.resolve({ ok: true, ...USER })],
    ['something that is neither yes nor no', () => Promise.resolve({ ok: 0 })],
  ])('%s from a client is a 503', async (_, resolve) => {
    const { receive } = receiver({ client: { resolve: resolve as never } });
    const outcome = await receive(get('/?token=abcdefgh'));
    expect(outcome).toMatchObject({ outcome: 'unavailable', code: 'unknown' });
    expect(outcome.response?.status).toBe(503);
    await expectNothingOf('abcdefgh', outcome);
  });

  test.each([
    [undefined, '5'],
    [0, '1'],
    [1, '1'],
    [2_001, '3'],
    [86_400_000, '300'],
  ])('a wait of %s ms is told as %s s', async (retryAfterMs, seconds) => {
    const resolve = async () => {
      throw new ShortTokenError('rate_limited', 'no', { retryAfterMs });
    };
    const { receive } = receiver({ client: { resolve } });
    const { response } = await receive(get('/?token=abcdefgh'));
    expect(response?.headers.get('retry-after')).toBe(seconds);
  });

  test.each([
    ['500', async () => Response.json({ status: false, message: 'x' }, { status: 500 })],
    ['a 400 that is not the API’s', async () => new Response('<html>', { status: 400 })],
    ['401', async () => Response.json({ status: false, message: 'x' }, { status: 401 })],
    ['404', async () => Response.json({ status: false, message: 'x' }, { status: 404 })],
    ['a page', async () => new Response('<html>', { headers: { 'content-type': 'text/html' } })],
    ['a refused connection', async () => Promise.reject(new TypeError('fetch failed'))],
    ['silence', () => new Promise<Response>(() => {})],
  ])('%s over the real client is a 503, and the token works afterwards', async (_, answer) => {
    // Not so short that a busy machine fails the call that has to succeed.
    const up = upstream({ timeoutMs: 2_000 });
    const { receive } = receiver({ client: up.client });
    const token = await up.mint();
    up.answerWith(answer);
    expect((await receive(get(`/?token=${token}`))).response?.status).toBe(503);
    up.answerWith(undefined);
    expect((await receive(get(`/?token=${token}`))).response?.status).toBe(303);
  });
});

describe('a request that nobody looks at', () => {
  test.each([
    ['head', {}, 200, 'HEAD'],
    ['prefetch', { 'sec-purpose': 'prefetch' }, 503, 'GET'],
    ['prefetch', { purpose: 'prefetch' }, 503, 'GET'],
    ['prefetch', { 'x-moz': 'prefetch' }, 503, 'GET'],
    ['prefetch', { 'x-purpose': 'preview' }, 503, 'GET'],
    ['prerender', { 'sec-purpose': 'prefetch;prerender' }, 503, 'GET'],
    [
      'bot',
      { 'user-agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' },
      200,
      'GET',
    ],
    ['bot', { 'user-agent': 'WhatsApp/2.23.20.0 A' }, 200, 'GET'],
    ['bot', { 'user-agent': 'facebookexternalhit/1.1' }, 200, 'GET'],
    ['bot', { 'user-agent': 'Mozilla/5.0 (compatible; bingbot/2.0)' }, 200, 'GET'],
    ['bot', { 'user-agent': 'TelegramBot (like TwitterBot)' }, 200, 'GET'],
  ] as [string, Record<string, string>, number, string][])(
    'spends nothing: %s, %j',
    async (reason, headers, status, method) => {
      const { receive, mint, resolves, events } = receiver();
      const token = await mint();
      const outcome = await receive(
        get(`/?token=${token}`, { ...NAVIGATION, ...headers }, { method }),
      );
      expect(outcome).toMatchObject({ outcome: 'skipped', reason });
      expect(outcome.response?.status).toBe(status);
      expectKept(outcome.response);
      await expectNothingOf(token, outcome);
      expect(resolves()).toBe(0);
      expect(events).toEqual([{ outcome: 'skipped', reason }]);
      expect((await receive(get(`/?token=${token}`))).response?.status).toBe(303);
    },
  );

  test('gets headers and nothing else where it asks for headers', async () => {
    const { receive, mint } = receiver();
    const target = `/?token=${await mint()}`;
    const { response } = await receive(get(target, NAVIGATION, { method: 'HEAD' }));
    expect(await response?.text()).toBe('');
    expect(response?.headers.has('content-type')).toBe(false);
  });

  test.each([
    'Mozilla/5.0 (Linux; Android 13; CUBOT NOTE 40) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 [FBAN/FBIOS;FBAV/440]',
    'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Line/13.0.0/IAB',
    '',
  ])('is not taken for one: %s', async (agent) => {
    const { receive, mint } = receiver();
    const headers = { ...NAVIGATION, 'user-agent': agent };
    const outcome = await receive(get(`/?token=${await mint()}`, headers));
    expect(outcome.outcome).toBe('authenticated');
  });

  test('is recognized by your own rule where you have one', async () => {
    const { receive } = receiver({ isBot: (agent) => agent === 'mine' });
    const asked = (agent: string) => receive(get('/?token=x', { 'user-agent': agent }));
    expect((await asked('mine')).outcome).toBe('skipped');
    expect((await asked('Slackbot')).outcome).toBe('refused');
  });
});

describe('a request without a token', () => {
  test.each(['/', '/?', '/?a=1', '/?Token=1', '/?tokens=1&my_token=2', '/?x=token=1', '/%', '/?%'])(
    'is left alone: %s',
    async (target) => {
      const { receive, events } = receiver();
      expect(await receive(get(target))).toEqual({
        outcome: 'absent',
        response: undefined,
        identity: undefined,
      });
      expect(events).toEqual([]);
    },
  );

  test.each(['OPTIONS', 'TRACE'])('is what %s is, for it has nobody behind it', async (method) => {
    const { receive, mint } = receiver();
    const request = unusual(method, `/?token=${await mint()}`);
    expect(await receive(request)).toMatchObject({ outcome: 'absent' });
  });
});

describe('junk in the place of a token', () => {
  test.each(['\0', '\t', '\n', '\r', ' ', '\x1f', '\x7f'])(
    'is a 400 where %j stands in the target, and the token is not spent',
    async (char) => {
      const { receive, mint, resolves } = receiver();
      const token = await mint();
      for (const target of [`/?token=${token}&x=${char}`, `/?token=${token}${char}`]) {
        const outcome = await receive(unusual('GET', target));
        expect(outcome).toMatchObject({ outcome: 'refused', reason: 'malformed_url' });
        expect(outcome.response?.status).toBe(400);
      }
      expect(resolves()).toBe(0);
    },
  );

  test('is refused and counted where the client finds it malformed', async () => {
    const resolve = async () => {
      throw new ShortTokenError('short_token_malformed', 'no');
    };
    const { receive } = receiver({
      client: { resolve },
      clientAddress: () => '203.0.113.7',
      maxFailuresPerMinute: 1,
    });
    const reasons = [];
    for (let i = 0; i < 2; i++) reasons.push(await receive(get('/?token=abcdefgh')));
    expect(reasons).toMatchObject([{ reason: 'invalid' }, { reason: 'too_many_attempts' }]);
  });

  test.each(['{SHORT_TOKEN}', 'a b c d e f', 'x'.repeat(513), ''])(
    '%j is refused, and nobody is asked',
    async (junk) => {
      let asked = 0;
      const resolve = async () => {
        asked += 1;
        return { ok: false as const, code: 'short_token_invalid' as const };
      };
      const { receive } = receiver({ client: { resolve } });
      const outcome = await receive(get(`/?token=${encodeURIComponent(junk)}`));
      expect(outcome).toMatchObject({ outcome: 'refused', reason: 'invalid' });
      expect(asked).toBe(0);
    },
  );

  test.each([
    ['the field of the relay page', {}, { 'mile-token': 'abcdefgh' }],
    [
      'any other field',
      { moduleUrl: 'https://svc.example/#{SHORT_TOKEN}', landing: '/a' },
      { token: 'abcdefgh' },
    ],
  ])('%s is left alone where it has no meaning', async (_, options, fields) => {
    const { receive, resolves } = receiver(options);
    expect(await receive(post('/', fields))).toMatchObject({
      outcome: 'absent',
      response: undefined,
    });
    expect(resolves()).toBe(0);
  });

  test.each(['x-forwarded-for', 'forwarded'])(
    'is counted for nobody behind a proxy that sends %s',
    async (name) => {
      const { receive, resolves } = receiver({ clientAddress: () => '10.0.0.2' });
      for (let i = 0; i < 40; i++) await receive(get('/?token=no-such-token', { [name]: 'x' }));
      expect(resolves()).toBe(40);
    },
  );
});

describe('many requests', () => {
  test('with one token at one time are one request to the API', async () => {
    const up = upstream();
    const { receive } = receiver({ client: up.client });
    const token = await up.mint();
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => receive(get(`/?token=${token}`))),
    );
    expect(outcomes.map(({ response }) => response?.status)).toEqual(Array(50).fill(303));
    expect(up.resolves()).toBe(1);
    // Nothing is kept once it has settled.
    expect((await receive(get(`/?token=${token}`))).response?.status).toBe(401);
    expect(up.resolves()).toBe(2);
  });

  test('share one request even when the client does not see to it', async () => {
    let calls = 0;
    let answer: (value: { ok: false; code: 'short_token_invalid' }) => void = () => {};
    const { receive } = receiver({
      client: {
        resolve: () => {
          calls += 1;
          return new Promise((done) => {
            answer = done;
          });
        },
      },
    });
    const waiting = Array.from({ length: 50 }, () => receive(get('/?token=abc')));
    await Promise.resolve();
    answer({ ok: false, code: 'short_token_invalid' });
    expect((await Promise.all(waiting)).every(({ response }) => response?.status === 401)).toBe(
      true,
    );
    expect(calls).toBe(1);
  });

  test('with random tokens and URLs crash nothing, and not one is let in', async () => {
    const { receive } = receiver({ maxFailuresPerMinute: Infinity });
    await fc.assert(
      fc.asyncProperty(anyString, anyString, fc.boolean(), async (token, other, raw) => {
        const value = raw ? token : encodeURIComponent(token.replace(/[\ud800-\udfff]/g, ''));
        const outcome = await receive(get(`/?x=${other}&token=${value}`));
        expect(['refused', 'absent']).toContain(outcome.outcome);
        if (outcome.outcome === 'refused') expect([400, 401]).toContain(outcome.response.status);
        // A raw '#' in `other` ends the query before the token comes.
        else expect(/[#]/.test(other)).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  test('with any bytes around a good token lead to this origin and nowhere else', async () => {
    const client = { resolve: async () => ({ ok: true as const, ...USER, bearerToken: BEARER }) };
    const slashes = fc.array(fc.constantFrom('/', '\\', '%2f', '.', 'x'), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(slashes, anyString, async (extra, query) => {
        const path = `/${extra.join('')}webhook`;
        const { receive } = receiver({
          client,
          moduleUrl: `${ORIGIN}/xwebhook?token={SHORT_TOKEN}`,
        });
        const outcome = await receive(get(`${path}?token=abc&${query}`));
        if (outcome.outcome !== 'authenticated') return;
        const location = outcome.response?.headers.get('location') ?? '';
        expect(location).toMatch(/^\.\.?\//);
        expect(new URL(location, ORIGIN + path).origin).toBe(ORIGIN);
        expect(location).not.toContain('token=abc');
      }),
      { numRuns: RUNS },
    );
  });
});
