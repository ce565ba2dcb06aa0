import { describe, expect, test } from 'vitest';
import { admissionRule } from '../../src/receiver/admission.ts';
import { cookieOf, get, receiver } from './support/receiver.ts';
import { USER } from './support/upstream.ts';

describe('whom to admit', () => {
  test.each([
    ['anyone', 'anyone', 303],
    ['the organization of the user', { organizations: ['x', USER.organizationId] }, 303],
    ['another organization', { organizations: ['64f0c0ffee0000000000ffff'] }, 403],
    ['whom a function lets in', ({ userId }: { userId: string }) => userId === USER.userId, 303],
    ['whom a function does not let in', async () => false, 403],
  ] as const)('is %s: %j', async (_, admit, status) => {
    const { receive, mint, events } = receiver({ admit: admit as never });
    const outcome = await receive(get(`/?token=${await mint()}`));
    expect(outcome.response?.status).toBe(status);
    if (status === 303) return;
    expect(outcome).toMatchObject({ outcome: 'refused', reason: 'not_admitted' });
    expect(cookieOf(outcome)).toBe('');
    expect(events).toEqual([{ outcome: 'refused', reason: 'not_admitted' }]);
  });

  test('gets no session either when the request is no navigation', async () => {
    const { receive, mint } = receiver({ admit: { organizations: ['other'] } });
    const outcome = await receive(get(`/?token=${await mint()}`, {}));
    expect(outcome.response?.status).toBe(403);
    expect(outcome.identity).toBeUndefined();
  });

  test.each([
    undefined,
    null,
    '',
    'everyone',
    true,
    {},
    { organizations: [] },
    { organizations: [''] },
    { organizations: ['x', ''] },
    { organizations: ['x', 7] },
    { organizations: 'x' },
  ])('has to be answered: %j is no answer', (admit) => {
    expect(() => admissionRule(admit as never)).toThrow(/admit must say who may come in/);
    expect(() => receiver({ admit: admit as never })).toThrow(TypeError);
  });

  test.each([undefined, 'yes', 1])('is a yes or a no: %j is neither', async (answer) => {
    const { receive, mint } = receiver({ admit: () => answer as never });
    await expect(receive(get(`/?token=${await mint()}`))).rejects.toThrow(/true or false/);
  });
});
