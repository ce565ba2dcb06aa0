import {
  createIssuer,
  createIssuerHandler,
  isStoreUnavailableError,
} from '@mileapp/custom-module-url/issuer';
import { createMemoryStore } from '@mileapp/custom-module-url/store/memory';
import { createRedisStore } from '@mileapp/custom-module-url/store/redis';
import { createSqlStore, shortTokenSchema } from '@mileapp/custom-module-url/store/sql';
import { describeShortTokenStore } from '@mileapp/custom-module-url/testing';
import { equal, rejection, skip, suite } from './harness.mjs';

const authenticate = (bearer) =>
  bearer === 'good' ? { userId: 'u1', organizationId: 'o1' } : null;

export default suite('issuer', {
  'generates, resolves once, and refuses the second': async () => {
    const issuer = createIssuer({ store: createMemoryStore(), authenticate });
    const { shortToken } = await issuer.generate({ bearer: 'good' });
    const identity = await issuer.resolve(shortToken);
    equal([identity.ok, identity.userId, identity.bearerToken], [true, 'u1', 'good']);
    equal(await issuer.resolve(shortToken), { ok: false, code: 'short_token_invalid' });
  },
  'answers requests': async () => {
    const handle = createIssuerHandler(createIssuer({ store: createMemoryStore(), authenticate }));
    const post = (path, body, headers) =>
      handle(
        new Request(`https://api.example/api/v3/short-token/${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          ...(body && { body: JSON.stringify(body) }),
        }),
      );
    const generated = await post('generate', undefined, { authorization: 'Bearer good' });
    equal(generated.status, 200);
    const { shortToken } = (await generated.json()).data;
    equal((await post('resolve', { shortToken })).status, 200);
    equal((await post('resolve', { shortToken })).status, 400);
    equal((await post('generate', undefined, { authorization: 'Bearer bad' })).status, 401);
  },
  'reports a store that is down as an outage': async () => {
    const command = () => Promise.reject(new Error('ECONNREFUSED'));
    const issuer = createIssuer({ store: createRedisStore({ command }), authenticate });
    const error = await rejection(issuer.generate({ bearer: 'good' }));
    equal(isStoreUnavailableError(error), true, error.code);
    equal(error.code, 'store_unavailable');
  },
  'keeps every promise of a store in memory': () => keepsPromises('memory', createMemoryOnClock()),
  'keeps every promise of a store in SQLite': async () => {
    const query = await sqlite();
    if (!query) return skip('but for SQLite, which is not built in');
    for (const sql of shortTokenSchema({ dialect: 'sqlite' })) query(sql, []);
    const makeStore = ({ namespace }) => createSqlStore({ dialect: 'sqlite', query, namespace });
    return keepsPromises('SQLite', { makeStore, capabilities: { shared: true } });
  },
});

function createMemoryOnClock() {
  let now = Date.now();
  const clock = () => now;
  return {
    makeStore: ({ maxEntries = 10_000 }) => createMemoryStore({ clock, maxEntries }),
    capabilities: {
      bounded: true,
      advance: (ms) => {
        now += ms;
      },
    },
  };
}

/** The suite that the package exports for every store, with itself as the runner. */
async function keepsPromises(name, { makeStore, capabilities }) {
  const promises = [];
  const it = (sentence, body) => promises.push([sentence, body]);
  const runner = { describe: (_, body) => body(), it };
  describeShortTokenStore(name, makeStore, { ...capabilities, runner });
  equal(promises.length > 20, true, `${promises.length} promises`);
  for (const [sentence, body] of promises) {
    try {
      await body();
    } catch (error) {
      throw new Error(`${sentence}: ${error?.stack ?? error}`);
    }
  }
}

/** Runs a statement in a database in memory, on what the runtime has built in. */
async function sqlite() {
  try {
    // A variable, so that no bundler looks for them.
    const [node, bun] = ['node:sqlite', 'bun:sqlite'];
    const database = globalThis.Bun
      ? new (await import(bun)).Database(':memory:')
      : new (await import(node)).DatabaseSync(':memory:');
    return (sql, parameters) => database.prepare(sql).all(...parameters);
  } catch {
    return undefined;
  }
}
