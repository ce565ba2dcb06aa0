import { describe, expect, test } from 'vitest';
import { identityFrom, type MileIdentity } from '../../../src/receiver/identity.ts';
import { ironSession } from '../../../src/receiver/session/iron-session.ts';
import { BEARER, USER } from '../support/upstream.ts';

const identity = identityFrom({ ...USER, bearerToken: BEARER }) as MileIdentity;
const request = new Request('https://svc.example/');
const TAB = { httpOnly: true, secure: true, path: '/', sameSite: 'lax' };
const FRAME = { ...TAB, sameSite: 'none', partitioned: true };

/** Notes which options each act of a session has; what it does with them is the library's own. */
function noted(cookieOptions?: object) {
  const acts: unknown[] = [];
  // biome-ignore lint/suspicious/noExplicitAny: iron-session is not installed where this runs
  const getIronSession = async (_: unknown, response: any, first = response) => {
    let options = first;
    const session = {
      mile: identity.toSession(),
      other: 1,
      updateConfig: (next: object) => {
        options = next;
      },
    };
    const note = (act: string) => () => acts.push([act, options.cookieOptions, { ...session }]);
    return Object.defineProperties(session, {
      updateConfig: { enumerable: false },
      save: { value: note('save') },
      destroy: { value: note('destroy') },
    });
  };
  const options = { cookieName: '__Host-mile', password: 'x'.repeat(32) };
  const binding = ironSession(getIronSession, {
    ...options,
    ...(cookieOptions && { cookieOptions }),
  });
  return { acts, binding };
}

describe('a sealed cookie', () => {
  test.each([
    ['a tab', false, TAB],
    ['a frame', true, FRAME],
  ])('of %s holds the identity alone, out of reach of scripts', async (_, isEmbedded, cookie) => {
    const { acts, binding } = noted();
    await binding.start(identity, request, { url: '/', isDocument: true, isEmbedded });
    expect(acts).toEqual([['save', cookie, { mile: identity.toSession() }]]);
  });

  test('works in a frame and is Lax in a tab, whatever else the options of its service say', async () => {
    const { acts, binding } = noted({ secure: false, sameSite: 'none', domain: 'svc.example' });
    for (const isEmbedded of [false, true]) {
      await binding.start(identity, request, { url: '/', isDocument: true, isEmbedded });
    }
    expect(acts).toMatchObject([
      ['save', { ...TAB, secure: false, domain: 'svc.example' }, {}],
      ['save', { ...FRAME, domain: 'svc.example' }, {}],
    ]);
  });

  test('ends in a tab and in a frame', async () => {
    const { acts, binding } = noted();
    await binding.end(request);
    expect(acts).toEqual([
      ['destroy', TAB, expect.anything()],
      ['destroy', FRAME, expect.anything()],
    ]);
  });

  test('is read from a request, from a context of Hono, and from the cookies of Next.js', async () => {
    const { binding } = noted();
    const found = [
      await binding.read(request),
      await binding.read({ req: { raw: request } }),
      await binding.identity({}),
    ];
    expect(found.map((one) => one?.toSession())).toEqual(Array(3).fill(identity.toSession()));
  });
});
