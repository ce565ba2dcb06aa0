import { describe, expect, test } from 'vitest';
import { sessionCookie } from '../../../src/receiver/session/session-cookie.ts';

describe('a session cookie', () => {
  test.each([
    [{}, '__Host-s=id; Path=/; Secure; HttpOnly; SameSite=Lax'],
    [{ isEmbedded: true }, '__Host-s=id; Path=/; Secure; HttpOnly; SameSite=None; Partitioned'],
    [{ maxAgeSeconds: 60 }, '__Host-s=id; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=60'],
    [
      { maxAgeSeconds: 34_560_000 },
      '__Host-s=id; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=34560000',
    ],
    [{ maxAgeSeconds: 0 }, '__Host-s=id; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0'],
  ])('with %j is written as RFC 6265bis has it', (options, cookie) => {
    expect(sessionCookie('s', 'id', options)).toBe(cookie);
  });

  test.each([
    ['a b', 'id', {}],
    ['', 'id', {}],
    [undefined, 'id', {}],
    [1, 'id', {}],
    ['s', 'a;b', {}],
    ['s', 'a b', {}],
    ['s', 'a"', {}],
    ['s', 'a,b', {}],
    ['s', 'a\\b', {}],
    ['s', 'a\r\nx', {}],
    ['s', 1, {}],
    ['s', 'id', { maxAgeSeconds: -1 }],
    ['s', 'id', { maxAgeSeconds: 34_560_001 }],
    ['s', 'id', { maxAgeSeconds: 1.5 }],
  ])('is refused: %j %j %j', (name, value, options) => {
    expect(() => sessionCookie(name as string, value as string, options)).toThrow(/must be/);
  });
});
