import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalIpv6 } from '../../src/url/ipv6.ts';
import { RUNS } from '../support/property.ts';

test('any address is written as the platform writes it', () => {
  const piece = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }));
  fc.assert(
    fc.property(fc.array(piece, { minLength: 8, maxLength: 8 }), (pieces) => {
      const text = pieces.map((value) => value.toString(16)).join(':');
      expect(`[${canonicalIpv6(text)}]`).toBe(new URL(`https://[${text}]/`).hostname);
    }),
    { numRuns: RUNS },
  );
});

test('whatever is made of the characters of an address is one exactly where the platform reads one', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-f:.]{1,20}$/), (text) => {
      const host = URL.canParse(`https://[${text}]/`)
        ? new URL(`https://[${text}]/`).hostname
        : undefined;
      const canonical = canonicalIpv6(text);
      expect(canonical === undefined ? undefined : `[${canonical}]`).toBe(host);
    }),
    { numRuns: RUNS },
  );
});
