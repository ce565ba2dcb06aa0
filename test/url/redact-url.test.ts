import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseModuleUrl, redactUrl } from '../../src/index.ts';
import { RUNS } from '../support/property.ts';

const TABLE: readonly (readonly [name: string, url: string, redacted: string])[] = [
  [
    'an absolute URL',
    'https://s.example/api/webhook?token=abc123#top',
    'https://s.example/api/***?token=***#***',
  ],
  ['a port', 'https://s.example:8443/a/b?c=d', 'https://s.example:8443/a/b?c=***'],
  ['an IPv6 address', 'https://[2001:db8::1]:8443/w?t=abc', 'https://[2001:db8::1]:8443/w?t=***'],
  ['no path', 'https://s.example?t=abc', 'https://s.example?t=***'],
  ['only an origin', 'https://s.example', 'https://s.example'],
  ['any scheme', 'myapp+x://open/abcd?t=1', 'myapp+x://open/***?t=***'],
  ['a WebSocket', 'wss://s.example/abcd', 'wss://s.example/***'],
  ['capitals', 'HTTPS://S.Example/Abcd?Token=x', 'HTTPS://S.Example/***?Token=***'],
  ['a request target', '/webhook?token=abc123&lang=en', '/***?token=***&lang=***'],
  ['a request target with a short path', '/w?t=abc', '/w?t=***'],
  ['an asterisk', '*', '*'],
  ['a query alone', '?token=abc', '?token=***'],
  ['a fragment alone', '#abc', '#***'],
  ['an empty fragment', 'https://s.example/#', 'https://s.example/'],
  ['a fragment of a router', 'https://s.example/#/open?t=abc', 'https://s.example/#***'],
  ['a token as a path segment', 'https://s.example/o/abc123/x', 'https://s.example/o/***/x'],
  ['segments of three and four characters', '/abc/abcd/a/', '/abc/***/a/'],
  ['empty segments', 'https://s.example//abcd//', 'https://s.example//***//'],
  ['a user name', 'https://user@s.example/', 'https://***@s.example/'],
  ['a password', 'https://user:secret@s.example/', 'https://***@s.example/'],
  ['an @ in a password', 'https://u:a@b@s.example/', 'https://***@s.example/'],
  ['an empty user name', 'https://@s.example/', 'https://***@s.example/'],
  ['an @ in the path', 'https://s.example/a@b/c', 'https://s.example/a@b/c'],
  ['a backslash for a slash', 'https://s.example\\abcd\\x', 'https://s.example\\***\\x'],
  ['a backslash before an @', 'https://s.example\\abcd@evil.example/', 'https://s.example\\***/'],
  ['a name without a value', '/w?abcdef', '/w?***'],
  ['a short name without a value', '/w?abc', '/w?abc'],
  ['a name without a value among others', '/w?a=1&abcdef&b=2', '/w?a=***&***&b=***'],
  ['an equals sign in a value', '/w?a=b=secret', '/w?a=***'],
  ['a question mark in a value', '/w?a=b?secret=x', '/w?a=***'],
  ['a value without a name', '/w?=secret', '/w?=***'],
  ['empty values', '/w?a=&b=', '/w?a=&b='],
  ['what may be a token with padding', '/w?YWJjZGVmZw=&b=1', '/w?***&b=***'],
  ['empty parameters', '/w?&&a=1', '/w?&&a=***'],
  ['a semicolon', '/w?a=1;token=secret', '/w?a=***'],
  ['an encoded equals sign', '/w?token%3Dsecret', '/w?***'],
  ['an inner URL', '/r?next=https://o.example/?t=secret', '/r?next=***'],
  ['two question marks', '/w?abcdef?b=secret', '/w?***?b=***'],
  ['control characters', 'https://s.example/a\r\nb?c\t=d\0', 'https://s.example/***?c%09=***'],
  ['control characters in the host', 'https://s\n.example\x7f/', 'https://s%0A.example%7F/'],
  ['a line break in a short segment', '/a\n', '/a%0A'],
  ['a line break in a name', '/w?a\n=secret', '/w?a%0A=***'],
  ['an escape sequence', '/\x1b[3/\x1b', '/%1B[3/%1B'],
  ['an opaque URL', 'mailto:user@s.example', '***'],
  ['javascript', 'javascript:alert(1)', '***'],
  ['text that is not a URL', 'abc 123 def', '***'],
  ['a bare token', 'abc123def456ghi789', '***'],
  ['a JSON Web Token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', '***'],
  ['an empty string', '', ''],
  ['a lone surrogate', '/\ud800abc', '/***'],
];

