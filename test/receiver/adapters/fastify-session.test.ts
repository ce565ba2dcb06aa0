import { describe, expect, test } from 'vitest';
import { fastifySession } from '../../../src/receiver/adapters/fastify-session.ts';
import { identityFrom, type MileIdentity } from '../../../src/receiver/identity.ts';
import { BEARER, USER } from '../support/upstream.ts';

const identity = identityFrom({ ...USER, bearerToken: BEARER }) as MileIdentity;
const binding = fastifySession();

/** A session as the library has it: what is called on it, in order, and what it keeps. */
interface Recorded {
  readonly calls: unknown[];
  readonly kept: Map<string, unknown>;
  readonly cookie?: object;
}

/** A request with a session of @fastify/session, which `regenerate` puts another object in place of. */
function withStore() {
  const calls: unknown[] = [];
  const request = { headers: {}, session: newSession() };
  function newSession(): Recorded & Record<string, unknown> {
    const kept = new Map<string, unknown>();
    return {
      calls,
      kept,
      cookie: { sameSite: 'strict', path: '/' },
      get: (key: string) => kept.get(key),
      set: (key: string, value: unknown) => kept.set(key, value),
      regenerate: async () => {
        calls.push('regenerate');
        request.session = newSession();
      },
    };
  }
  return request;
}

/** A request with a session of @fastify/secure-session, which is the same one for good. */
function sealed() {
  const calls: unknown[] = [];
  const kept = new Map<string, unknown>();
  const session: Recorded & Record<string, unknown> = {
    calls,
    kept,
    get: (key: string) => kept.get(key),
    set: (key: string, value: unknown) => calls.push('set') && kept.set(key, value),
    regenerate: () => calls.push('regenerate'),
    delete: () => calls.push('delete'),
    options: (options: object) => calls.push(options),
  };
  return { headers: {}, session };
}

describe('a session of @fastify/session', () => {
  test.each([
    [false, { sameSite: 'lax', path: '/' }],
    [true, { sameSite: 'none', secure: true, partitioned: true, path: '/' }],
  ])('begins anew, in a frame: %s', async (isEmbedded, cookie) => {
    const request = withStore();
    const before = request.session;
    before.kept.set('mile', 'somebody else');
    await binding.start(identity, request, { isEmbedded } as never);
    expect(request.session).not.toBe(before);
    expect(request.session.calls).toEqual(['regenerate']);
    expect(request.session.kept.get('mile')).toEqual(identity.toSession());
    expect(request.session.cookie).toEqual(cookie);
    expect((await binding.read(request))?.bearerToken).toBe(BEARER);
  });

  test('ends by another id, with nothing in it', async () => {
    const request = withStore();
    await binding.start(identity, request, { isEmbedded: false } as never);
    await binding.end(request, { isEmbedded: false } as never);
    expect(request.session.calls).toEqual(['regenerate', 'regenerate']);
    expect(await binding.read(request)).toBeUndefined();
  });
});

describe('a session of @fastify/secure-session', () => {
  test.each([
    [false, { sameSite: 'lax' }],
    [true, { sameSite: 'none', secure: true, partitioned: true }],
  ])('begins anew, in a frame: %s', async (isEmbedded, options) => {
    const request = sealed();
    await binding.start(identity, request, { isEmbedded } as never);
    expect(request.session.calls).toEqual(['regenerate', options, 'set']);
    expect(request.session.kept.get('mile')).toEqual(identity.toSession());
  });

  test('ends with its cookie', async () => {
    const request = sealed();
    await binding.end(request, { isEmbedded: false } as never);
    expect(request.session.calls).toEqual(['delete']);
  });
});

test.each([
  ['no session', {}],
  ['something else by that name', { session: { get: () => undefined } }],
])('with %s, it says which plugin to register', (_name, fields) => {
  const request = { headers: {}, ...fields };
  expect(() => binding.read(request)).toThrow(/register @fastify\/session or/);
});
