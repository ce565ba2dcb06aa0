import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findToken } from '../../src/receiver/find-token.ts';
import { requestFilter } from '../../src/receiver/request-filter.ts';
import { readTokenPlace } from '../../src/receiver/token-place.ts';
import { RUNS } from '../support/property.ts';

const filterFor = (moduleUrl: string, basePath = '', logoutPath?: string) => {
  const { place } = readTokenPlace(moduleUrl, basePath);
  return { place, ...requestFilter({ place, basePath, logoutPath }) };
};

describe('a request to another path', () => {
  const { mayConcern } = filterFor('https://svc.example/webhook?token={SHORT_TOKEN}');

  test.each([
    ['GET', '/task?token=abc'],
    ['POST', '/task'],
    ['GET', '/'],
    ['GET', '/webhook'],
    ['GET', '/webhook?page=2'],
    ['GET', 'https://svc.example/task?token=abc'],
    ['POST', 'https://svc.example/task'],
  ])('%s %s is told at first sight', (method, target) => {
    expect(mayConcern(method, target)).toBe(false);
  });

  test.each(['{SHORT_TOKEN}', '{SHORT_TOKEN}/report'])(
    'is told for a token in the path as well: %s',
    (rest) => {
      const { mayConcern: inPath } = filterFor(`https://svc.example/open/${rest}`);
      expect(inPath('GET', '/task/1/report')).toBe(false);
      expect(inPath('GET', '/open/1/report')).toBe(true);
    },
  );
});

describe('law: the first look never says no where there is a token', () => {
  const PLACES = [
    filterFor('https://svc.example/webhook?token={SHORT_TOKEN}'),
    filterFor('https://svc.example/?token={SHORT_TOKEN}'),
    filterFor('https://svc.example/open/{SHORT_TOKEN}'),
    filterFor('https://svc.example/K%C3%A9/{SHORT_TOKEN}/x'),
  ];
  const piece = fc.constantFrom(
    ...['/', '//', '\\', '/webhook', '/Webhook', '/%77ebhook', '\\webhook', 'webhook', '/open/abc'],
    ...['/OPEN/abc/', '/%4fpen/abc', '/k\u00c3\u00a9/t/x', '/%4B%C3%A9/t/x', 'http:', 'https:'],
    ...['//svc.example', '//[::1]:80', '?', '&', 'token=abc', '%74oken=abc', '#', 'a', '.', ':'],
  );

  test('however the target is written', () => {
    const target = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));
    let found = 0;
    fc.assert(
      fc.property(target, fc.constantFrom(...PLACES), (written, { place, mayConcern }) => {
        const { tokens = [] } = findToken(place, '', written) ?? {};
        if (tokens.length === 0) return;
        found += 1;
        expect(mayConcern('GET', written)).toBe(true);
      }),
      { numRuns: RUNS * 5 },
    );
    expect(found).toBeGreaterThan(RUNS / 50);
  });

  test('behind a base path, seen or stripped', () => {
    const { place, mayConcern } = filterFor(
      'https://svc.example/app/webhook?t={SHORT_TOKEN}',
      '/app',
    );
    for (const target of [
      '/app/webhook?t=1',
      '/webhook?t=1',
      'https://svc.example/app/webhook?t=1',
    ]) {
      expect(findToken(place, '/app', target)?.tokens).toEqual(['1']);
      expect(mayConcern('GET', target)).toBe(true);
    }
  });
});

const FORM = 'application/x-www-form-urlencoded';

describe('a receiver is concerned with', () => {
  test.each([
    ['query', 'GET', '/webhook?token=T', '', true],
    ['query', 'HEAD', '/webhook?token=T', '', true],
    ['query', 'OPTIONS', '/webhook?token=T', '', false],
    ['query', 'GET', '/webhook?a=%20', '', false],
    ['query', 'GET', '/webhook', '', false],
    ['query', 'GET', '/web?token=T', '', false],
    ['query', 'POST', '/webhook', FORM, true],
    ['query', 'POST', '/webhook', 'application/json', false],
    ['query', 'PUT', '/webhook?a=%20', FORM, false],
    ['query', 'POST', '/logout', '', true],
    ['query', 'GET', '/logout?token=T', '', false],
    ['path', 'GET', '/open/T', '', true],
    ['path', 'GET', '/open', '', false],
    ['path', 'POST', '/open', FORM, true],
    ['fragment', 'GET', '/open', '', true],
    ['fragment', 'HEAD', '/open', '', false],
    ['fragment', 'POST', '/open', FORM, true],
    ['fragment', 'GET', '/other', '', false],
  ])('a token in the %s: %s %s of the type %j: %s', (kind, method, target, type, answer) => {
    const { concerns } = filterFor(
      {
        query: 'https://svc.example/webhook?token={SHORT_TOKEN}',
        path: 'https://svc.example/open/{SHORT_TOKEN}',
        fragment: 'https://svc.example/open#{SHORT_TOKEN}',
      }[kind] ?? '',
      '',
      '/logout',
    );
    expect(concerns(method, target, () => type)).toBe(answer);
  });

  test('no sign-out where there is no path for it', () => {
    const { concerns, isLogout } = filterFor('https://svc.example/webhook?token={SHORT_TOKEN}', '');
    expect([concerns('POST', '/logout', () => FORM), isLogout('POST', '/logout')]).toEqual([
      false,
      false,
    ]);
  });
});

test('a post that signs out concerns the receiver, wherever it leads', () => {
  const { concerns } = filterFor('https://svc.example/webhook?token={SHORT_TOKEN}', '', '/logout');
  for (const target of ['/logout', '/LOGOUT/', '//logout', '/%6cogout?x=1']) {
    expect(concerns('POST', target, () => undefined)).toBe(true);
    expect(concerns('GET', target, () => undefined)).toBe(false);
  }
});