describe('redaction', () => {
  for (const [name, url, redacted] of TABLE) {
    test(`of ${name}: ${JSON.stringify(url)}`, () => {
      expect(redactUrl(url)).toBe(redacted);
    });
  }

  test('of a rendered URL shows nothing of the token, wherever it went', () => {
    const source =
      'https://s.example/{SHORT_TOKEN}/a?t={SHORT_TOKEN}&u=x-{SHORT_TOKEN}#{SHORT_TOKEN}';
    const { href } = parseModuleUrl(source).render('abc123def456');
    expect(redactUrl(href)).toBe('https://s.example/***/a?t=***&u=***#***');
  });
});

describe('no four characters of a token survive', () => {
  const word = fc.stringMatching(/^[a-z]{0,3}$/);
  const around = fc.constantFrom(
    '',
    'x',
    '-',
    '.',
    '=',
    '@',
    '%20',
    ' ',
    'é',
    '"',
    ';',
    ',',
    ':',
    '\n',
    '{',
  );
  // Capitals, so that nothing around it is taken for a part of it.
  const token = fc.oneof(
    fc.stringMatching(/^[A-Z0-9]{4,24}$/),
    fc.stringMatching(/^[A-Z0-9._~-]{4,40}$/),
    fc
      .stringMatching(/^[A-Z0-9+/=&?#%@:;!*'() ]{4,20}$/)
      .map(encodeURIComponent)
      .filter((t) => !t.includes('/')),
  );
  const head = fc.oneof(
    fc.constantFrom(
      'https://s.example',
      'https://s.example:81',
      'http://u:p@h',
      'myapp://x',
      '//h',
      '',
      'h',
    ),
    word,
  );
  const places: Record<
    string,
    (parts: { a: string; b: string; x: string; y: string; secret: string }) => string
  > = {
    'a path segment': ({ a, b, x, y, secret }) => `/${a}/${x}${secret}${y}/${b}?${a}=1`,
    'the last path segment': ({ a, x, y, secret }) => `/${a}/${x}${secret}${y}`,
    'a value': ({ a, b, x, y, secret }) => `/${a}?${a}=${b}&${b}=${x}${secret}${y}&${a}`,
    'a value in a query without a path': ({ b, x, secret, y }) => `?${b}=${x}${secret}${y}`,
    'a parameter without a name': ({ a, b, secret, y }) =>
      `/${a}?${b}=1&${secret}${y.replace('=', '')}&${a}=2`,
    'a fragment': ({ a, b, x, y, secret }) => `/${a}?${b}=1#${x}${secret}${y}`,
    'a fragment with a query': ({ a, b, secret, y }) => `/${a}#/${b}?${a}=${secret}${y}&${b}`,
    'an inner URL': ({ a, secret }) => `/${a}?next=https://o.example/${secret}?t=${secret}`,
  };
  for (const [place, put] of Object.entries(places)) {
    test(`in ${place}`, () => {
      const cases = fc.record({ head, a: word, b: word, x: around, y: around, secret: token });
      fc.assert(
        fc.property(cases, ({ head, ...parts }) => {
          const url = head + put(parts);
          const redacted = redactUrl(url);
          const { secret } = parts;
          expect(url).toContain(secret);
          for (let i = 0; i + 4 <= secret.length; i++) {
            expect(redacted).not.toContain(secret.slice(i, i + 4));
          }
        }),
        { numRuns: RUNS },
      );
    });
  }
});
