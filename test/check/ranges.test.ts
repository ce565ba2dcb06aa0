import { describe, expect, test } from 'vitest';
import { checkModuleUrl, type ModuleUrlDiagnosticCode } from '../../src/check/index.ts';
import { unmark } from '../support/marked.ts';

const LONG = `https://s.example/${'a'.repeat(8192 - 18)}`;

// Every code of the union, with URLs in which « and » stand around each range that it is reported of.
const CASES: Record<ModuleUrlDiagnosticCode, readonly [string, ...string[]]> = {
  'ambiguous-host': [
    'https://«0x7f.1»/?t={SHORT_TOKEN}',
    'https://«2130706433»:8443/',
    'https://«192.168.010.1»',
    'https://«256.1.1.1»?t={SHORT_TOKEN}',
    'https://«s.1»#x',
    'https://«1.2.3.4.»/',
  ],
  'angle-bracket-placeholder': [
    'https://s.example/?t=«<SHORT_TOKEN>»&u=«<SHORT_TOKEN>»',
    'https://s.example/«<SHORT_TOKEN>»#«<SHORT_TOKEN>»',
  ],
  backslash: ['https:«\\»«\\»s.example«\\»x?a=b«\\»#«\\»', 'https://s.example«\\»@evil.example/'],
  'bearer-in-url': [
    'https://s.example/w?token=«eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln»&x=1',
    'https://s.example/«eyJhbGciOiJIUzI1NiJ9.e30.»/x#«eyJ0eXAiOiJKV1QiLCJh.b»',
  ],
  'control-character': [
    'ht«\n»tps://s.example/?t={SHORT_TOKEN}',
    'https://s.example/a«\t\0\x7f»b?c=«\r\n»d',
    '«\u0001»https://s.example/',
  ],
  'credentials-in-url': [
    'https://«user:pw@»s.example/',
    'https://«s.example@»evil.example?t={SHORT_TOKEN}',
    'https://«@»s.example/',
    'https://«a@b@»s.example:8443/',
  ],
  'dot-segment': [
    'https://s.example«/..»/a«/.»«/%2e%2E»?x=/..#/../',
    'https://s.example/a«/.%2e»',
    'https://s.example«/.»/{SHORT_TOKEN}',
  ],
  'duplicate-parameter': [
    'https://s.example/?t={SHORT_TOKEN}&«t=1»&u=2&u=3',
    'https://s.example/?t=1&«%74={SHORT_TOKEN}»&«t=»',
    'https://s.example/?a+b={SHORT_TOKEN}&«a%20b=1»',
    'https://s.example/?%FF+={SHORT_TOKEN}&%FE+=1&«%FF+=1»',
  ],
  'empty-url': ['«»', '« \n\ufeff»'],
  'encoded-placeholder': [
    'https://s.example/?t=«%7BSHORT_TOKEN%7D»&u=«%3cSHORT_TOKEN%3E»',
    'https://s.example/«%7bSHORT_TOKEN%7d»/',
  ],
  'encoded-url': [
    '«https%3A%2F%2Fs.example%2F%3Ft%3D%7BSHORT_TOKEN%7D»',
    'https://s.example«%2Fwebhook»/?t={SHORT_TOKEN}',
  ],
  'escaped-character': [
    'https://s.example/«é ü»?q=«"»x«\'»#«<>`»',
    'https://s.example/«😀»/{SHORT_TOKEN}«ß»',
  ],
  'html-entity': [
    'https://s.example/?a=1«&amp;»t={SHORT_TOKEN}',
    'https://s.example/?a=1«&#38;»t={SHORT_TOKEN}#x«&#x26;»y',
  ],
  'insecure-scheme': ['«http»://s.example/?t={SHORT_TOKEN}', '«HTTP»://localhost:3000/'],
  'invalid-host': [
    'https://«s..example»/?t={SHORT_TOKEN}',
    'https://«s%2eexample»:8443/',
    'https://«[fe80::1%25eth0]»/',
    'https://«[1::2::3]»:443/',
    'https://«[:1::]»/',
    'https://«[1:2]»/',
    'https://«»:8443/',
    'https://«xn--a»/',
    'https://«s example»/',
  ],
  'invalid-port': [
    'https://s.example:«99999»/?t={SHORT_TOKEN}',
    'https://s.example:«8x»',
    'https://s.example:«0»/',
    'https://[2001:db8::1]:«x»/',
    'https://s.example:«1:2»/',
  ],
  'invisible-character': [
    'https://s.example/a«\u200b»b?t={SHORT_TOKEN}«\u2060»&x',
    'https://s«\xad».example/',
    '«\u200b»https://s.example/?t={SHORT_TOKEN}',
  ],
  'lone-surrogate': ['https://s.example/«\ud800»?t=😀&u=«\udc00»'],
  'malformed-authority': [
    'https«:»s.example/?t={SHORT_TOKEN}',
    'https«:///»s.example/',
    'https«:/»s.example/',
    'https«://»?t={SHORT_TOKEN}',
  ],
  'malformed-percent-encoding': [
    'https://s.example/«%»zz?y=«%»4&t={SHORT_TOKEN}#100«%»',
    'https://s.example/?x=%41«%»',
  ],
  'misplaced-delimiter': [
    'https://s.example/?a=1«?»t={SHORT_TOKEN}',
    'https://s.example/?«?»t={SHORT_TOKEN}',
    'https://s.example/w«&»t={SHORT_TOKEN}',
    'https://s.example/«%3F»t={SHORT_TOKEN}',
    'https://s.example/?a=1«%26»t={SHORT_TOKEN}',
    'https://s.example/?t={SHORT_TOKEN}«?»lang=id',
    'https://s.example/«？»t={SHORT_TOKEN}',
  ],
  'misspelled-scheme': [
    '«htps://»s.example/',
    '«https//»s.example/',
    '«https.//»s.example/',
    '«https;//»s.example/',
    '«https ://»s.example/',
    '«https://»https://s.example/',
    '«http:»https://s.example/',
  ],
  'misspelled-placeholder': ['https://s.example/«{short_token}»?t=«SHORT_TOKEN»#«[SHORT_TOKEN]»'],
  'nested-url': [
    'https://s.example/r?next=«https://»other.example/?t={SHORT_TOKEN}',
    'https://s.example/r?next=«https%3A%2F%2F»other.example%2F%3Ft%3D{SHORT_TOKEN}',
    'https://s.example/r?next=«https%253a%252f%252f»other.example%252F{SHORT_TOKEN}',
    'https://s.example/r?next«=//»other.example/{SHORT_TOKEN}',
    'https://s.example/r?n=https%3A%2F%2Fs.example%2F%3Fu%3D«https%253A%252F%252F»o.example%252F{SHORT_TOKEN}',
  ],
  'no-placeholder': ['«https://s.example/static»', '«https://s.example/?t={OTHER}#x»'],
  'non-ascii-host': ['https://«bücher.example»:8443/?t={SHORT_TOKEN}', 'https://«s。example»/'],
  'non-canonical-host': ['https://«[2001:db8:0:0:0:0:0:1]»/', 'https://«[::ffff:1.2.3.4]»:8443/'],
  'placeholder-after-percent': [
    'https://s.example/?t=«%{SHORT_TOKEN}»&u=«%4{SHORT_TOKEN}»',
    'https://s.example/«%a<SHORT_TOKEN>»',
    'https://s.example/r?n=https%3A%2F%2Fs.example%2F%3Ft%3D«%25{SHORT_TOKEN}»',
  ],
  'placeholder-in-credentials': [
    'https://«{SHORT_TOKEN}»@s.example/',
    'https://u:«{SHORT_TOKEN}»@s.example/',
  ],
  'placeholder-in-host': ['https://«{SHORT_TOKEN}».s.example/', 'https://s.example«{SHORT_TOKEN}»'],
  'placeholder-in-parameter-name': [
    'https://s.example/?«{SHORT_TOKEN}»=1&«{SHORT_TOKEN}»',
    'https://s.example/?a=1&x«{SHORT_TOKEN}»',
  ],
  'placeholder-in-port': ['https://s.example:«{SHORT_TOKEN}»/', 'https://[::1]:«{SHORT_TOKEN}»'],
  'placeholder-in-scheme': ['«{SHORT_TOKEN}»://s.example/'],
  'private-host': [
    'https://«localhost»:3000/?t={SHORT_TOKEN}',
    'https://«192.168.1.10»/',
    'https://«[::1]»/',
    'https://«intranet»/',
    'https://«printer.local»/',
    'https://«172.31.0.1»/',
    'https://«[fd00::1]»/',
  ],
  'scheme-forbidden': [
    '«javascript»:alert(1)//{SHORT_TOKEN}',
    '«FTP»://s.example/',
    '«intent»://s/',
  ],
  'scheme-missing': [
    '«»s.example/w?t={SHORT_TOKEN}',
    '«//»s.example/',
    '«»s.example:8443/x',
    '«»localhost:3000',
    '«»s.example?t={SHORT_TOKEN}',
    '«»s.example#{SHORT_TOKEN}',
  ],
  'surrounding-whitespace': [
    '« »https://s.example/?t={SHORT_TOKEN}« \u00a0»',
    '«\ufeff»https://s.example/',
  ],
  'text-beside-placeholder': [
    'https://s.example/?t={SHORT_TOKEN}«.»',
    'https://s.example/?t=«=»{SHORT_TOKEN}&x',
    'https://s.example/?t=«"»{SHORT_TOKEN}«"»',
    'https://s.example/{SHORT_TOKEN}«,»?x',
    'https://s.example/?t={SHORT_TOKEN}« (prod)»',
  ],
  'token-in-fragment': ['https://s.example/{SHORT_TOKEN}#«{SHORT_TOKEN}»&t=«<SHORT_TOKEN>»'],
  'too-long': [`${LONG}«a»`, `${LONG}«${'{'.repeat(50_000)}»`],
  'trailing-dot-host': ['https://s.example«.»/?t={SHORT_TOKEN}', 'https://s.example«.»:8443'],
  'unescaped-character': ['https://s.example/a«|»b«[»?x=«{»1«}|»2#«{#»'],
  'unverified-punycode': ['https://«xn--12c1fe0br.example»/?t={SHORT_TOKEN}'],
  'wrapped-url': [
    '«"https://s.example/?t={SHORT_TOKEN}"»',
    '«[open](https://s.example/?t={SHORT_TOKEN})»',
    '«URL: https://s.example/»',
  ],
  'unknown-placeholder': [
    'https://s.example/«{USER_ID}»?t={SHORT_TOKEN}&u=«%7Bother%7D»#«{a.b}»',
    'https://s.example/?t=«{MY_SHORT_TOKEN}»',
  ],
};

