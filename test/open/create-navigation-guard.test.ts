import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { URL as WhatwgUrl } from 'whatwg-url';
import { createNavigationGuard } from '../../src/open/create-navigation-guard.ts';
import { parseModuleUrl } from '../../src/url/parse-module-url.ts';
import { RUNS } from '../support/property.ts';

const MODULE = 'https://s.example/app?token={SHORT_TOKEN}';
const guard = createNavigationGuard(MODULE);

const GOOD = [
  'https://s.example',
  'https://s.example/',
  'https://s.example/other?x=1#y',
  'https://s.example?x=@evil.com',
  'https://s.example#@evil.com',
  'https://s.example/@evil.com/\\..\\',
  'https://s.example:443/',
  'HTTPS://S.EXAMPLE/',
  'https://s.example/docs/{SHORT_TOKEN/SHORT_TOKEN}',
  `https://s.example/${'long'.repeat(5_000)}`,
];

/** What a look-alike is made of: where the real host stands in a URL that leads elsewhere, or nowhere. */
const PREFIXES = [
  'https://',
  'http://',
  'https:/',
  'https:',
  'https:\\\\',
  '//',
  '',
  'https:///',
  ' https://',
  'https://\t',
];
const HOSTS = [
  's.example.evil.com',
  's.example@evil.com',
  's.example:443@evil.com',
  'evil.com/s.example',
  'evil.com?@s.example',
  'evil.com#@s.example',
  'evil.com\\@s.example',
  's.example\\@evil.com',
  's.example\\.evil.com',
  's.example\t.evil.com',
  's.example\n.evil.com',
  's.example%2eevil.com',
  's.example%00.evil.com',
  's.example.',
  '.s.example',
  'xs.example',
  'a.s.example',
  's-example',
  's.exampl\u0435',
  's\u3002example',
  'ｓ.example',
  's.example\u00ad',
  's.example\u200b',
  'user@s.example',
  '@s.example',
  's.example:8443',
  's.example:80',
  's.example:0443x',
  's.example:99999',
  '[s.example]',
];
const SCHEMES = [
  'javascript',
  'data',
  'blob:https',
  'intent',
  'file',
  'ftp',
  'ws',
  'wss',
  'about',
  'tel',
  'view-source:https',
  'filesystem:https',
];

const LOOK_ALIKES = [
  ...PREFIXES.flatMap((prefix) => HOSTS.map((host) => `${prefix}${host}/`)),
  ...PREFIXES.filter((prefix) => prefix !== 'https://').map((prefix) => `${prefix}s.example/`),
  ...SCHEMES.map((scheme) => `${scheme}://s.example/`),
  'about:blank',
  'about:srcdoc',
  'data:text/html,https://s.example/',
  'javascript:"https://s.example/"',
];

describe('the navigation guard', () => {
  test.each(GOOD.map((url) => [url.slice(0, 60), url]))('lets %j through', (_, url) => {
    expect(guard(url)).toBe(true);
    expect(guard({ url })).toBe(true);
  });

  test('refuses every one of more than a hundred look-alikes', () => {
    expect(new Set(LOOK_ALIKES).size).toBeGreaterThan(100);
    expect(LOOK_ALIKES.filter((url) => guard(url) || guard({ url }))).toEqual([]);
  });

  test('refuses what a white-list of beginnings lets through', () => {
    const byPrefix = LOOK_ALIKES.filter((url) => /^https:\/\/s\.example/.test(url));
    expect(byPrefix).toContain('https://s.example.evil.com/');
    expect(byPrefix).toContain('https://s.example@evil.com/');
    expect(byPrefix.filter((url) => guard(url))).toEqual([]);
  });

  test('never lets through what a browser takes for another origin', () => {
    const { origin } = parseModuleUrl(MODULE);
    const piece = fc.constantFrom(
      ...'/\\@:#?.%\t\n []',
      'https://',
      's.example',
      'evil.com',
      '443',
      '2e',
      's',
      'é',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), (pieces) => {
        const url = pieces.join('');
        if (guard(url)) expect(new WhatwgUrl(url).origin).toBe(origin);
      }),
      { numRuns: RUNS },
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 7 }), (pieces) => {
        const url = `https://s.example${pieces.join('')}`;
        if (guard(url)) expect(new WhatwgUrl(url).origin).toBe(origin);
      }),
      { numRuns: RUNS },
    );
  });

  test.each([undefined, null, 1, {}, { url: 1 }])('refuses %j', (request) => {
    expect(guard(request as never)).toBe(false);
  });

  test('keeps to the port and the scheme of a module on loopback', () => {
    const local = createNavigationGuard('http://localhost:3000/?t={SHORT_TOKEN}', {
      allowHttpLoopback: true,
    });
    expect(local('http://localhost:3000/x')).toBe(true);
    for (const other of [
      'http://localhost:3001/',
      'https://localhost:3000/',
      'http://127.0.0.1:3000/',
    ]) {
      expect(local(other)).toBe(false);
    }
  });

  test('lets frames inside the page be, but lets none of them leave the WebView', () => {
    const inside = (url: string) => guard({ url, isTopFrame: false });
    for (const url of [
      'https://maps.example/x',
      'about:blank',
      'about:srcdoc',
      'blob:https://x/1',
    ]) {
      expect([inside(url), guard({ url, isTopFrame: true }), guard(url)]).toEqual([
        true,
        false,
        false,
      ]);
    }
    for (const url of [
      'intent://x#Intent;end',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'tel:1',
    ]) {
      expect(inside(url)).toBe(false);
    }
  });

  test('knows further origins, exactly', () => {
    const both = createNavigationGuard(MODULE, { origins: ['https://login.example:8443/'] });
    expect(both('https://login.example:8443/authorize?x=1')).toBe(true);
    expect(both('https://s.example/')).toBe(true);
    for (const url of ['https://login.example/', 'https://login.example.evil.com:8443/']) {
      expect(both(url)).toBe(false);
    }
    for (const origins of [['login.example'], ['javascript:1'], ['http://login.example']]) {
      expect(() => createNavigationGuard(MODULE, { origins })).toThrow('origins');
    }
  });

  test('takes a parsed module URL, and throws for one that may not be used', () => {
    expect(createNavigationGuard(parseModuleUrl(MODULE))('https://s.example/')).toBe(true);
    expect(() => createNavigationGuard('javascript:alert(1)')).toThrow(
      expect.objectContaining({ code: 'scheme-forbidden' }),
    );
  });
});
