import type { AuditPeople } from './audit.ts';
import type { AuditUser } from './audit-issuer.ts';

/** A user of nobody's; the ids have the form of MileApp's. */
const USER = { userId: '64f0c0ffee0000000000a001', organizationId: '64f0c0ffee0000000000b002' };

/** @param given - whose tokens are to be good, as far as that matters */
export function peopleWith(
  given: { readonly [K in keyof AuditUser]?: AuditUser[K] | undefined } = {},
): AuditPeople {
  const user = {
    userId: given.userId ?? USER.userId,
    organizationId: given.organizationId ?? USER.organizationId,
  };
  return {
    user,
    colleague: { ...user, userId: '64f0c0ffee0000000000a002' },
    outsider: {
      userId: '64f0c0ffee0000000000a003',
      organizationId: '64f0c0ffee0000000000b009',
    },
  };
}
