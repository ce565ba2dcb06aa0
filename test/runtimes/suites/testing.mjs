import { createShortTokenClient } from '@mileapp/custom-module-url/client';
import {
  fakeIdentity,
  fakeSession,
  scenarios,
  shortTokenHandlers,
} from '@mileapp/custom-module-url/testing';
import { equal, refused, rejection, suite } from './harness.mjs';

// As much of msw's `http` as the handlers ask for.
const http = { post: (path, resolver) => ({ path, resolver }) };

function mileapp() {
  const baseUrl = 'https://api.example/api/v3';
  const mile = shortTokenHandlers({ http, HttpResponse: Response, baseUrl });
  const fetch = async (url, init) =>
    mile.handlers.find(({ path }) => path === url).resolver({ request: new Request(url, init) });
  return { mile, client: createShortTokenClient({ baseUrl, fetch, bearer: 'any', maxRetries: 0 }) };
}

export default suite('testing', {
  'generates and resolves without the API': async () => {
    const { mile, client } = mileapp();
    const { shortToken } = await client.generate();
    equal((await client.resolve(shortToken)).ok, true);
    await refused(client.resolve(shortToken));
    equal(
      mile.journal.map(({ status }) => status),
      [200, 200, 400],
    );
  },
  'lets five minutes pass at once': async () => {
    const { mile, client } = mileapp();
    const { shortToken } = await client.generate();
    mile.advance(5 * 60_000);
    await refused(client.resolve(shortToken));
  },
  'plays an outage': async () => {
    const { mile, client } = mileapp();
    const { shortToken } = await client.generate();
    mile.fail(scenarios.upstreamError({ status: 500 }), { times: 1 });
    equal((await rejection(client.resolve(shortToken))).code, 'upstream_error');
    equal((await client.resolve(shortToken)).ok, true);
  },
  'makes identities and sessions': async () => {
    const session = fakeSession(fakeIdentity({ userId: 'u7' }));
    equal((await session.read(undefined))?.userId, 'u7');
  },
});
