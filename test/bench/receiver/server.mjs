// One framework twice in one process, on two ports: with the middleware and without. It reports the
// processor time that it has used so far when it is asked.
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { createShortTokenClient } from '../../../dist/client/index.js';
import { expressReceiver } from '../../../dist/receiver/adapters/express.js';
import { fastifyReceiver } from '../../../dist/receiver/adapters/fastify.js';
import { honoReceiver } from '../../../dist/receiver/adapters/hono.js';
import { memorySession } from '../../../dist/receiver/index.js';

const [framework, first] = process.argv.slice(2);
const options = {
  moduleUrl: 'https://svc.example/webhook?token={SHORT_TOKEN}',
  client: createShortTokenClient(),
  admit: 'anyone',
  session: memorySession(),
};
const data = { id: 1, name: 'a task', tags: ['x', 'y'] };
// Both have a middleware that does nothing, as most services have one: Hono runs an application
// without any on another path altogether.
const through = (_request, _response, next) => next();

const make = {
  async express(received) {
    const app = express();
    app.use(through);
    if (received) app.use(expressReceiver(options));
    app.get('/task', (_, response) => response.json(data));
    return createServer(app);
  },
  async fastify(received) {
    const app = fastify();
    app.addHook('onRequest', through);
    if (received) app.register(fastifyReceiver, options);
    app.get('/task', async () => data);
    await app.ready();
    return app.server;
  },
  async hono(received) {
    const app = new Hono();
    app.use((_, next) => next());
    if (received) app.use(honoReceiver(options));
    app.get('/task', (c) => c.json(data));
    return createServer(getRequestListener(app.fetch));
  },
};

const ports = [];
// The one that is made second may find its code compiled for the first one.
for (const received of first === 'with' ? [true, false] : [false, true]) {
  const server = await make[framework](received);
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  ports[Number(received)] = server.address().port;
}
process.send(ports);
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send(user + system);
});
process.once('disconnect', () => process.exit());
