import { describe, expect, test } from 'vitest';
import { continueSession } from '../../../src/receiver/adapters/continue-session.ts';
import type { MileIdentity } from '../../../src/receiver/identity.ts';

const IDENTITY = { userId: 'u1', organizationId: 'o1' } as MileIdentity;

interface Incoming {
  mileIdentity?: MileIdentity | undefined;
}

/** What comes out of a session that is read so: the request, and what the next handler is given. */
function continued(
  read: () => MileIdentity | undefined | Promise<MileIdentity | undefined>,
  request: Incoming = {},
): Promise<{ readonly request: Incoming; readonly given: readonly unknown[] }> {
  const session = { read, start: () => {}, end: () => {} };
  return new Promise((done) => {
    continueSession<Incoming>(session, request, (...given) => done({ request, given }));
  });
}

describe('a request goes on', () => {
  test.each([
    ['at once', () => IDENTITY],
    ['by a promise', async () => IDENTITY],
  ])('as the user whose session is read %s', async (_, read) => {
    expect(await continued(read)).toEqual({ request: { mileIdentity: IDENTITY }, given: [] });
  });

  test.each([
    ['at once', () => undefined],
    ['by a promise', async () => undefined],
  ])('as nobody, in its shape, where there is no session %s', async (_, read) => {
    const { request, given } = await continued(read);
    expect(Object.keys(request)).toEqual([]);
    expect(given).toEqual([]);
  });

  test('as nobody, whoever it was before', async () => {
    const { request } = await continued(() => undefined, { mileIdentity: IDENTITY });
    expect(request.mileIdentity).toBeUndefined();
  });

  const failure = new Error('no session store');
  test.each([
    [
      'throws',
      () => {
        throw failure;
      },
    ],
    ['rejects', () => Promise.reject(failure)],
  ])('with the error of a session that %s, and as nobody', async (_, read) => {
    expect(await continued(read)).toEqual({ request: {}, given: [failure] });
  });
});
