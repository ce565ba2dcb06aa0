import { describe, expect, test } from 'vitest';
import type { SessionBinding, WebReceiverOptions } from '../../../src/receiver/index.ts';
import { get, post, receiver } from '../support/receiver.ts';
import { NAVIGATION, USER } from '../support/upstream.ts';

function bound(session: Partial<SessionBinding>, options: Partial<WebReceiverOptions> = {}) {
  return receiver({
    session: { read: () => undefined, start: () => undefined, end: () => undefined, ...session },
    logoutPath: '/logout',
    ...options,
  });
}

describe('a session', () => {
  test('is started with who came, the request without its token, and where it leads', async () => {
    const seen: unknown[] = [];
    const { receive, mint } = bound({
      start: (identity, request, context) => {
        seen.push(identity, request.url, context);
      },
    });
    await receive(get(`/?token=${await mint()}&b`, { ...NAVIGATION, 'sec-fetch-dest': 'iframe' }));
    const context = { url: '/?b', isDocument: true, isEmbedded: true };
    expect(seen).toEqual([expect.objectContaining(USER), 'https://svc.example/?b', context]);
  });

  test.each([
    ['one cookie', 'a=1', ['a=1']],
    ['two cookies', ['a=1; Path=/', 'b=2'], ['a=1; Path=/', 'b=2']],
    ['nothing', undefined, []],
  ])('gives %s to the redirect and to the answer of others', async (_, answer, cookies) => {
    const { receive, mint } = bound({ start: async () => answer });
    const moved = await receive(get(`/?token=${await mint()}`));
    expect(moved.response?.status).toBe(303);
    expect(moved.response?.headers.getSetCookie()).toEqual(cookies);
    const called = await receive(get(`/?token=${await mint()}`, {}));
    if (called.outcome !== 'authenticated') throw new Error(called.outcome);
    expect(called.headers.getSetCookie()).toEqual(cookies);
  });

  test.each([null, 1, {}, [1], ['a=1', 1], true])('may not be answered with %j', async (answer) => {
    const { receive, mint } = bound({ start: () => answer as never });
    await expect(receive(get(`/?token=${await mint()}`))).rejects.toThrow(/must give Set-Cookie/);
  });

  test.each(['read', 'start'] as const)(
    'whose %s throws is not taken for an outage of the API',
    async (name) => {
      const fail = () => {
        throw new Error('the session store is down');
      };
      const { receive, mint, events } = bound({ [name]: fail });
      await expect(receive(get(`/?token=${await mint()}`))).rejects.toThrow('store is down');
      expect(events).toEqual([]);
    },
  );

  test('is started for nobody who is not let in, nor for who is gone', async () => {
    let calls = 0;
    const { receive, mint } = bound({
      start: () => {
        calls += 1;
      },
    });
    for (const target of ['/', '/?token=x', '/?token=x&token=y']) await receive(get(target));
    await receive(get('/?token=x', NAVIGATION, { method: 'HEAD' }));
    const gone = new AbortController();
    const waiting = receive(get(`/?token=${await mint()}`, NAVIGATION, { signal: gone.signal }));
    gone.abort();
    expect(await waiting).toMatchObject({ outcome: 'skipped', reason: 'disconnected' });
    expect(calls).toBe(0);
  });

  test('that is good stays when a token is stale, and the page opens', async () => {
    const { toSession, ...rest } = { ...USER, bearerToken: 'b', toSession: () => ({}) as never };
    const user = { ...rest, toSession, authorization: () => '' };
    let ended = 0;
    const { receive, events } = bound({
      read: () => user,
      end: () => {
        ended += 1;
      },
    });
    const outcome = await receive(get('/?a=1&token=stale'));
    expect(outcome).toMatchObject({ outcome: 'kept', identity: USER, url: '/?a=1' });
    expect(outcome.response?.status).toBe(303);
    expect(outcome.response?.headers.get('location')).toBe('./?a=1');
    expect(outcome.response?.headers.getSetCookie()).toEqual([]);
    expect(events).toEqual([{ outcome: 'kept', ...USER }]);
    // What is no page has no use for a redirect, and what is posted would be lost by one.
    expect((await receive(get('/?token=stale', {}))).response?.status).toBe(401);
    const posted = get('/?token=stale', NAVIGATION, { method: 'POST', body: '{}' });
    expect((await receive(posted)).response?.status).toBe(401);
    expect(ended).toBe(0);
  });

  test('ends by a post to the logout path, and by nothing else', async () => {
    let ended = 0;
    const { receive, events } = bound({
      end: () => {
        ended += 1;
        return 's=; Max-Age=0';
      },
    });
    expect((await receive(get('/logout'))).outcome).toBe('absent');
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await receive(post('/logout', {}, foreign))).response?.status).toBe(400);
    expect(ended).toBe(0);
    const outcome = await receive(post('/logout', {}));
    expect(outcome.outcome).toBe('signed_out');
    expect(outcome.response?.headers.getSetCookie()).toEqual(['s=; Max-Age=0']);
    expect(await outcome.response?.text()).toContain('You are signed out');
    expect(ended).toBe(1);
    expect(events.at(-1)).toEqual({ outcome: 'signed_out' });
  });

  test('ends whatever the post to the logout path holds', async () => {
    const { receive } = bound({ end: () => 's=; Max-Age=0' }, { formField: 'st' });
    for (const fields of [{ 'mile-change': 'x' }, { st: 'abcdefgh' }]) {
      expect((await receive(post('/logout', fields))).outcome).toBe('signed_out');
    }
  });
});
