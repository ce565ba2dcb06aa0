import { describe, expect, test } from 'vitest';
import { identityFrom } from '../../src/receiver/identity.ts';
import { fakeIdentity } from '../../src/testing/fake-identity.ts';

describe('a fake identity', () => {
  test('is what a receiver would make of a real token', () => {
    const identity = fakeIdentity();
    expect(identity.authorization()).toBe(`Bearer ${identity.bearerToken}`);
    expect(identityFrom(JSON.parse(JSON.stringify(identity.toSession())))).toEqual(identity);
    expect(JSON.stringify(identity)).not.toContain(identity.bearerToken);
  });

  test('takes the fields that a test is about', () => {
    const identity = fakeIdentity({ organizationId: 'other', bearerToken: 'mine' });
    expect(identity).toMatchObject({ organizationId: 'other', userId: expect.any(String) });
    expect(identity.authorization()).toBe('Bearer mine');
  });

  test.each([{ userId: '' }, { organizationId: 1 }, { bearerToken: 'two words' }])(
    'has no fields such as %j',
    (fields) => {
      expect(() => fakeIdentity(fields as never)).toThrow(TypeError);
    },
  );
});
