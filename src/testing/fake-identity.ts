import { identityFrom, type MileIdentity, type StoredIdentity } from '../receiver/identity.ts';

const FAKE: StoredIdentity = {
  userId: '64f0c0ffee0000000000a001',
  organizationId: '64f0c0ffee0000000000b002',
  bearerToken: 'fake-bearer-token',
};

/**
 * Makes an identity for tests, as a receiver makes it of a real token.
 *
 * @param fields - instead of the made-up user, organization and bearer
 * @returns an identity with `authorization()` and `toSession()`
 * @throws TypeError for fields that no identity has
 * @example
 * const identity = fakeIdentity({ organizationId: 'my-organization' });
 * await moveTask(identity, 'task-1', { flow: 'Visit' });
 * expect(requests[0].headers.authorization).toBe(identity.authorization());
 */
export function fakeIdentity(fields: Partial<StoredIdentity> = {}): MileIdentity {
  const identity = identityFrom({ ...FAKE, ...fields });
  if (identity !== undefined) return identity;
  throw new TypeError('userId, organizationId and bearerToken must be text without spaces.');
}
