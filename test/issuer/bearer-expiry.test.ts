import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bearerExpiryMs } from '../../src/issuer/bearer-expiry.ts';
import { RUNS } from '../support/property.ts';

fc.configureGlobal({ numRuns: RUNS });

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: unknown) => `${part({ alg: 'RS256' })}.${part(claims)}.c2ln`;

describe('bearerExpiryMs', () => {
  it.each([
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
    ['dots only', '..', Infinity],
  ])('reads a bearer with %s', (_name, bearer, expected) => {
    expect(bearerExpiryMs(bearer)).toBe(expected);
  });

  it('never throws and never says NaN', () => {
    const wellSaid = (bearer: string) => !Number.isNaN(bearerExpiryMs(bearer));
    fc.assert(fc.property(fc.string(), wellSaid));
    fc.assert(
      fc.property(fc.json(), (json) => wellSaid(`a.${Buffer.from(json).toString('base64url')}.b`)),
    );
  });
});
