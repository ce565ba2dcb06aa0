import { describe, expect, test } from 'vitest';
import { readCookie, readCookies } from '../../../src/receiver/session/read-cookie.ts';

const withCookie = (cookie: string) => ({ headers: { cookie } });

describe('reading a cookie', () => {
  test.each([
    ['__Host-session=good', 'good'],
    ['a=1; __Host-session=good; b=2', 'good'],
    ['a=1;__Host-session=good', 'good'],
    ['__Host-session=a=b', 'a=b'],
    ['__Host-session=', ''],
    // What a sibling domain or a script can set.
    ['x__Host-session=evil', undefined],
    ['x__Host-session=evil; __Host-session=good', 'good'],
    ['__Host-session2=evil', undefined],
    ['__host-session=evil', undefined],
    ['session=evil', undefined],
    ['a=__Host-session=evil', undefined],
    ['a="; __Host-session"=evil', undefined],
    ['', undefined],
  ])('of %j gives %j', (header, value) => {
    expect(readCookie(withCookie(header), 'session')).toBe(value);
  });

  test('knows the requests of all servers', () => {
    const cookie = '__Host-s=1';
    const raw = new Request('https://svc.example', { headers: { cookie } });
    expect(readCookie(raw, 's')).toBe('1');
    expect(readCookie({ headers: { cookie } }, 's')).toBe('1');
    expect(readCookie({ req: { header: (name) => raw.headers.get(name) ?? undefined } }, 's')).toBe(
      '1',
    );
    expect(readCookie({ headers: {} }, 's')).toBeUndefined();
  });

  test('can give the cookies of a tab and of a frame', () => {
    expect(readCookies(withCookie('__Host-s=tab; __Host-s=frame'), 's')).toEqual(['tab', 'frame']);
  });
});
