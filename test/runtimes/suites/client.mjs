import {
  createCustomModuleClient,
  createShortTokenClient,
  isShortTokenError,
  readCustomModule,
} from '@mileapp/custom-module-url/client';
import { equal, refused, rejection, skip, suite } from './harness.mjs';

const answer = (status, body) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

const BEARER = 'the-bearer-of-the-user';

export default suite('client', {
  'generates and resolves over the runtime’s own fetch, and a second resolve is refused': async ({
    origin,
  }) => {
    if (!origin) return skip('but for calls by its own `fetch`, which needs a device');
    const client = createShortTokenClient({ baseUrl: `${origin}/api/v3`, bearer: 'good' });
    const { shortToken, expiresAt } = await client.generate();
    equal([typeof shortToken, expiresAt instanceof Date], ['string', true]);
    const identity = await client.resolve(shortToken);
    equal([identity.ok, identity.userId, identity.organizationId], [true, 'u1', 'o1']);
    equal(identity.bearerToken, 'good');
    equal(JSON.stringify(identity).includes('good'), false);
    await refused(client.resolve(shortToken));
  },
  'tells a closed port from a refused token': async ({ closed }) => {
    if (!closed) return skip('but for calls by its own `fetch`, which needs a device');
    const client = createShortTokenClient({ baseUrl: closed, bearer: 'good', maxRetries: 0 });
    const error = await rejection(client.resolve('vKq7Rm3TzWc9XpHd4NbF2s'));
    // A page, a Worker and others are not told why nothing came.
    equal(['network_unreachable', 'network_interrupted'].includes(error.code), true, error.code);
  },
  'takes an outage for no logout': async () => {
    const client = createShortTokenClient({ fetch: async () => answer(500, {}), maxRetries: 0 });
    const error = await rejection(client.resolve('vKq7Rm3TzWc9XpHd4NbF2s'));
    equal(isShortTokenError(error, 'upstream_error'), true, error.code);
  },
  'does not wait longer than it may': async () => {
    const client = createShortTokenClient({
      fetch: () => new Promise(() => {}),
      timeoutMs: 20,
      maxRetries: 0,
    });
    const error = await rejection(client.resolve('vKq7Rm3TzWc9XpHd4NbF2s'));
    equal(isShortTokenError(error, 'timeout'), true, error.code);
  },
  'sends no token anywhere but over https or to this machine': async () => {
    equal(
      (await rejection(() => createShortTokenClient({ baseUrl: 'http://svc.example/' }))) instanceof
        Error,
      true,
    );
  },
  'keeps the bearer out of its errors': async () => {
    const fetch = async () => {
      throw new Error(`failed with ${BEARER}`);
    };
    const client = createShortTokenClient({ fetch, bearer: BEARER, maxRetries: 0 });
    const error = await rejection(client.generate());
    equal(`${error.message}${error.stack}${JSON.stringify(error)}`.includes(BEARER), false);
  },
  'lists modules and leaves out what is none': async () => {
    const module = { _id: 'a1', name: 'Stock', type: 'external', url: 'https://svc.example/' };
    const data = [module, { name: 1 }];
    const fetch = async () => answer(200, { status: true, message: 'Success.', data });
    const modules = await createCustomModuleClient({ fetch, bearer: BEARER }).list();
    equal(
      modules.map(({ name }) => name),
      ['Stock'],
    );
    equal(readCustomModule(module).ok, true);
  },
});