describe('every code is reported of exactly the characters that it is about', () => {
  for (const [code, urls] of Object.entries(CASES)) {
    for (const marked of urls) {
      test(`${code} in ${JSON.stringify(marked.length > 90 ? `${marked.slice(0, 60)}…` : marked)}`, () => {
        const { source, ranges } = unmark(marked);
        const found = checkModuleUrl(source).diagnostics.filter((d) => d.code === code);
        expect(ranges.length).toBeGreaterThan(0);
        expect(found.map(({ start, end }) => ({ start, end }))).toEqual(ranges);
        for (const { message, severity } of found) {
          expect(message.startsWith(`${code.replaceAll('-', ' ')}`)).toBe(true);
          expect(['error', 'warning', 'info']).toContain(severity);
        }
      });
    }
  }
});

describe('an inner URL in the path', () => {
  test.each([
    'https://s.example/{SHORT_TOKEN}/https://other.example/',
    'https://s.example/https://other.example/',
    'https://s.example/https://other.example/#{SHORT_TOKEN}',
    'https://s.example/go/https://s.example/{SHORT_TOKEN}',
    'https://s.example/go/HTTPS://S.EXAMPLE/{SHORT_TOKEN}',
  ])('is not reported where no token goes to another origin: %s', (source) => {
    expect(checkModuleUrl(source).diagnostics.map(({ code }) => code)).not.toContain('nested-url');
  });
});

