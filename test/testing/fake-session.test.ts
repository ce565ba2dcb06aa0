import { describe, expect, test } from 'vitest';
import { createReceiver } from '../../src/receiver/create-receiver.ts';
import { fakeIdentity } from '../../src/testing/fake-identity.ts';
import { fakeSession } from '../../src/testing/fake-session.ts';

function service(session = fakeSession()) {
  const { requireIdentity } = createReceiver({
    moduleUrl: 'https://svc.example/webhook?token={SHORT_TOKEN}',
    client: { resolve: async () => ({ ok: false, code: 'short_token_invalid' }) },
    admit: 'anyone',
    session,
    logoutPath: '/logout',
  });
  const answer = requireIdentity((_, { userId }) => new Response(userId));
  return (path: string, init?: RequestInit) =>
    answer(new Request(`https://svc.example${path}`, init));
}

describe('a fake session', () => {
  test('is signed in without a token', async () => {
    const ask = service(fakeSession(fakeIdentity({ userId: 'someone' })));
    const response = await ask('/webhook');
    expect([response.status, await response.text()]).toEqual([200, 'someone']);
  });

  test('is a stranger’s at first, and changes when it is told', async () => {
    const session = fakeSession();
    const ask = service(session);
    expect((await ask('/webhook')).status).toBe(401);
    session.signIn(fakeIdentity());
    expect((await ask('/webhook')).status).toBe(200);
    session.signOut();
    expect((await ask('/webhook')).status).toBe(401);
  });

  test('ends by a log-out as a real one does', async () => {
    const ask = service(fakeSession(fakeIdentity()));
    const headers = { origin: 'https://svc.example' };
    expect((await ask('/logout', { method: 'POST', headers })).status).toBe(200);
    expect((await ask('/webhook')).status).toBe(401);
  });
});
