import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { createIssuerHandler } from '../../../src/issuer/http/create-issuer-handler.ts';
import { createIssuerNodeListener } from '../../../src/issuer/http/create-issuer-node-listener.ts';
import type { IssuerHandlerOptions } from '../../../src/issuer/http/options.ts';
import { load, WITHOUT_FRAMEWORKS } from '../support/frameworks.ts';
import {
  AUTHORIZED,
  GENERATE,
  generated,
  makeIssuer,
  post,
  RESOLVE,
  resolveOf,
  type Send,
} from '../support/http.ts';
import { type NodeServer, startServer } from '../support/node-server.ts';

// biome-ignore lint/suspicious/noExplicitAny: the frameworks may not be installed when types are checked
type Any = any;
type Express = Any;

const servers: NodeServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function listen(app: RequestListener): Promise<Send> {
  const server = await startServer(app);
  servers.push(server);
  return (path, init) => fetch(server.origin + path, init);
}

/** A valid token is redeemed once, a wrong one is refused, a dead bearer is rejected. */
async function expectIssuer(send: Send, generate = GENERATE, resolve = RESOLVE): Promise<void> {
  const token = await generated(send, generate);
  const statuses = [];
  for (const [path, init] of [
    [resolve, resolveOf(token)],
    [resolve, resolveOf(token)],
    [resolve, resolveOf('abc123def456ghi789')],
    [generate, post({ authorization: 'Bearer unknown' })],
  ] as const) {
    statuses.push((await send(path, init)).status);
  }
  expect(statuses).toEqual([200, 400, 400, 401]);
}

const listener = (options: IssuerHandlerOptions = {}) =>
  createIssuerNodeListener(makeIssuer(), options);

for (const version of ['express-4', 'express']) {
  describe.skipIf(WITHOUT_FRAMEWORKS)(`${version}${WITHOUT_FRAMEWORKS}`, () => {
    const parsers: readonly (readonly [string, (express: Express) => unknown[]])[] = [
      ['no parser', () => []],
      ['json()', (express) => [express.json()]],
      ['json() of another type', (express) => [express.json({ type: 'application/vnd.api+json' })]],
      ['urlencoded()', (express) => [express.urlencoded({ extended: true })]],
      ['text()', (express) => [express.text()]],
      ['text() of every type', (express) => [express.text({ type: '*/*' })]],
      ['raw()', (express) => [express.raw()]],
      ['raw() of every type', (express) => [express.raw({ type: '*/*' })]],
      [
        'all of them',
        (express) => [express.json(), express.urlencoded(), express.text(), express.raw()],
      ],
    ];
    test.each(parsers)('issues behind %s', async (_name, parsersOf) => {
      const { default: express } = await load(version);
      const app = express();
      for (const parser of parsersOf(express)) app.use(parser);
      app.use(listener());
      app.use((_request: IncomingMessage, response: ServerResponse) => response.end('next'));
      const send = await listen(app);
      await expectIssuer(send);
      expect(await (await send('/other')).text()).toBe('next');
    });

    test('issues under a mount, and in a router under one', async () => {
      const { default: express } = await load(version);
      const app = express();
      const router = express.Router();
      router.use(listener({ basePath: '' }));
      app.use('/tenant', listener());
      app.use('/router', router);
      app.use('/api/v3', listener());
      const send = await listen(app);
      await expectIssuer(send);
      await expectIssuer(send, `/tenant${GENERATE}`, `/tenant${RESOLVE}`);
      await expectIssuer(send, '/router/short-token/generate', '/router/short-token/resolve');
    });

    test('leaves the answer to a timeout middleware that was faster', async () => {
      const { default: express } = await load(version);
      const issuer = makeIssuer();
      const slow = createIssuerNodeListener({
        ...issuer,
        generate: async (call) => {
          await pause(60);
          return issuer.generate(call);
        },
      });
      const app = express();
      app.use((_request: unknown, response: Any, next: () => void) => {
        setTimeout(() => response.headersSent || response.status(503).send('slow'), 10);
        next();
      });
      app.use(slow);
      const send = await listen(app);
      expect((await send(GENERATE, post(AUTHORIZED))).status).toBe(503);
      await pause(80);
      expect((await send('/other')).status).toBe(404);
    });
  });
}

