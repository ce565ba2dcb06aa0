import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, type MockInstance, test, vi } from 'vitest';
import { createIssuerNodeListener } from '../../../src/issuer/http/create-issuer-node-listener.ts';
import type { Issuer } from '../../../src/issuer/issuer.ts';
import {
  AUTHORIZED,
  BEARER,
  GENERATE,
  generated,
  JSON_BODY,
  makeIssuer,
  post,
  RESOLVE,
  resolveOf,
  type Send,
  USER,
} from '../support/http.ts';
import { type NodeServer, startServer } from '../support/node-server.ts';

type Parsed = IncomingMessage & { body?: unknown; rawBody?: unknown };

const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);
beforeAll(() => {
  process.on('unhandledRejection', note);
  process.on('uncaughtException', note);
});
afterAll(() => {
  process.off('unhandledRejection', note);
  process.off('uncaughtException', note);
  expect(unhandled).toEqual([]);
});

const servers: NodeServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(listener: (request: Parsed, response: ServerResponse) => unknown) {
  const server = await startServer((request, response) => void listener(request, response));
  servers.push(server);
  const send: Send = (path, init) => fetch(server.origin + path, init);
  return { server, send };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test('drops its answer where somebody else has answered meanwhile, and does not spend the token', async () => {
  let resolves = 0;
  const issuer = makeIssuer();
  const counted: Issuer = {
    ...issuer,
    resolve: (...call) => {
      resolves += 1;
      return issuer.resolve(...call);
    },
    generate: async (call) => {
      await pause(30);
      return issuer.generate(call);
    },
  };
  const listener = createIssuerNodeListener(counted);
  const { send } = await serve((request, response) => {
    listener(request, response);
    response.writeHead(504).end('too late');
  });
  for (const init of [post(AUTHORIZED), resolveOf('abc123def456ghi789')]) {
    const answer = await send(init === undefined || !init.body ? GENERATE : RESOLVE, init);
    expect([answer.status, await answer.text()]).toEqual([504, 'too late']);
  }
  await pause(60);
  expect(resolves).toBe(0);
});

test('leaves an answer alone that somebody else is still writing, and does not spend the token', async () => {
  const issuer = makeIssuer();
  const resolve = vi.fn(issuer.resolve);
  const listener = createIssuerNodeListener({ ...issuer, resolve });
  const { send } = await serve(async (request, response) => {
    response.writeHead(200).write('in two ');
    listener(request, response);
    await once(request, 'close');
    await nextTurn();
    response.end('parts');
  });
  const answer = await send(RESOLVE, resolveOf('abc123def456ghi789'));
  expect([answer.status, await answer.text()]).toEqual([200, 'in two parts']);
  expect(resolve).not.toHaveBeenCalled();
});

test('does not spend the token for a caller whose connection is gone', async () => {
  const issuer = makeIssuer();
  const resolve = vi.fn(issuer.resolve);
  const listener = createIssuerNodeListener({ ...issuer, resolve });
  const { send } = await serve(async (request, response) => {
    request.body = JSON.parse(await readAll(request));
    response.destroy();
    listener(request, response);
  });
  await expect(send(RESOLVE, resolveOf('abc123def456ghi789'))).rejects.toThrow();
  await nextTurn();
  expect(resolve).not.toHaveBeenCalled();
});

test('writes nothing to a caller who has left', async () => {
  let writeHead: MockInstance | undefined;
  const issuer = makeIssuer();
  let answer: () => void = () => {};
  const generate = vi.fn(async () => {
    await new Promise<void>((done) => {
      answer = done;
    });
    return issuer.generate({ bearer: BEARER });
  });
  const listener = createIssuerNodeListener({ ...issuer, generate });
  const leaving = new AbortController();
  const { send } = await serve(async (request, response) => {
    writeHead = vi.spyOn(response, 'writeHead');
    listener(request, response);
    leaving.abort();
    await once(response, 'close');
    answer();
  });
  const init = { ...post(AUTHORIZED), signal: leaving.signal };
  await expect(send(GENERATE, init)).rejects.toThrow();
  await vi.waitFor(() => expect(generate.mock.settledResults[0]?.type).toBe('fulfilled'));
  await nextTurn();
  expect(writeHead).not.toHaveBeenCalled();
});

test('cuts the connection where the head cannot be written, and rejects nothing', async () => {
  const listener = createIssuerNodeListener(makeIssuer());
  const { send } = await serve((request, response) => {
    response.writeHead = () => {
      throw new Error('a hook on headers that fails');
    };
    listener(request, response);
  });
  await expect(send(GENERATE, post(AUTHORIZED))).rejects.toThrow();
});

test('survives an error that the request emits', async () => {
  const listener = createIssuerNodeListener(makeIssuer());
  const { send } = await serve((request, response) => {
    listener(request, response);
    request.emit('error', new Error('reset'));
  });
  expect((await send(GENERATE, post(AUTHORIZED))).status).toBe(200);
});

test('reads and drops the rest of a body that somebody began to read', async () => {
  const listener = createIssuerNodeListener(makeIssuer());
  let isRead: () => void = () => {};
  const reading = new Promise<void>((done) => {
    isRead = done;
  });
  const { send } = await serve(async (request, response) => {
    request.once('end', isRead);
    await once(request, 'data');
    request.pause();
    listener(request, response);
  });
  expect((await send(RESOLVE, post(JSON_BODY, 'x'.repeat(3_000_000)))).status).toBe(413);
  await reading;
});

test('serves requests of servers that lack what newer ones of node:http have', async () => {
  const keys: string[] = [];
  const limiter = ({ key }: { key: string }) => {
    keys.push(key);
    return 0;
  };
  const listener = createIssuerNodeListener(makeIssuer(), { limiter });
  const missing = { socket: { value: undefined }, headersDistinct: { value: undefined } };
  const { send } = await serve((request, response) =>
    listener(Object.create(request, missing), response),
  );
  expect((await send(GENERATE, post(AUTHORIZED))).status).toBe(200);
  expect((await send(GENERATE, post())).status).toBe(401);
  expect(keys).toEqual([expect.stringMatching(/^bearer:/), 'caller:unknown']);
});

test.each<[string, (request: Parsed, text: string) => void]>([
  ['an object', (request, text) => Object.assign(request, { body: text && JSON.parse(text) })],
  ['text', (request, text) => Object.assign(request, { body: text })],
  ['bytes', (request, text) => Object.assign(request, { body: Buffer.from(text) })],
  ['raw bytes', (request, text) => Object.assign(request, { rawBody: Buffer.from(text) })],
])('takes a body that was read before and left as %s', async (_name, leave) => {
  const listener = createIssuerNodeListener(makeIssuer());
  const { send } = await serve(async (request, response) => {
    leave(request, await readAll(request));
    listener(request, response);
  });
  expect((await send(RESOLVE, resolveOf(await generated(send)))).status).toBe(200);
  expect((await send(RESOLVE, resolveOf('two words'))).status).toBe(400);
});

test('reads the stream itself where a parser left an empty object and the stream alone', async () => {
  const listener = createIssuerNodeListener(makeIssuer());
  const { send } = await serve((request, response) =>
    listener(Object.assign(request, { body: {} }), response),
  );
  expect((await send(RESOLVE, resolveOf(await generated(send)))).status).toBe(200);
});

test.each<[string, (request: IncomingMessage) => Promise<unknown>]>([
  ['read to its end', readAll],
  ['read in part', (request) => once(request, 'data')],
  ['being read by somebody', async (request) => request.on('readable', () => {})],
])('answers 500 and tells onError where the body was %s and left nowhere', async (_name, read) => {
  const told: unknown[] = [];
  const listener = createIssuerNodeListener(makeIssuer(), { onError: (error) => told.push(error) });
  const { send } = await serve(async (request, response) => {
    if (request.url === RESOLVE) await read(request);
    listener(request, response);
  });
  const token = await generated(send);
  expect((await send(RESOLVE, resolveOf(token))).status).toBe(500);
  expect(String(told[0])).toContain('The request body was read before the issuer saw it');
  expect(String(told[0])).not.toContain(token);
});

test('takes an empty body that somebody has read for what it is', async () => {
  const listener = createIssuerNodeListener(makeIssuer());
  const { send } = await serve(async (request, response) => {
    await readAll(request);
    listener(request, response);
  });
  expect((await send(RESOLVE, post(JSON_BODY))).status).toBe(400);
});

test('reads a body that somebody has told to come as text', async () => {
  const listener = createIssuerNodeListener(makeIssuer());
  const { send } = await serve((request, response) => {
    request.setEncoding('utf8');
    listener(request, response);
  });
  const shortToken = await generated(send);
  const body = JSON.stringify({ pad: 'é用🔑', shortToken });
  expect((await send(RESOLVE, post(JSON_BODY, body))).status).toBe(200);
});

test('generates where the body was read and left nowhere, since it needs none', async () => {
  const listener = createIssuerNodeListener(makeIssuer());
  const { send } = await serve(async (request, response) => {
    await readAll(request);
    listener(request, response);
  });
  expect((await send(GENERATE, post(AUTHORIZED, '{}'))).status).toBe(200);
});

test('reads a body that somebody paused, late', async () => {
  const listener = createIssuerNodeListener(makeIssuer());
  const { send } = await serve(async (request, response) => {
    request.pause();
    await pause(20);
    listener(request, response);
  });
  expect((await send(RESOLVE, resolveOf(await generated(send)))).status).toBe(200);
});

test('is found under a mount that takes the prefix away, and under one that adds one', async () => {
  const listener = createIssuerNodeListener(makeIssuer());
  const { send } = await serve((request, response) => {
    const originalUrl = request.url ?? '';
    const url = originalUrl.replace(/^\/(?:api\/v3|tenant)(?=\/)/, '');
    listener(Object.assign(request, { originalUrl, url }), response);
  });
  expect((await send(GENERATE, post(AUTHORIZED))).status).toBe(200);
  expect((await send(`/tenant${GENERATE}`, post(AUTHORIZED))).status).toBe(200);
  expect((await send('/tenant/other', post(AUTHORIZED))).status).toBe(404);
});

test('hands on what is not its path, as middleware does', async () => {
  const listener = createIssuerNodeListener(makeIssuer());
  const { send } = await serve((request, response) =>
    listener(request, response, () => response.end('next')),
  );
  expect(await (await send('/other')).text()).toBe('next');
  expect((await send(RESOLVE)).status).toBe(405);
});

test('takes an absolute-form target for the path in it', async () => {
  const { server } = await serve(createIssuerNodeListener(makeIssuer()));
  const reply = await server.raw(
    `POST http://api.example${GENERATE}?a=b HTTP/1.1\r\nhost: api.example\r\nconnection: close\r\n` +
      `authorization: Bearer ${BEARER}\r\ncontent-length: 0\r\n\r\n`,
  );
  expect(reply).toMatch(/^HTTP\/1\.1 200/);
});

test('refuses two Authorization headers instead of choosing one', async () => {
  const { server } = await serve(createIssuerNodeListener(makeIssuer()));
  const reply = await server.raw(
    `POST ${GENERATE} HTTP/1.1\r\nhost: h\r\nconnection: close\r\ncontent-length: 0\r\n` +
      `authorization: Bearer ${BEARER}\r\nauthorization: Bearer other\r\n\r\n`,
  );
  expect(reply).toMatch(/^HTTP\/1\.1 401/);
});

test('tells authenticate when the caller leaves', async () => {
  let left: (() => void) | undefined;
  const leaving = new Promise<void>((done) => {
    left = done;
  });
  const authenticate = (_bearer: string, { signal }: { signal: AbortSignal | undefined }) =>
    new Promise<null>((done) => {
      signal?.addEventListener('abort', () => {
        left?.();
        done(null);
      });
    });
  // Later than the caller: it is not the time limit that tells.
  const issuer = makeIssuer({ authenticate, timeoutMs: 60_000 });
  const { server } = await serve(createIssuerNodeListener(issuer));
  const request = httpRequest(server.origin + GENERATE, { method: 'POST', headers: AUTHORIZED });
  request.on('error', () => {});
  request.end();
  await pause(50);
  request.destroy();
  await leaving;
});

test('tells nobody that the caller has left when it has its answer', async () => {
  const issuer = makeIssuer();
  const signals: (AbortSignal | undefined)[] = [];
  const generate: Issuer['generate'] = (call) => {
    signals.push(call.signal);
    return issuer.generate(call);
  };
  const listener = createIssuerNodeListener({ ...issuer, generate });
  let closed: Promise<unknown> | undefined;
  const { send } = await serve((request, response) => {
    listener(request, response);
    closed = once(response, 'close');
  });
  expect((await send(GENERATE, post(AUTHORIZED))).status).toBe(200);
  await closed;
  expect(signals.map((signal) => signal?.aborted)).toEqual([false]);
});

test('delivers its early 413 to callers that are still uploading', async () => {
  const { send } = await serve(createIssuerNodeListener(makeIssuer()));
  const statuses = new Set<unknown>();
  for (let i = 0; i < 30; i += 1) {
    const init = post(JSON_BODY, 'x'.repeat(3_000_000));
    statuses.add(
      await send(RESOLVE, init).then(
        async (answer) => `${answer.status} ${(await answer.text()).length > 0}`,
        (error) => error,
      ),
    );
  }
  expect([...statuses]).toEqual(['413 true']);
});

test('survives a caller that leaves in the middle of its body', async () => {
  const { server, send } = await serve(createIssuerNodeListener(makeIssuer()));
  const head = `POST ${RESOLVE} HTTP/1.1\r\nhost: h\r\ncontent-type: application/json\r\n`;
  for (let i = 0; i < 20; i += 1) {
    const socket = connect(Number(new URL(server.origin).port), '127.0.0.1');
    socket.on('error', () => {});
    await new Promise<void>((done) => {
      socket.write(`${head}content-length: 100\r\n\r\n{"shortT`, () => done());
    });
    socket.destroy();
  }
  expect((await send(GENERATE, post(AUTHORIZED))).status).toBe(200);
});

test('names callers to the limiter by their address', async () => {
  const keys: string[] = [];
  const limiter = ({ key }: { key: string }) => {
    keys.push(key);
    return 0;
  };
  const { send } = await serve(
    createIssuerNodeListener(makeIssuer({ authenticate: () => USER }), { limiter }),
  );
  await send(RESOLVE, resolveOf('two words'));
  expect(keys).toEqual(['caller:127.0.0.1']);
});
