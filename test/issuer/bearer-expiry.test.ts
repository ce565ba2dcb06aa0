import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { bearerExpiryMs } from '../../src/issuer/bearer-expiry.ts';
import { RUNS } from '../support/property.ts';

fc.configureGlobal({ numRuns: RUNS });

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: unknown) => `${part({ alg: 'RS256' })}.${part(claims)}.c2ln`;

describe('bearerExpiryMs', () => {
  test.each([
    ['whole seconds', jwt({ exp: 1_900_000_000 }), 1_900_000_000_000],
    ['a fraction of a second', jwt({ exp: 1_900_000_000.5 }), 1_900_000_000_500],
    ['the past', jwt({ exp: 1 }), 1_000],
    ['before 1970', jwt({ exp: -5 }), -5_000],
    ['an exp that is nested only', jwt({ inner: { exp: 5 } }), Infinity],
    ['no exp', jwt({ sub: 'x' }), Infinity],
    ['an exp that is text', jwt({ exp: '1900000000' }), Infinity],
    ['claims that are null', jwt(null), Infinity],
    ['claims that are a list', jwt([1]), Infinity],
    ['a personal access token', 'mile_pat_0123456789', Infinity],
    ['two dots and no JSON', 'a.b.c', Infinity],
    ['one dot', 'a.b', Infinity],
    ['claims and no dot', `${part({ exp: 5 })}A`, Infinity],
    ['claims behind one dot', `a.${part({ exp: 5 })}A`, Infinity],
    ['dots only', '..', Infinity],
  ])('reads a bearer with %s', (_name, bearer, expected) => {
    expect(bearerExpiryMs(bearer)).toBe(expected);
  });

  test('says what decoding and parsing all of it as UTF-8 says', () => {
    const plainly = (bytes: Uint8Array) => {
      try {
        const exp = JSON.parse(Buffer.from(bytes).toString())?.exp;
        return typeof exp === 'number' ? exp * 1_000 : Infinity;
      } catch {
        return Infinity;
      }
    };
    const text = fc.string({ unit: 'binary', maxLength: 20 });
    const claims = fc.oneof(
      fc.dictionary(fc.oneof(text, fc.constant('exp')), fc.oneof(fc.double(), text)),
      fc.record({ sub: text, exp: fc.oneof(fc.integer(), text), nested: fc.jsonValue() }),
    );
    const breaks = fc.constantFrom('', '\\', '"', '\u00a0', '\ufeff', '\u2028', '}', '\u0000');
    const texts = fc
      .tuple(breaks, claims, breaks)
      .map(([before, value, after]) => Buffer.from(before + JSON.stringify(value) + after));
    const escaped = fc.constantFrom(
      ...['{"\\u0065xp":7}', '{"exp":1,"exp":2}', '{"a":"\\"exp\\":5"}', '{"__proto__":{"exp":3}}'],
    );
    const bytes = fc.oneof(texts, escaped.map(Buffer.from), fc.uint8Array({ maxLength: 60 }));
    fc.assert(
      fc.property(bytes, (part) => {
        const bearer = `eyJ.${Buffer.from(part).toString('base64url')}.c2ln`;
        expect(bearerExpiryMs(bearer)).toBe(plainly(part));
      }),
    );
  });

  test('reads a bearer of the most characters, and the next one on its own', () => {
    const pad = 'p'.repeat(12_259);
    const longest = `.${part({ pad, exp: 1_900_000_000 })}.`;
    expect(longest).toHaveLength(16_384);
    expect(bearerExpiryMs(longest)).toBe(1_900_000_000_000);
    expect(bearerExpiryMs(jwt({}))).toBe(Infinity);
  });

  test('keeps nothing of the claims in its buffer', async () => {
    vi.resetModules();
    const alloc = vi.spyOn(Buffer, 'alloc');
    const fresh = await import('../../src/issuer/bearer-expiry.ts');
    const buffers = alloc.mock.results.map(({ value }) => value as Buffer);
    alloc.mockRestore();
    expect(fresh.bearerExpiryMs(jwt({ sub: 'SECRET-USER', exp: 5 }))).toBe(5_000);
    expect(buffers.map((buffer) => buffer.length)).toContain(12_288);
    for (const buffer of buffers) expect(buffer.includes('SECRET-USER')).toBe(false);
  });

  test('never throws and never says NaN', () => {
    const wellSaid = (bearer: string) => !Number.isNaN(bearerExpiryMs(bearer));
    fc.assert(fc.property(fc.string(), wellSaid));
    fc.assert(
      fc.property(fc.json(), (json) => wellSaid(`a.${Buffer.from(json).toString('base64url')}.b`)),
    );
  });
});
