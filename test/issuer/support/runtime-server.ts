import { createIssuer } from '../../../src/issuer/create-issuer.ts';
import { createIssuerHandler } from '../../../src/issuer/http/create-issuer-handler.ts';
import { createMemoryStore } from '../../../src/store/memory.ts';

/** An issuer for runtimes other than Node: made once, at the top of a module, as the README has it. */
const issuer = createIssuer({
  store: createMemoryStore(),
  secret: 's'.repeat(32),
  authenticate: (bearer) =>
    bearer === 'eyJ0eXAiOiJKV1QifQ.e30.c2ln'
      ? { userId: '64f0c0ffee64f0c0ffee64f0', organizationId: '64f0c0ffee64f0c0ffee64f1' }
      : null,
});
const fetch = createIssuerHandler(issuer);

interface Runtimes {
  readonly Bun?: { serve(options: object): { port: number } };
  readonly Deno?: { serve(options: object, handler: unknown): unknown };
}

const { Bun, Deno } = globalThis as Runtimes;
const address = { port: 0, hostname: '127.0.0.1' };
const say = (port: number) => console.log(`listening on ${port}`);
if (Bun) say(Bun.serve({ ...address, fetch }).port);
else if (Deno) {
  Deno.serve({ ...address, onListen: ({ port }: { port: number }) => say(port) }, fetch);
}

// Workers take it from here; they hand more arguments over than a request.
export default { fetch: (request: Request) => fetch(request) };