describe('diagnostics', () => {
  test('have all the codes of the union and no others', () => {
    const codes = new Set<string>();
    for (const marked of Object.values(CASES).flat()) {
      for (const { code } of checkModuleUrl(unmark(marked).source).diagnostics) codes.add(code);
    }
    expect([...codes].sort()).toEqual(Object.keys(CASES).sort());
  });

  test('are frozen, the list and each of them', () => {
    for (const source of ['https://s.example/', 'https://s.example/#{SHORT_TOKEN}', 'nonsense']) {
      const { diagnostics } = checkModuleUrl(source);
      expect(diagnostics.length).toBeGreaterThan(0);
      expect([diagnostics, ...diagnostics].every(Object.isFrozen)).toBe(true);
    }
    expect(Object.isFrozen(checkModuleUrl('https://s.example/?t={SHORT_TOKEN}').diagnostics)).toBe(
      true,
    );
  });

  test('never quote the URL in their messages', () => {
    for (const marked of Object.values(CASES).flat()) {
      for (const { message } of checkModuleUrl(unmark(marked).source).diagnostics) {
        expect(message).not.toMatch(/s\.example|other\.example|evil|eyJ|user:pw|alert/);
      }
    }
  });

  test('allow http where no token is lost or the caller allows it on loopback', () => {
    const severity = (source: string, allowHttpLoopback: boolean) =>
      checkModuleUrl(source, { allowHttpLoopback }).diagnostics.find(
        ({ code }) => code === 'insecure-scheme',
      )?.severity;
    expect(severity('http://s.example/', false)).toBe('warning');
    expect(severity('http://s.example/?t={SHORT_TOKEN}', true)).toBe('error');
    for (const host of ['localhost', 'app.localhost', '127.0.0.1', '127.8.8.8', '[::1]']) {
      expect(severity(`http://${host}:3000/?t={SHORT_TOKEN}`, false)).toBe('error');
      expect(severity(`http://${host}:3000/?t={SHORT_TOKEN}`, true)).toBe(undefined);
    }
    for (const host of [
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      '[::2]',
      '[::ffff:7f00:1]',
    ]) {
      expect(severity(`http://${host}/?t={SHORT_TOKEN}`, true)).toBe('error');
    }
  });
});
