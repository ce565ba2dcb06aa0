import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bearerParts, reveals } from '../../src/audit/reveals.ts';
import '../support/property.ts';

const SECRET = 'Zq8vT2mLx5RkWc7JdYh3Np';
const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');
const base64url = (text: string | Buffer) => Buffer.from(text).toString('base64url');

describe('a secret is found', () => {
  test.each([
    ['as it is', `a=${SECRET}; b`],
    ['percent-encoded', [...SECRET].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('')],
    ['in escapes of JSON', [...SECRET].map((c) => `\\u00${c.charCodeAt(0).toString(16)}`).join('')],
    ['in references of HTML', [...SECRET].map((c) => `&#${c.charCodeAt(0)};`).join('')],
    ['in base64', base64(SECRET)],
    ['in base64 behind a prefix', `x${base64(`{"t":"${SECRET}"}`)}`],
    ['in base64url of JSON', base64url(JSON.stringify({ user: { token: SECRET } }))],
    ['in base64 that is percent-encoded', encodeURIComponent(base64(`??>${SECRET}>>>`))],
    ['in base64 of base64', base64(base64(SECRET))],
    ['in hex', Buffer.from(SECRET).toString('hex')],
    [
      'in a claim of a JWT',
      `${base64url('{"alg":"HS256"}')}.${base64url(`{"b":"${SECRET}"}`)}.sig`,
    ],
    ['compressed, as Flask does', `.${base64url(deflateSync(`{"t":"${SECRET}"}`))}.YQ.sig`],
    ['compressed with gzip', base64(gzipSync(SECRET))],
    ['in a JSON string inside JSON', JSON.stringify(JSON.stringify({ t: `"${SECRET}"` }))],
  ])('%s', (_, text) => {
    expect(reveals(text, [SECRET])).toBe(true);
  });

  test('wherever it stands in random bytes in base64', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.uint8Array({ maxLength: 60 }), (a, b) => {
        expect(reveals(base64(Buffer.concat([a, Buffer.from(SECRET), b])), [SECRET])).toBe(true);
      }),
    );
  });

  test('though a bearer is cut into two cookies', () => {
    const bearer = `${base64url('{"alg":"RS256"}')}.${base64url('{"sub":"1"}')}.${'abcdefgh'.repeat(40)}`;
    const half = bearer.length / 2;
    for (const part of [bearer.slice(0, half), bearer.slice(half)]) {
      expect(reveals(part, bearerParts(bearer))).toBe(true);
    }
  });
});

test('a secret is found nowhere in text that does not hold it', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300, unit: 'binary' }), (text) => {
      expect(reveals(text, [SECRET])).toBe(false);
    }),
  );
});