describe.skipIf(WITHOUT_FRAMEWORKS)(`fastify 5${WITHOUT_FRAMEWORKS}`, () => {
  test('issues from routes whose replies are hijacked, body parsed by Fastify', async () => {
    const { default: fastify } = await load('fastify');
    const app = fastify();
    const onNode = listener();
    app.post('/api/v3/short-token/*', (request: Any, reply: Any) => {
      reply.hijack();
      onNode(Object.assign(request.raw, { body: request.body ?? undefined }), reply.raw);
    });
    await app.ready();
    await expectIssuer(await listen(app.routing));
  });

  test('answers, and does not hang, where the parsed body was not handed over', async () => {
    const { default: fastify } = await load('fastify');
    const told: unknown[] = [];
    const onNode = listener({ onError: (error) => told.push(error) });
    const app = fastify();
    app.post('/api/v3/short-token/*', (request: Any, reply: Any) => {
      reply.hijack();
      onNode(request.raw, reply.raw);
    });
    await app.ready();
    const send = await listen(app.routing);
    expect((await send(RESOLVE, resolveOf('abc123def456ghi789'))).status).toBe(500);
    expect(told).toHaveLength(1);
  });

  test('issues from routes that pass a Request on', async () => {
    const { default: fastify } = await load('fastify');
    const handler = createIssuerHandler(makeIssuer());
    const app = fastify();
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'string' }, (_: Any, body: string, done: Any) =>
      done(null, body),
    );
    app.post('/api/v3/short-token/*', async (request: Any, reply: Any) => {
      const url = `http://host${request.url}`;
      const init = { method: 'POST', headers: request.headers, body: request.body };
      const answer = await handler(new Request(url, init));
      return reply
        .code(answer.status)
        .headers(Object.fromEntries(answer.headers))
        .send(await answer.text());
    });
    await app.ready();
    await expectIssuer(await listen(app.routing));
  });
});

describe.skipIf(WITHOUT_FRAMEWORKS)(`hono${WITHOUT_FRAMEWORKS}`, () => {
  test('issues from a route, under a mount, and on node-server', async () => {
    const [{ Hono }, { getRequestListener }] = await Promise.all([
      load('hono'),
      load('@hono/node-server'),
    ]);
    const app = new Hono();
    const handler = createIssuerHandler(makeIssuer());
    app.post('/api/v3/short-token/*', (context: Any) => handler(context.req.raw));
    app.mount('/tenant', createIssuerHandler(makeIssuer(), { basePath: '' }));
    const inProcess: Send = async (path, init) => app.request(`http://host${path}`, init);
    await expectIssuer(inProcess);
    await expectIssuer(inProcess, '/tenant/short-token/generate', '/tenant/short-token/resolve');
    await expectIssuer(await listen(getRequestListener(app.fetch)));
  });

  test('answers, and does not reject, where a middleware has read the body', async () => {
    const { Hono } = await load('hono');
    const app = new Hono();
    const handler = createIssuerHandler(makeIssuer());
    app.use(async (context: Any, next: Any) => {
      await context.req.text();
      await next();
    });
    app.post('/api/v3/short-token/*', (context: Any) => handler(context.req.raw));
    expect((await app.request(`http://host${RESOLVE}`, resolveOf('x'))).status).toBe(500);
  });
});

describe.skipIf(WITHOUT_FRAMEWORKS)(`next${WITHOUT_FRAMEWORKS}`, () => {
  test('issues as a route handler, from a NextRequest', async () => {
    const { NextRequest } = await load('next/server.js');
    const POST: (request: Request, context: unknown) => Promise<Response> = createIssuerHandler(
      makeIssuer(),
    );
    const context = { params: Promise.resolve({ operation: 'resolve' }) };
    await expectIssuer((path, init) => POST(new NextRequest(`http://host${path}`, init), context));
  });

  test('issues as an API route of the pages router, body parsed by Next', async () => {
    const api = listener();
    const send = await listen(async (request, response) => {
      // What Next's own bodyParser leaves: the stream read, the value in `body`.
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString();
      api(Object.assign(request, { body: text ? JSON.parse(text) : '' }), response);
    });
    await expectIssuer(send);
  });
});
