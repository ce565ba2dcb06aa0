import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { identityFrom, isSameUser, type MileIdentity } from '../../src/receiver/identity.ts';
import { UNREADABLE } from '../support/unreadable.ts';
import { BEARER, USER } from './support/upstream.ts';

const stored = { ...USER, bearerToken: BEARER };
const identity = identityFrom(stored) as MileIdentity;

describe('an identity', () => {
  test('survives the JSON of a session store, because its bearer was asked for by name', () => {
    const back = identityFrom(JSON.parse(JSON.stringify(identity.toSession())));
    expect(back?.authorization()).toBe(`Bearer ${BEARER}`);
    expect(back).toMatchObject(USER);
  });

  test.each([
    ['JSON', () => JSON.stringify({ identity })],
    ['an inspection', () => inspect(identity, { depth: 9, showHidden: false })],
    ['spreading', () => JSON.stringify({ ...identity })],
    ['a copy', () => JSON.stringify(Object.assign({}, identity))],
    ['a structured clone of its data', () => JSON.stringify(structuredClone({ ...identity }))],
    ['text', () => `${identity}`],
  ])('does not show its bearer in %s', (_, show) => {
    expect(show()).not.toContain(BEARER);
  });

  test.each([
    undefined,
    null,
    '',
    'text',
    1,
    {},
    { ...stored, bearerToken: '' },
    { ...stored, bearerToken: 'a b' },
    { ...stored, bearerToken: undefined },
    { ...stored, userId: '' },
    { ...stored, organizationId: 1 },
    // What a store that lost the bearer gives back.
    JSON.parse(JSON.stringify(identity)),
  ])('is not made of %j', (session) => {
    expect(identityFrom(session)).toBeUndefined();
  });

  test('is not made of a session that throws when it is read', () => {
    expect(identityFrom(UNREADABLE)).toBeUndefined();
  });

  test('is the same where user and organization are', () => {
    const other = (change: object) => identityFrom({ ...stored, ...change }) as MileIdentity;
    expect(isSameUser(identity, other({ bearerToken: 'new' }))).toBe(true);
    expect(isSameUser(identity, other({ userId: 'x' }))).toBe(false);
    expect(isSameUser(identity, other({ organizationId: 'x' }))).toBe(false);
  });
});
