import { afterEach, describe, expect, test, vi } from 'vitest';
import { identityFrom, type MileIdentity } from '../../src/receiver/identity.ts';
import { userChange } from '../../src/receiver/user-change.ts';
import { cookieOf, get, ORIGIN, post, receiver } from './support/receiver.ts';
import { BEARER, NAVIGATION, USER } from './support/upstream.ts';

afterEach(() => {
  vi.useRealTimers();
});

const VICTIM = USER;
const ATTACKER = { userId: '64f0c0ffee0000000000eeee', organizationId: USER.organizationId };
const OTHER_ORGANIZATION = { userId: USER.userId, organizationId: '64f0c0ffee0000000000dddd' };

/** A service whose tokens say by themselves whose they are. */
function service(options = {}) {
  const users: Record<string, typeof USER> = {
    victim: VICTIM,
    attacker: ATTACKER,
    other: OTHER_ORGANIZATION,
  };
  return receiver({
    client: {
      resolve: async (token) => {
        const user = users[token];
        return user
          ? { ok: true, ...user, bearerToken: `${BEARER}-${token}` }
          : { ok: false, code: 'short_token_invalid' };
      },
    },
    ...options,
  });
}

async function signedIn(options = {}) {
  const running = service(options);
  const cookie = cookieOf(await running.receive(get('/?token=victim')));
  const who = async (cookies = cookie) => {
    const { identity } = await running.receive(get('/', { cookie: cookies }));
    return identity && { userId: identity.userId, organizationId: identity.organizationId };
  };
  const follow = (token: string, headers: Record<string, string> = NAVIGATION) =>
    running.receive(get(`/?a=1&token=${token}`, { ...headers, cookie }));
  return { ...running, cookie, who, follow };
}

async function sealedIn(response: Response | undefined): Promise<string> {
  const html = (await response?.clone().text()) ?? '';
  return /name="mile-change" value="([^"]+)"/.exec(html)?.[1] ?? '';
}

describe('a link with the token of somebody else', () => {
  test.each([
    ['another user', 'attacker'],
    ['another organization', 'other'],
  ])('of %s asks, and changes nothing', async (_, token) => {
    const { follow, who, events } = await signedIn();
    const outcome = await follow(token);
    expect(outcome.outcome).toBe('asked');
    expect(outcome.response?.status).toBe(200);
    expect(outcome.response?.headers.getSetCookie()).toEqual([]);
    expect(await who()).toEqual(VICTIM);
    expect(events.at(-1)).toMatchObject({ outcome: 'asked' });
  });

  test('asks on a page that is accessible, strict, and tells nothing', async () => {
    const { follow } = await signedIn();
    const { response } = await follow('attacker');
    const html = (await response?.text()) ?? '';
    expect(html).toMatch(/<html lang="en">[\s\S]*<title>[\s\S]*<main><h1>/);
    expect(html).toContain(VICTIM.userId);
    expect(html).toContain(ATTACKER.userId);
    expect(html).not.toContain(BEARER);
    expect(html).toContain('method="post" action="./?a=1"');
    const policy = response?.headers.get('content-security-policy');
    expect(policy).toMatch(
      /^default-src 'none'; .*form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(response?.headers.get('cache-control')).toBe('no-store');
    expect(response?.headers.get('referrer-policy')).toBe('no-referrer');
  });

  test('asks in Indonesian, and by the names that the service gives', async () => {
    const { follow } = await signedIn({
      describeIdentity: ({ userId }: MileIdentity) => `<b>${userId.slice(-4)}</b>`,
    });
    const { response } = await follow('attacker', {
      ...NAVIGATION,
      'accept-language': 'id, en;q=.5',
    });
    const html = (await response?.text()) ?? '';
    expect(html).toContain('lang="id"');
    expect(html).toContain('&#60;b&#62;eeee&#60;/b&#62;');
    expect(html).not.toContain('<b>');
  });

  test('of the same user goes on without a question', async () => {
    const { follow } = await signedIn();
    expect((await follow('victim')).outcome).toBe('authenticated');
  });

  test('changes the user once the page was answered', async () => {
    const { follow, receive, cookie, who } = await signedIn();
    const sealed = await sealedIn((await follow('attacker')).response);
    const outcome = await receive(post('/?a=1', { 'mile-change': sealed }, { cookie }));
    expect(outcome.response?.status).toBe(303);
    expect(outcome.response?.headers.get('location')).toBe('./?a=1');
    expect(await who(cookieOf(outcome))).toEqual(ATTACKER);
    // Under another id.
    expect(await who()).toBeUndefined();
  });

  test.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a sibling', { origin: 'https://x.svc.example', 'sec-fetch-site': 'same-site' }],
    [
      'an old browser without Fetch Metadata on another site',
      { origin: 'https://evil.example', 'sec-fetch-site': '' },
    ],
    ['a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['nowhere', { origin: '', 'sec-fetch-site': '' }],
  ])('is not answered by %s', async (_, headers) => {
    const { follow, receive, cookie, who } = await signedIn();
    const sealed = await sealedIn((await follow('attacker')).response);
    const outcome = await receive(post('/', { 'mile-change': sealed }, { cookie, ...headers }));
    expect(outcome).toMatchObject({ outcome: 'refused', reason: 'cross_site' });
    expect(await who()).toEqual(VICTIM);
  });

  test('is answered by an old browser that sends Origin alone', async () => {
    const { follow, receive, cookie } = await signedIn();
    const sealed = await sealedIn((await follow('attacker')).response);
    const headers = { cookie, origin: ORIGIN, 'sec-fetch-site': '' };
    expect((await receive(post('/', { 'mile-change': sealed }, headers))).outcome).toBe(
      'authenticated',
    );
  });

  test('is refused where nobody can be asked', async () => {
    const { follow, who } = await signedIn();
    const outcome = await follow('attacker', { accept: 'application/json' });
    expect(outcome).toMatchObject({ outcome: 'refused', reason: 'different_user' });
    expect(outcome.response?.status).toBe(409);
    expect(await who()).toEqual(VICTIM);
  });

  test('changes the user without a question where the service allows it', async () => {
    const { follow, who } = await signedIn({ allowSilentUserChange: true });
    const outcome = await follow('attacker');
    expect(outcome.outcome).toBe('authenticated');
    expect(await who(cookieOf(outcome))).toEqual(ATTACKER);
  });

  test('is asked about admission again', async () => {
    let admitted = true;
    const { follow, receive, cookie, who } = await signedIn({ admit: () => admitted });
    const sealed = await sealedIn((await follow('attacker')).response);
    admitted = false;
    const outcome = await receive(post('/', { 'mile-change': sealed }, { cookie }));
    expect(outcome).toMatchObject({ outcome: 'refused', reason: 'not_admitted' });
    expect(await who()).toEqual(VICTIM);
  });
});

