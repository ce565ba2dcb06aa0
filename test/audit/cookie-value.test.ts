import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { forgeries, invented, isHashOf, looseBits } from '../../src/audit/cookie-value.ts';

const ALICE = '64f0c0ffee0000000000a001';
const BOB = '64f0c0ffee0000000000a002';
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('an id in a cookie is exchanged', () => {
  test.each([
    ['as it is', ALICE, BOB],
    ['between other things', `u:${ALICE}:x`, `u:${BOB}:x`],
    ['percent-encoded', `%7B%22id%22%3A%22${ALICE}%22%7D`, `%7B%22id%22%3A%22${BOB}%22%7D`],
    ['in base64url', base64url({ id: ALICE }), base64url({ id: BOB })],
    ['in hex', Buffer.from(ALICE).toString('hex'), Buffer.from(BOB).toString('hex')],
    ['in a JWT', `a.${base64url({ sub: ALICE })}.sig`, `a.${base64url({ sub: BOB })}.sig`],
  ])('%s', (_, value, forged) => {
    expect(forgeries(value, ALICE, BOB)).toContain(forged);
  });

  test('in a JWT that then claims to need no signature', () => {
    const [none] = forgeries(`a.${base64url({ sub: ALICE })}.sig`, ALICE, BOB).filter((value) =>
      value.endsWith('.'),
    );
    const header = Buffer.from(none?.split('.')[0] ?? '', 'base64url').toString();
    expect(JSON.parse(header)).toEqual({ alg: 'none', typ: 'JWT' });
  });

  test('but nothing is made of a random value', () => {
    expect(forgeries('9f1c2d3e-5b6a-4c7d-8e9f-0a1b2c3d4e5f', ALICE, BOB)).toEqual([]);
  });
});

describe('how much of a value is chance', () => {
  test.each([
    ['a counter', ['100001', '100002', '100003'], 0, 8],
    ['a time stamp', ['1790000000123', '1790000001456', '1790000002789'], 0, 20],
    ['random UUIDs', Array.from({ length: 3 }, () => crypto.randomUUID()), 100, 130],
    ['signed random ids', ['s:abcdefghijklmnop.x1', 's:qrstuvwxyzabcdef.y2'], 64, 200],
  ])('%s', (_, values, least, most) => {
    const bits = looseBits(values);
    expect(bits).toBeGreaterThanOrEqual(least);
    expect(bits).toBeLessThanOrEqual(most);
  });
});

test.each(['md5', 'sha1', 'sha256'])('a %s of the user id is recognized', (algorithm) => {
  const user = { userId: ALICE, organizationId: 'o' };
  const digest = createHash(algorithm).update(ALICE);
  expect(isHashOf(digest.copy().digest('hex'), user)).toBe(true);
  expect(isHashOf(`v1.${digest.digest('base64url')}`, user)).toBe(true);
  expect(isHashOf(createHash(algorithm).update(BOB).digest('hex'), user)).toBe(false);
});

test('an invented value has the shape of the real one', () => {
  const real = '9f1c2d3e-5b6a-4c7d-8e9f-0a1b2c3d4e5f';
  const other = invented(real);
  expect(other).toMatch(/^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/);
  expect(other).not.toBe(real);
});
