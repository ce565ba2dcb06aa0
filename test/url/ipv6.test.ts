import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalIpv6 } from '../../src/url/ipv6.ts';
import { RUNS } from '../support/property.ts';

function platformForm(text: string): string | undefined {
  const source = `https://[${text}]/`;
  return URL.canParse(source) ? new URL(source).hostname.slice(1, -1) : undefined;
}

describe('is read as the platform reads it:', () => {
  test.each([
    ...['::', '::1', '1::', '1:2:3:4:5:6:7:8', 'A:B:C:D:E:F:0:1', '0001:0:0:0:0:0:0:00ff'],
    ...[
      '0:0:0:0:0:0:0:0',
      '1:0:0:2:0:0:0:3',
      '1:0:0:2:0:0:3:4',
      '1:0:2:0:3:0:4:0',
      '1:2:3:4:5:6:7::',
    ],
    ...[
      '::ffff:1.2.3.4',
      '1:2:3:4:5:6:1.2.3.4',
      '64:ff9b::192.0.2.33',
      '::0.0.0.0',
      '1::255.0.255.1',
    ],
    'FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:255.255.255.255',
  ])('the address %s', (text) => {
    expect(canonicalIpv6(text) ?? 'refused').toBe(platformForm(text));
  });

  test.each([
    ...[
      '',
      ':',
      ':::',
      '1',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
      '1:2:3:4:5:6:7::8',
      '1:2:3:4:5:6::7:8',
    ],
    ...[
      '1::2::3',
      '1:2:3:4:5:6:7:8::9::a',
      '::2::',
      ':1::',
      '1:',
      ':1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:',
      '12345::',
      'g::',
      '-1::',
    ],
    ...[
      '1.2.3.4',
      '1.2.3.4::',
      '1.2.3.4::1',
      '::1.2.3.4:5',
      '1:2:1.2.3.4:3:4:5:6',
      '::1.2.3.4:1.2.3.4',
    ],
    ...['::1.2.3', '::1.2.3.4.5', '::01.2.3.4', '::256.1.1.1', '::1.2.3.', '::1.2..3', '::1.2.3.a'],
    ...['::-1.2.3.4', '::1.2.3.4x', '::%31', '::1%25eth0', '1:2:3:4:5:6:7:1.2.3.4'],
  ])('%j, which is none', (text) => {
    expect(canonicalIpv6(text)).toBeUndefined();
    expect(platformForm(text)).toBeUndefined();
  });
});

test('any address is written as the platform writes it', () => {
  const piece = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }));
  fc.assert(
    fc.property(fc.array(piece, { minLength: 8, maxLength: 8 }), (pieces) => {
      const text = pieces.map((value) => value.toString(16)).join(':');
      expect(canonicalIpv6(text)).toBe(platformForm(text));
    }),
    { numRuns: RUNS },
  );
});

test('whatever is made of the characters of an address is one exactly where the platform reads one', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-f:.]{1,20}$/), (text) => {
      expect(canonicalIpv6(text)).toBe(platformForm(text));
    }),
    { numRuns: RUNS },
  );
});
