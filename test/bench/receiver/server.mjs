// One server three times in one process, on three ports: without the receiver, with it, and with a
// middleware that does nothing in its place. It reports the processor time that it has used so far
// when it is asked.
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { createShortTokenClient } from '../../../dist/client/index.js';
import { expressReceiver } from '../../../dist/receiver/adapters/express.js';
import { fastifyReceiver } from '../../../dist/receiver/adapters/fastify.js';
import { honoReceiver } from '../../../dist/receiver/adapters/hono.js';
import { nodeReceiver } from '../../../dist/receiver/adapters/node.js';
import { createReceiver, memorySession } from '../../../dist/receiver/index.js';

const [framework, ...order] = process.argv.slice(2);
const options = {
  moduleUrl: 'https://svc.example/webhook?token={SHORT_TOKEN}',
  client: createShortTokenClient(),
  admit: 'anyone',
  session: memorySession(),
};
const data = { id: 1, name: 'a task', tags: ['x', 'y'] };
// All have a middleware that does nothing, as most services have one: Hono runs an application
// without any on another path altogether.
const through = (_request, _response, next) => next();

const make = {
  async express(kind) {
    const app = express();
    app.use(through);
    if (kind === 'with') app.use(expressReceiver(options));
    if (kind === 'empty') app.use((_request, _response, next) => next());
    app.get('/task', (_, response) => response.json(data));
    return createServer(app);
  },
  async fastify(kind) {
    const app = fastify();
    app.addHook('onRequest', through);
    if (kind === 'with') app.register(fastifyReceiver, options);
    if (kind === 'empty') app.addHook('onRequest', (_request, _reply, next) => next());
    app.get('/task', async () => data);
    await app.ready();
    return app.server;
  },
  async hono(kind) {
    const app = new Hono();
    app.use((_, next) => next());
    if (kind === 'with') app.use(honoReceiver(options));
    if (kind === 'empty') app.use((_, next) => next());
    app.get('/task', (c) => c.json(data));
    return createServer(getRequestListener(app.fetch));
  },
  async 'node:http'(kind) {
    const receive = kind === 'with' ? nodeReceiver(options) : through;
    const answer = (request, response) => {
      if (!request.url.startsWith('/task')) return response.writeHead(404).end();
      const body = JSON.stringify(data);
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      });
      response.end(body);
    };
    if (kind === 'without') return createServer(answer);
    return createServer((request, response) =>
      receive(request, response, () => answer(request, response)),
    );
  },
  async 'Request and Response'(kind) {
    // Whoever knows users by a cookie has to read it, and the first look at headers makes them.
    const answer = (request) =>
      request.url.includes('/task') && request.headers.get('cookie')
        ? Response.json(data)
        : new Response(null, { status: 404 });
    const { receive } = createReceiver(options);
    const fetch = {
      without: async (request) => answer(request),
      empty: async (request) => {
        await undefined;
        return answer(request);
      },
      with: async (request) => (await receive(request)).response ?? answer(request),
    };
    return createServer(getRequestListener(fetch[kind]));
  },
};

const ports = {};
// The one that is made later may find its code compiled for the others.
for (const kind of order) {
  const server = await make[framework](kind);
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  ports[kind] = server.address().port;
}
process.send(ports);
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send(user + system);
});
process.once('disconnect', () => process.exit());
