import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../../src/receiver/index.ts';
import { RUNS } from '../../support/property.ts';
import { INNOCENT, SHAPES } from './support/shapes.ts';

const { text, url } = createRedactor({
  moduleUrl: 'https://svc.example/webhook?token={SHORT_TOKEN}',
});
const TOKEN = 'vKq7Rm3TzWc9XpHd4NbF2s';

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

describe('a token', () => {
  test.each(Object.entries(SHAPES))('is masked in %s', (_, shape) => {
    const line = shape(TOKEN);
    const redacted = text(line);
    expect(line).toContain(TOKEN);
    expect(redacted).not.toContain(TOKEN);
    expect(redacted).not.toContain(TOKEN.slice(4));
    expect(isJson(redacted)).toBe(isJson(line));
    expect(text(redacted)).toBe(redacted);
  });

  test('of any kind is masked in any shape between any two lines', () => {
    const token = fc.stringMatching(/^[A-Za-z0-9._~-]{18,40}$/);
    const line = fc.constantFrom(...INNOCENT);
    fc.assert(
      fc.property(
        token,
        fc.constantFrom(...Object.values(SHAPES)),
        line,
        line,
        (secret, shape, before, after) => {
          expect(text(`${before}\n${shape(secret)}\n${after}`)).not.toContain(secret);
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('is masked whole where it has signs that are percent-encoded', () => {
    for (const written of ['a%2Bb%2Fc%3Dd%26e', 'a%252Bb', '%22quoted%22', 'a%20b']) {
      expect(text(`GET /webhook?token=${written}&x=1 HTTP`)).toBe(
        'GET /webhook?token=***&x=1 HTTP',
      );
    }
    expect(text(JSON.stringify({ token: 'a"b\\c\u0001d/e', x: 1 }))).toBe('{"token":"***","x":1}');
  });
});

describe('a line without a token', () => {
  test.each(INNOCENT)('comes out byte for byte: %s', (line) => {
    expect(text(line)).toBe(line);
  });

  test('comes out byte for byte, ten thousand times', () => {
    const word = fc.constantFrom(
      ...INNOCENT,
      'GET',
      '/path?x=1',
      '"a":1',
      'tokens',
      'mytoken=5',
      '%3D',
      '\\"',
      '&amp;',
      '{',
      '}',
      ' ',
      ',',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (words) => {
        const line = words.join(' | ');
        expect(text(line)).toBe(line);
      }),
      { numRuns: 10_000 },
    );
  });

  test('stays valid JSON, with nothing changed but strings of that name', () => {
    const value = fc.jsonValue({ maxDepth: 4 });
    const key = fc.constantFrom('token', 'Token', 'tokens', 'a', 'hasToken', 'x-token');
    fc.assert(
      fc.property(fc.dictionary(key, value), (object) => {
        const line = JSON.stringify(object);
        const redacted = JSON.parse(text(line));
        for (const [name, one] of Object.entries(object)) {
          if (name.toLowerCase() !== 'token' && !JSON.stringify(one).includes('oken')) {
            expect(redacted[name]).toEqual(JSON.parse(JSON.stringify(one)));
          }
        }
      }),
      { numRuns: RUNS },
    );
  });
});

describe('a token in the path', () => {
  const { text: masked, url: target } = createRedactor({
    moduleUrl: 'https://svc.example/app/open/{SHORT_TOKEN}/report',
    basePath: '/app',
  });

  test.each([
    ['GET /open/T/report?x=1 200', 'GET /open/***/report?x=1 200'],
    ['https://svc.example/app/open/T/report', 'https://svc.example/app/open/***/report'],
    ['"\\/open\\/T\\/report"', '"\\/open\\/***\\/report"'],
    ['next=%2Fopen%2FT%2Freport&x', 'next=%2Fopen%2F***%2Freport&x'],
    ['GET /OPEN/T/report', 'GET /OPEN/***/report'],
    ['GET //open//T/', 'GET //open//***/'],
    ['GET /%6fpen/T', 'GET /%6fpen/***'],
    ['{"url":"/open/T"}', '{"url":"/open/***"}'],
    ['next=/open/T%2Freport', 'next=/open/***'],
    ['/open/T', '/open/***'],
    ['x/open/T/report and /open//T', 'x/open/***/report and /open//***'],
    // Without a token.
    ['GET /opex/a/report 200', 'GET /opex/a/report 200'],
    ['GET /openT 200', 'GET /openT 200'],
    ['open/reports and /ope', 'open/reports and /ope'],
    ['GET /open/report', 'GET /open/report'],
    ['GET /open/report 200', 'GET /open/report 200'],
    ['GET /reopen/x/report', 'GET /reopen/x/report'],
    ['GET /open 200', 'GET /open 200'],
  ])('%j is written as %j', (line, shown) => {
    expect(masked(line.replace(/(?<=[/F])T(?=[/\\%"]|$)/, TOKEN))).toBe(shown);
  });

  test('is masked in a target', () => {
    expect(target(`/open/${TOKEN}/report?token=x`)).toBe('/open/***/report?token=x');
  });
});

describe('other names', () => {
  test.each([
    [
      'st',
      '{"host":"a","status":"b","last":"c","st":"T"}',
      '{"host":"a","status":"b","last":"c","st":"***"}',
    ],
    ['t', 'a?t=T&tt=1', 'a?t=***&tt=1'],
    ['mile.token', '?mile.token=T&token=1', '?mile.token=***&token=1'],
    ['x%5B%5D', '?x[]=T', '?x[]=***'],
  ])('%s', (name, line, shown) => {
    const { text: masked } = createRedactor({
      moduleUrl: `https://svc.example/?${name}={SHORT_TOKEN}`,
    });
    expect(masked(line.replace(/(?<=["=])T/, TOKEN))).toBe(shown);
  });
});

describe('names and paths beyond ASCII', () => {
  test.each([
    // The first one's last eight bits are those of a slash.
    ['https://svc.example/?į={SHORT_TOKEN}', 'POST /a/b?įį=1&į=T&c=d', '/a?x=1&%c4%af=T'],
    [
      'https://svc.example/?gr%C3%B6%C3%9Fe={SHORT_TOKEN}',
      '{"größe":"T"}',
      '/a?Gr%C3%B6%c3%9FE=T&x',
    ],
    ['https://svc.example/%C3%B6ffne/{SHORT_TOKEN}', 'POST /öffne/T?x', '/%C3%B6ffne/T?x'],
    [
      'https://svc.example/x#トークン={SHORT_TOKEN}',
      '?トークン=T&x',
      '/x?%E3%83%88%E3%83%BC%E3%82%AF%E3%83%B3=T',
    ],
  ])('of %s are found as they are, in bytes and in escapes', (moduleUrl, line, address) => {
    const T = /\bT\b/;
    const redactor = createRedactor({ moduleUrl });
    const written = line.replace(T, TOKEN);
    const inJson = JSON.stringify(written).replace(
      /[^ -~]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    expect(redactor.text(written)).toBe(line.replace(T, '***'));
    expect(redactor.text(inJson)).not.toContain(TOKEN);
    expect(redactor.text(`GET ${address.replace(T, TOKEN)}`)).toBe(
      `GET ${address.replace(T, '***')}`,
    );
    expect(redactor.url(address.replace(T, TOKEN))).toBe(address.replace(T, '***'));
  });
});

describe('what stands behind the name', () => {
  test.each([
    ['token: "abcd"', 'token: "***"'],
    ['token: "abc"', 'token: "abc"'],
    ['{"token":"a"}', '{"token":"***"}'],
    ['token: abc1', 'token: ***'],
    ['token: not-found', 'token: not-found'],
    ['token: abc1\x7fx', 'token: ***\x7fx'],
    ['token: abc1\xa0x', 'token: ***\xa0x'],
    // JSON within JSON, cut short within.
    ['{"a":"{\\"token\\":\\"abcd","b":"c"}', '{"a":"{\\"token\\":\\"***","b":"c"}'],
    ['token: abcdefghijklmno', 'token: abcdefghijklmno'],
    ['token: abcdefghijklmnop', 'token: ***'],
    ['token=abc', 'token=***'],
    ['token= abc', 'token= abc'],
    ['token=null&token=nul&token=nulls', 'token=null&token=***&token=***'],
    ['token == "abcd"', 'token == "***"'],
    ['token=>"abcd"', 'token=>"***"'],
    ['token[0]=a token[]=b token[x]=c', 'token[0]=*** token[]=*** token[x]=c'],
    ['token=[abc1]', 'token=[abc1]'],
    ['token=[a, abcdefghijklmnop]', 'token=[a, ***]'],
    ['token=[abcdefghijklmnop]', 'token=[***]'],
    ['token%3D%5Babcdefghijklmnop%2Cabc%5D', 'token%3D%5B***%2Cabc%5D'],
    ['token="abcd": expired', 'token="***": expired'],
    ['%22token%22%3A%22a%22%2C%22b%22%3A%22c%22', '%22token%22%3A%22***%22%2C%22b%22%3A%22c%22'],
    ['{"token":["a","b"],"c":["d"]}', '{"token":["***","***"],"c":["d"]}'],
    ['{"token":[{"a":"b"}]}', '{"token":[{"a":"***"}]}'],
    ['token=["a"] and token=["b"]', 'token=["***"] and token=["***"]'],
    ['token=["a"', 'token=["***"'],
    ['["token","abcdefghijklmnop"]', '["token","***"]'],
    ['[ "token", "abcdefghijklmnop" ]', '[ "token", "***" ]'],
    ['["token","abcdefghijklmno"]', '["token","abcdefghijklmno"]'],
    ['["id","token","abcdefghijklmnop"]', '["id","token","abcdefghijklmnop"]'],
    ['["token","abcdefghijklmnop","x"]', '["token","abcdefghijklmnop","x"]'],
    ['token: "abcd\nefgh"', 'token: "***\nefgh"'],
    ['token: "abcd\\nefgh"', 'token: "***"'],
    ['token: "abcd%0aefgh"', 'token: "***"'],
    ['token="a%22bcd"', 'token="***"'],
    ['token=%22abcd%22&b', 'token=***&b'],
    ['--token=a x--token=b -token=c', '--token=*** x--token=b -token=***'],
  ])('of %j is masked as in %j', (line, shown) => {
    expect(text(line)).toBe(shown);
  });
});

describe('a target', () => {
  test('keeps everything but the token', () => {
    expect(url(`/webhook?x=1&token=${TOKEN},;)'x&y=2`)).toBe('/webhook?x=1&token=***&y=2');
  });
});
