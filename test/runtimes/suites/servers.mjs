import http from 'node:http';
import {
  requireIdentity as expressIdentity,
  expressReceiver,
} from '@mileapp/custom-module-url/express';
import {
  requireIdentity as fastifyIdentity,
  fastifyReceiver,
} from '@mileapp/custom-module-url/fastify';
import { createIssuer, createIssuerNodeListener } from '@mileapp/custom-module-url/issuer';
import { nodeReceiver, requireIdentity } from '@mileapp/custom-module-url/node';
import { memorySession } from '@mileapp/custom-module-url/receiver';
import { createMemoryStore } from '@mileapp/custom-module-url/store/memory';
import express from 'express';
import fastify from 'fastify';
import { equal, suite } from './harness.mjs';

const options = () => ({
  moduleUrl: 'https://svc.example/webhook?token={SHORT_TOKEN}',
  client: {
    resolve: async () => ({ ok: true, userId: 'u1', organizationId: 'o1', bearerToken: 'b' }),
  },
  admit: { organizations: ['o1'] },
  session: memorySession(),
});

export default suite('servers', {
  'node:http signs a user in and keeps the session': () => {
    const receive = nodeReceiver(options());
    return onServer((request, response) =>
      receive(request, response, (error) => {
        if (error) return response.writeHead(500).end();
        requireIdentity(request, response, () => response.end(request.mileIdentity.userId));
      }),
    );
  },
  'Express signs a user in and keeps the session': () => {
    const app = express();
    app.use(expressReceiver(options()));
    app.get('/webhook', expressIdentity, (request, response) =>
      response.send(request.mileIdentity.userId),
    );
    return onServer(app);
  },
  'Fastify signs a user in and keeps the session': async () => {
    const app = fastify();
    await app.register(fastifyReceiver, options());
    app.get(
      '/webhook',
      { preHandler: fastifyIdentity },
      async (request) => request.mileIdentity.userId,
    );
    try {
      await signsIn(await app.listen({ port: 0, host: '127.0.0.1' }));
    } finally {
      await app.close();
    }
  },
  'node:http answers for an issuer': async () => {
    const authenticate = (bearer) =>
      bearer === 'good' ? { userId: 'u1', organizationId: 'o1' } : null;
    const listener = createIssuerNodeListener(
      createIssuer({ store: createMemoryStore(), authenticate }),
    );
    await listening(listener, async (origin) => {
      const headers = { authorization: 'Bearer good' };
      const answer = await fetch(`${origin}/api/v3/short-token/generate`, {
        method: 'POST',
        headers,
      });
      equal([answer.status, typeof (await answer.json()).data.shortToken], [200, 'string']);
    });
  },
});

const onServer = (listener) => listening(listener, signsIn);

async function signsIn(origin) {
  const first = await get(`${origin}/webhook?token=vKq7Rm3TzWc9XpHd4NbF2s`, {
    accept: 'text/html',
  });
  equal([first.status, first.headers.location], [303, './webhook']);
  const [cookie] = first.headers['set-cookie'][0].split(';');
  const second = await get(`${origin}/webhook`, { cookie });
  equal([second.status, second.text], [200, 'u1']);
  equal((await get(`${origin}/webhook`, {})).status, 401);
}

// Not `fetch`, which calls itself a script: a script is no visit.
function get(url, headers) {
  return new Promise((done, fail) => {
    const request = http.get(url, { headers, agent: false }, async (response) => {
      let text = '';
      for await (const part of response) text += part;
      done({ status: response.statusCode, headers: response.headers, text });
    });
    request.on('error', fail);
  });
}

async function listening(listener, run) {
  const server = http.createServer(listener);
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  try {
    await run(`http://127.0.0.1:${server.address().port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
}
