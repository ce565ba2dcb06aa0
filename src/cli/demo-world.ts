import { createShortTokenClient } from '../client/create-short-token-client.ts';
import { createIssuer } from '../issuer/create-issuer.ts';
import { createIssuerHandler } from '../issuer/http/create-issuer-handler.ts';
import { createReceiver } from '../receiver/create-receiver.ts';
import type { MileIdentity } from '../receiver/identity.ts';
import { memorySession } from '../receiver/session/memory-session.ts';
import { createMemoryStore } from '../store/memory.ts';
import { createTokenFactory } from '../token/generate-token.ts';
import type { ModuleUrl } from '../url/module-url.ts';

// A user of nobody's; the ids have the form of MileApp's.
const USER = { userId: '64f0c0ffee0000000000a001', organizationId: '64f0c0ffee0000000000b002' };

/** MileApp and an external service, both of them in this process. */
export function demoWorld(moduleUrl: ModuleUrl) {
  const unknownToken = createTokenFactory();
  const bearer = `demo-bearer-${unknownToken()}`;
  // Seconds pass only when the demo says so.
  let now = Date.now();
  let isDown = false;
  const clock = () => now;
  const mileApp = createIssuerHandler(
    createIssuer({
      store: createMemoryStore({ clock }),
      authenticate: (candidate) => (candidate === bearer ? USER : null),
      clock,
    }),
  );
  const client = createShortTokenClient({
    baseUrl: 'http://localhost/api/v3',
    fetch: async (input, init) => {
      if (isDown) return new Response(null, { status: 503 });
      return mileApp(new Request(input, init));
    },
    bearer,
    maxRetries: 0,
  });
  let lastIdentity: MileIdentity | undefined;
  const receiver = createReceiver({
    moduleUrl,
    client,
    admit: { organizations: [USER.organizationId] },
    session: memorySession(),
    // A token in the fragment needs another page to go on to.
    ...(moduleUrl.placeholders[0]?.component === 'fragment' && { landing: '/report' }),
  });
  const answer = receiver.requireIdentity((_request, identity) => {
    lastIdentity = identity;
    return new Response(`The report of ${identity.userId}`);
  });
  return {
    bearer,
    client,
    unknownToken,
    service: { answer, lastIdentity: () => lastIdentity },
    later: (ms: number) => {
      now += ms;
    },
    goDown: () => {
      isDown = true;
    },
  };
}
