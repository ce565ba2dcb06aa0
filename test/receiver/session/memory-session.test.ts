import { afterEach, describe, expect, test, vi } from 'vitest';
import { identityFrom, type MileIdentity } from '../../../src/receiver/identity.ts';
import { createReceiver } from '../../../src/receiver/index.ts';
import { memorySession } from '../../../src/receiver/session/memory-session.ts';
import { BEARER, USER } from '../support/upstream.ts';

const identity = identityFrom({ ...USER, bearerToken: BEARER }) as MileIdentity;
const context = { url: '/', isDocument: true, isEmbedded: false };
const withCookie = (cookie: string) => ({ headers: { cookie } });
const cookieOf = (answer: unknown) => String(answer).split(';')[0] ?? '';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe('sessions in memory', () => {
  test('give the identity back with its bearer', async () => {
    const session = memorySession();
    const cookie = cookieOf(await session.start(identity, withCookie(''), context));
    const found = await session.read(withCookie(cookie));
    expect(found?.bearerToken).toBe(BEARER);
    expect(found).toMatchObject(USER);
    expect(cookie).not.toContain(BEARER);
    expect(cookie).not.toContain(USER.userId);
  });

  test('start under a new id and end the session that was there', async () => {
    const session = memorySession();
    const first = cookieOf(await session.start(identity, withCookie(''), context));
    const second = cookieOf(await session.start(identity, withCookie(first), context));
    expect(second).not.toBe(first);
    expect(await session.read(withCookie(first))).toBeUndefined();
    expect(await session.read(withCookie(second))).toMatchObject(USER);
  });

  test('take an id that somebody made up for nothing', async () => {
    const session = memorySession();
    const fixed = '__Host-mile-session=chosen-by-an-attacker';
    const cookie = cookieOf(await session.start(identity, withCookie(fixed), context));
    expect(cookie).not.toBe(fixed);
    expect(await session.read(withCookie(fixed))).toBeUndefined();
  });

  test('end, here and in the browser, in a tab and in a frame', async () => {
    const session = memorySession();
    const cookie = cookieOf(await session.start(identity, withCookie(''), context));
    expect(await session.end(withCookie(cookie))).toEqual([
      '__Host-mile-session=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0',
      '__Host-mile-session=; Path=/; Secure; HttpOnly; SameSite=None; Partitioned; Max-Age=0',
    ]);
    expect(await session.read(withCookie(cookie))).toBeUndefined();
  });

  test('have a cookie that works in a frame where they start in one', async () => {
    const framed = { ...context, isEmbedded: true };
    const answer = await memorySession().start(identity, withCookie(''), framed);
    expect(answer).toMatch(/; SameSite=None; Partitioned; Max-Age=28800$/);
  });

  test('are found behind a cookie that is none of theirs, and all of them end', async () => {
    const session = memorySession();
    const one = cookieOf(await session.start(identity, withCookie(''), context));
    const two = cookieOf(await session.start(identity, withCookie(''), context));
    const all = withCookie(`__Host-mile-session=unknown; ${one}; ${two}`);
    expect(await session.read(all)).toMatchObject(USER);
    await session.end(all);
    expect(await session.read(all)).toBeUndefined();
  });

  test('expire', async () => {
    vi.useFakeTimers();
    const session = memorySession({ maxAgeSeconds: 60 });
    const cookie = cookieOf(await session.start(identity, withCookie(''), context));
    vi.advanceTimersByTime(59_999);
    expect(await session.read(withCookie(cookie))).toMatchObject({ userId: identity.userId });
    vi.advanceTimersByTime(1);
    expect(await session.read(withCookie(cookie))).toBeUndefined();
  });

  test('are bounded: the oldest makes room', async () => {
    const session = memorySession({ maxSessions: 2 });
    const cookies = [];
    for (let i = 0; i < 3; i++) {
      cookies.push(cookieOf(await session.start(identity, withCookie(''), context)));
    }
    const found = await Promise.all(cookies.map((cookie) => session.read(withCookie(cookie))));
    expect(found.map(Boolean)).toEqual([false, true, true]);
  });

  test.each([
    [{ maxAgeSeconds: 0 }, RangeError],
    [{ maxAgeSeconds: 1.5 }, RangeError],
    [{ maxSessions: 0 }, RangeError],
    [{ maxSessions: 1.5 }, RangeError],
    [{ maxSessions: '9' as never }, RangeError],
    [{ cookieName: 'a b' }, TypeError],
  ])('are refused with %j', (options, type) => {
    expect(() => memorySession(options)).toThrow(type);
  });
});

describe('sessions that nobody chose', () => {
  const client = {
    resolve: async () => ({ ok: false as const, code: 'short_token_invalid' as const }),
  };
  const options = {
    moduleUrl: 'https://svc.example/?t={SHORT_TOKEN}',
    client,
    admit: 'anyone',
  } as const;

  test.each([
    ['production', options, 1],
    ['production', { ...options, session: memorySession() }, 0],
    ['development', options, 0],
  ])('in %s warn as they should: %#', (mode, given, warnings) => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    vi.stubEnv('NODE_ENV', mode);
    createReceiver(given);
    expect(warn).toHaveBeenCalledTimes(warnings);
    if (warnings > 0) expect(warn.mock.calls[0]?.[0]).toMatch(/in the memory of this process/);
  });
});
