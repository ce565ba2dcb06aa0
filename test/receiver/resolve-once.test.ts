import { describe, expect, test } from 'vitest';
import { resolveOnce } from '../../src/receiver/resolve-once.ts';

const identity = { ok: true, userId: 'u', organizationId: 'o', bearerToken: 'b' };

describe('one request to the API', () => {
  test('is shared by all who come with a token while it is on its way, and by nobody later', async () => {
    let calls = 0;
    const resolve = resolveOnce({
      resolve: async () => {
        calls += 1;
        if (calls === 2) throw new Error('no network');
        return identity as never;
      },
    });
    const [first, second] = await Promise.all([resolve('T'), resolve('T')]);
    expect([calls, first === second, first?.userId]).toEqual([1, true, 'u']);
    await expect(resolve('T')).rejects.toThrow('no network');
    expect((await resolve('T'))?.userId).toBe('u');
    await Promise.all([resolve('U'), resolve('V')]);
    expect(calls).toBe(5);
  });

  test.each([
    { ...identity, ok: 'yes' },
    { ...identity, ok: undefined },
    { ...identity, userId: undefined },
    { ...identity, bearerToken: 1 },
    {},
  ])('is not trusted with an answer such as %j', async (answer) => {
    const resolve = resolveOnce({ resolve: async () => answer as never });
    await expect(resolve('T')).rejects.toThrow(
      'client.resolve must give an identity or a refusal.',
    );
  });
});