describe('what the page carries', () => {
  const identity = (user: typeof USER) =>
    identityFrom({ ...user, bearerToken: BEARER }) as MileIdentity;
  const [victim, attacker, other] = [VICTIM, ATTACKER, OTHER_ORGANIZATION].map(identity) as [
    MileIdentity,
    MileIdentity,
    MileIdentity,
  ];
  const secret = 'the same in all processes of a service';

  test('opens once more in another process with the same secret', async () => {
    const sealed = await userChange(secret).seal(attacker, victim);
    const opened = await userChange(secret).open(sealed, victim);
    expect(opened?.toSession()).toEqual(attacker.toSession());
  });

  test('opens for nobody else, nor once the change has happened', async () => {
    const { seal, open } = userChange(secret);
    const sealed = await seal(attacker, victim);
    expect(await open(sealed, other)).toBeUndefined();
    expect(await open(sealed, attacker)).toBeUndefined();
  });

  test('opens for five minutes', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { seal, open } = userChange(secret);
    const sealed = await seal(attacker, victim);
    vi.advanceTimersByTime(299_999);
    expect(await open(sealed, victim)).toMatchObject({ userId: attacker.userId });
    vi.advanceTimersByTime(1);
    expect(await open(sealed, victim)).toBeUndefined();
  });

  test('shows nothing, and never the same twice', async () => {
    const { seal } = userChange(secret);
    const one = await seal(attacker, victim);
    expect(atob(one)).not.toContain(BEARER);
    expect(await seal(attacker, victim)).not.toBe(one);
  });

  test('cannot be made up or changed', async () => {
    const { seal, open } = userChange(secret);
    const sealed = await seal(attacker, victim);
    const bytes = atob(sealed);
    for (let at = 0; at < bytes.length; at += 7) {
      const changed =
        bytes.slice(0, at) + String.fromCharCode(bytes.charCodeAt(at) ^ 1) + bytes.slice(at + 1);
      expect(await open(btoa(changed), victim)).toBeUndefined();
    }
    for (const made of ['', 'x', '%', 'AAAA', btoa('{}')])
      expect(await open(made, victim)).toBeUndefined();
    expect(await userChange().open(sealed, victim)).toBeUndefined();
  });
});
