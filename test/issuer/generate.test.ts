import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../src/store/memory.ts';
import { isStoreUnavailableError } from '../../src/store/store-unavailable-error.ts';
import { createTokenFactory } from '../../src/token/generate-token.ts';
import { isShortTokenError } from '../../src/wire/short-token-error.ts';
import { BEARER, failure, setUp, USER } from './support/set-up.ts';

describe('generate', () => {
  test.each([
    ['empty', ''],
    ['with a space', 'Bearer abc'],
    ['with a line end', 'abc\r\nx: y'],
    ['beyond ASCII', 'abcé'],
    ['over 16,384 characters', 'a'.repeat(16_385)],
  ])('rejects a bearer that is %s without asking who it is', async (_name, bearer) => {
    let asked = 0;
    const authenticate = () => {
      asked += 1;
      return USER;
    };
    const error = await failure(setUp({ authenticate }).issuer.generate({ bearer }));
    expect(isShortTokenError(error, 'bearer_rejected')).toBe(true);
    expect(asked).toBe(0);
  });

  test('throws a TypeError for a bearer that is no string', async () => {
    await expect(setUp().issuer.generate({ bearer: undefined as never })).rejects.toThrow(
      /^bearer must be a string/,
    );
  });

  test('rejects a bearer that authenticate gives null for, at once or later', async () => {
    for (const authenticate of [() => null, async () => null]) {
      const error = await failure(setUp({ authenticate }).issuer.generate({ bearer: BEARER }));
      expect(isShortTokenError(error, 'bearer_rejected')).toBe(true);
    }
  });

  test('takes an authenticate that throws for an outage and keeps its words to itself', async () => {
    const broken = [
      () => {
        throw new Error(`no route for ${BEARER}`);
      },
      async () => {
        throw new Error(`no route for ${BEARER}`);
      },
    ];
    for (const authenticate of broken) {
      const error = await failure(setUp({ authenticate }).issuer.generate({ bearer: BEARER }));
      expect(error).toMatchObject({ code: 'upstream_error', retryable: true });
      expect(inspect(error)).not.toContain(BEARER);
    }
  });

  test.each([
    ['undefined', undefined],
    ['no organizationId', { userId: 'u' }],
    ['a number for userId', { userId: 7, organizationId: 'o' }],
    ['an empty userId', { userId: '', organizationId: 'o' }],
    ['a lone surrogate', { userId: 'u\ud800', organizationId: 'o' }],
    ['a lone low surrogate', { userId: 'u', organizationId: '\udc00o' }],
    ['a pair the wrong way round', { userId: '\udc00\ud800', organizationId: 'o' }],
    ['half a pair after a whole one', { userId: '\u{1f511}\ud83d', organizationId: 'o' }],
    ['two first halves', { userId: '\ud83d\ud83d\udd11', organizationId: 'o' }],
    ['a long userId', { userId: 'u'.repeat(1_025), organizationId: 'o' }],
  ])('does not issue for %s from authenticate', async (_name, user) => {
    const { issuer } = setUp({ authenticate: () => user as never });
    await expect(issuer.generate({ bearer: BEARER })).rejects.toThrow(
      /^authenticate must give .*Id\.$|^(user|organization)Id must be 1 to 1024/,
    );
  });

  test.each([
    { userId: '用户-\u{1f511}', organizationId: 'Größe' },
    { userId: 'u', organizationId: 'o' },
  ])('issues for ids of every script and of one letter: %j', async (user) => {
    const { issuer } = setUp({ authenticate: () => user });
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    expect(await issuer.resolve(shortToken)).toEqual({ ok: true, ...user });
  });

  test('issues for the longest bearer and the longest ids', async () => {
    const user = { userId: '用'.repeat(1_024), organizationId: '\u{1f511}'.repeat(512) };
    const { issuer } = setUp({ authenticate: () => user });
    const { shortToken } = await issuer.generate({ bearer: 'b'.repeat(16_384) });
    const resolved = await issuer.resolve(shortToken);
    expect(resolved).toEqual({ ok: true, ...user });
    expect(resolved.ok && resolved.bearerToken).toBe('b'.repeat(16_384));
  });

  test('mints another token when one is taken, and leaves the first alone', async () => {
    const mint = createTokenFactory();
    const script: string[] = [];
    const { issuer } = setUp({ generateToken: () => script.shift() ?? mint() });
    const [taken, fresh] = [mint(), mint()];
    script.push(taken, taken, taken, fresh);
    const first = await issuer.generate({ bearer: 'bearer-of-the-first' });
    const second = await issuer.generate({ bearer: 'bearer-of-the-second' });
    expect([first.shortToken, second.shortToken]).toEqual([taken, fresh]);
    const resolved = await issuer.resolve(taken);
    expect(resolved.ok && resolved.bearerToken).toBe('bearer-of-the-first');
  });

  test('gives up on a generator that repeats itself eight times', async () => {
    const mint = createTokenFactory();
    let stuck = '';
    let minted = 0;
    const generateToken = () => {
      minted += 1;
      return stuck || mint();
    };
    const { issuer } = setUp({ generateToken });
    stuck = mint();
    await issuer.generate({ bearer: BEARER });
    minted = 0;
    const error = await failure(issuer.generate({ bearer: BEARER }));
    expect(isStoreUnavailableError(error, 'store_unavailable')).toBe(true);
    expect(error.message).not.toContain(stuck);
    expect(minted).toBe(8);
  });

  test('says store_full when the store is, and the live token still resolves', async () => {
    const { issuer } = setUp({ store: createMemoryStore({ maxEntries: 1 }) });
    const { shortToken } = await issuer.generate({ bearer: BEARER });
    const error = await failure(issuer.generate({ bearer: BEARER }));
    expect(isStoreUnavailableError(error, 'store_full')).toBe(true);
    expect((await issuer.resolve(shortToken)).ok).toBe(true);
  });
});
