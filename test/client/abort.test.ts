import { afterEach, describe, expect, test } from 'vitest';
import { createShortTokenClient } from '../../src/client/create-short-token-client.ts';
import type { ShortTokenClientEvent, ShortTokenClientOptions } from '../../src/client/options.ts';
import { fullBacklog } from './support/full-backlog.ts';
import { type LocalServer, serve } from './support/misbehaving-server.ts';

const TOKEN = 'short-token';
const open: LocalServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function opened(server: Promise<LocalServer>): Promise<LocalServer> {
  open.push(await server);
  return server;
}

function watched(server: LocalServer, options: ShortTokenClientOptions = {}) {
  const events: ShortTokenClientEvent[] = [];
  const client = createShortTokenClient({
    baseUrl: server.baseUrl,
    bearer: 'bearer',
    ...options,
    onEvent: (event) => events.push(event),
  });
  return { client, events };
}

function deferred() {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

describe('an aborted call rejects with the reason of its caller', () => {
  const phases: readonly {
    readonly phase: string;
    readonly start: () => Promise<{ server: LocalServer; reached: Promise<void> }>;
  }[] = [
    {
      phase: 'while connecting',
      start: async () => ({
        server: await opened(fullBacklog()),
        reached: new Promise((done) => setTimeout(done, 100)),
      }),
    },
    {
      phase: 'while waiting for the headers',
      start: async () => {
        const { promise, resolve } = deferred();
        return { server: await opened(serve(() => resolve())), reached: promise };
      },
    },
    {
      phase: 'while reading the body',
      start: async () => {
        const { promise, resolve } = deferred();
        const server = serve((response) => {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.write('{"status":', () => setTimeout(resolve, 50));
        });
        return { server: await opened(server), reached: promise };
      },
    },
    {
      phase: 'while waiting to send again',
      start: async () => {
        const { promise, resolve } = deferred();
        const server = serve((response) => {
          response.writeHead(429, { 'retry-after': '5' }).end(() => setTimeout(resolve, 50));
        });
        return { server: await opened(server), reached: promise };
      },
    },
  ];

  for (const operation of ['generate', 'resolve'] as const) {
    test.each(phases)(`${operation} $phase`, async ({ start }) => {
      const { server, reached } = await start();
      const { client, events } = watched(server);
      const { signal, abort } = control();
      const reason = new Error('the user left');

      const call =
        operation === 'resolve' ? client.resolve(TOKEN, { signal }) : client.generate({ signal });
      const outcome = call.catch((error: unknown) => error);
      await reached;
      abort(reason);

      expect(await outcome).toBe(reason);
      await new Promise(setImmediate);
      expect(events.at(-1)).toMatchObject({ type: 'settled', code: 'aborted', attempts: 1 });
      expect(server.seen.length).toBeLessThanOrEqual(1);
    });
  }

  test('while the bearer is being fetched, which is told to stop', async () => {
    const server = await opened(serve(() => {}));
    let told: unknown;
    const { client } = watched(server, {
      bearer: ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            told = signal.aborted;
            reject(signal.reason);
          });
        }),
    });
    const { signal, abort } = control();
    const outcome = client.generate({ signal }).catch((error: unknown) => error);
    abort('enough');
    expect(await outcome).toBe('enough');
    expect(told).toBe(true);
    expect(server.seen).toEqual([]);
  });

  test('before it begins, and nothing is sent', async () => {
    const server = await opened(serve((response) => response.end()));
    const { client } = watched(server);
    const signal = AbortSignal.abort('too late');
    await expect(client.resolve(TOKEN, { signal })).rejects.toBe('too late');
    await expect(client.generate({ signal })).rejects.toBe('too late');
    expect(server.seen).toEqual([]);
  });

  test('with our own error where the runtime keeps no reason', async () => {
    const server = await opened(serve(() => {}));
    const { client } = watched(server);
    const signal = new EventTarget() as AbortSignal & { aborted: boolean };
    const outcome = client.resolve(TOKEN, { signal });
    signal.dispatchEvent(new Event('abort'));
    await expect(outcome).rejects.toMatchObject({ code: 'aborted', retryable: false });
  });
});

describe('simultaneous resolves of one token', () => {
  const answer = JSON.stringify({
    status: true,
    data: { bearerToken: 'b', userId: 'u', organizationId: 'o' },
  });

  test('share one request', async () => {
    const server = await opened(serve((response) => response.end(answer)));
    const { client } = watched(server);
    const results = await Promise.all(Array.from({ length: 20 }, () => client.resolve(TOKEN)));
    expect(server.seen).toHaveLength(1);
    expect(new Set(results.map(({ ok }) => ok))).toEqual(new Set([true]));
  });

  test('do not share with another token, nor with a later resolve', async () => {
    const server = await opened(serve((response) => response.end(answer)));
    const { client } = watched(server);
    await Promise.all([client.resolve('one'), client.resolve('two')]);
    await client.resolve('one');
    expect(server.seen.map(({ body }) => JSON.parse(body).shortToken).sort()).toEqual([
      'one',
      'one',
      'two',
    ]);
  });

  test('share a failure, and the next resolve asks anew', async () => {
    let status = 500;
    const server = await opened(serve((response) => response.writeHead(status).end(answer)));
    const { client } = watched(server);
    const endings = await Promise.allSettled([client.resolve(TOKEN), client.resolve(TOKEN)]);
    expect(endings.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    status = 200;
    expect(await client.resolve(TOKEN)).toMatchObject({ ok: true });
    expect(server.seen).toHaveLength(2);
  });

  test('go on when one of the callers leaves', async () => {
    const release = deferred();
    const server = await opened(
      serve(async (response) => {
        await release.promise;
        response.end(answer);
      }),
    );
    const { client } = watched(server);
    const leaving = control();
    const first = client.resolve(TOKEN, { signal: leaving.signal }).catch((error) => error);
    const staying = control();
    const second = client.resolve(TOKEN, { signal: staying.signal });
    leaving.abort('bye');
    expect(await first).toBe('bye');
    release.resolve();
    expect(await second).toMatchObject({ ok: true });
    expect(server.seen).toHaveLength(1);
  });

  test('end when the last caller leaves, and the connection with them', async () => {
    const arrived = deferred();
    const gone = deferred();
    const server = await opened(
      serve((response) => {
        response.once('close', gone.resolve);
        arrived.resolve();
      }),
    );
    const { client, events } = watched(server);
    const callers = [control(), control()];
    const outcomes = callers.map(({ signal }) => client.resolve(TOKEN, { signal }).catch(String));
    await arrived.promise;
    for (const { abort } of callers) abort('bye');
    expect(await Promise.all(outcomes)).toEqual(['bye', 'bye']);
    await gone.promise;
    expect(events).toMatchObject([{ type: 'start' }, { type: 'settled', code: 'aborted' }]);
  });

  test('a listener on the signal of a caller does not outlive the call', async () => {
    const server = await opened(serve((response) => response.end(answer)));
    const { client } = watched(server);
    const { signal } = control();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    Object.assign(signal, {
      addEventListener: (...args: Parameters<typeof add>) => {
        listeners++;
        add(...args);
      },
      removeEventListener: (...args: Parameters<typeof remove>) => {
        listeners--;
        remove(...args);
      },
    });
    await client.resolve(TOKEN, { signal });
    await client.generate({ signal }).catch(() => {});
    expect(listeners).toBe(0);
  });
});

function control() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: (reason: unknown) => controller.abort(reason) };
}
