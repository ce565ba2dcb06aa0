import { createIssuer, createIssuerHandler } from '../../../src/issuer/index.ts';
import { createMemoryStore } from '../../../src/store/memory.ts';
import { serveWeb } from './web-server.ts';

export const USERS = {
  first: { userId: '64f0c0ffee0000000000a001', organizationId: '64f0c0ffee0000000000b002' },
  second: { userId: '64f0c0ffee0000000000a002', organizationId: '64f0c0ffee0000000000b002' },
  outsider: { userId: '64f0c0ffee0000000000a003', organizationId: '64f0c0ffee0000000000ffff' },
};

/** MileApp's two endpoints on a port, with users. */
export async function issuerServer() {
  const issuer = createIssuer({
    store: createMemoryStore(),
    authenticate: (bearer) => USERS[bearer as keyof typeof USERS] ?? null,
  });
  let resolves = 0;
  const handler = createIssuerHandler(issuer);
  const server = await serveWeb((request) => {
    resolves += 1;
    return handler(request);
  });
  return {
    baseUrl: `${server.origin.replace('localhost', '127.0.0.1')}/api/v3`,
    mint: async (user: keyof typeof USERS) => (await issuer.generate({ bearer: user })).shortToken,
    resolves: () => resolves,
    close: server.close,
  };
}
