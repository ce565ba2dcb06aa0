// One server per process: node http-server.mjs <contender>; prints its port. All of them check what
// an issuer's endpoint has to check (path, method, types, the body's size and shape), resolve a token
// of a 1,000-byte bearer and answer in the documented envelope, for nobody to keep.
import { createServer } from 'node:http';
import { createIssuer, createIssuerNodeListener } from '../../../dist/issuer/index.js';
import { createMemoryStore } from '../../../dist/store/memory.js';
import { createBareIssuer } from './bare-issuer.mjs';

const PATH = '/api/v3/short-token/resolve';
const MAX_BODY_BYTES = 65_536;
const TTL_SECONDS = 86_400;
const user = { userId: '64f0c0ffee64f0c0ffee64f0', organizationId: '64f0c0ffee64f0c0ffee64f1' };
const bearer = `eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.e30.${'s'.repeat(950)}`;
const contender = process.argv[2];

// Tokens resolve any number of times here, so that a round can be of any length.
const authenticate = () => user;
const issuer = createIssuer({
  store: createMemoryStore(),
  authenticate,
  reuse: 'allow',
  ttlSeconds: TTL_SECONDS,
});
const bare = createBareIssuer(authenticate, TTL_SECONDS * 1_000);
const resolveWithIssuer = async (token) => {
  const result = await issuer.resolve(token);
  if (!result.ok) return null;
  const { bearerToken, userId, organizationId } = result;
  return { bearerToken, userId, organizationId };
};

const REFUSAL = { status: false, message: 'Short token is invalid or expired' };
const success = (data) => ({ status: true, message: 'Success.', data });
const failure = (message) => ({ status: false, message });
const acceptsJson = (accept) => !accept || /(?:application\/(?:json|\*)|\*\/\*)/i.test(accept);
const sendsJson = (type) => /^application\/json *(?:;|$)/i.test(type ?? '');

/** The status and the answer for a parsed body. */
async function answerTo(resolve, body) {
  const token = body?.shortToken;
  const isToken = typeof token === 'string' && /^[\x21-\x7e]{1,512}$/.test(token);
  const data = isToken ? await resolve(token) : null;
  return data ? [200, success(data)] : [400, REFUSAL];
}

function bareListener(request, response) {
  const send = (status, answer) => {
    const body = JSON.stringify(answer);
    response.writeHead(status, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  };
  if (request.url.split('?', 1)[0] !== PATH) return send(404, failure('Not found.'));
  if (request.method !== 'POST') return send(405, failure('Method not allowed.'));
  if (!acceptsJson(request.headers.accept)) return send(406, failure('Not acceptable.'));
  if (!sendsJson(request.headers['content-type'])) return send(415, failure('Only JSON.'));
  const chunks = [];
  let bytes = 0;
  request.on('data', (chunk) => {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  });
  request.on('error', () => response.destroy());
  request.on('end', async () => {
    if (bytes > MAX_BODY_BYTES) return send(413, failure('Too large.'));
    try {
      send(...(await answerTo(bare.resolve, JSON.parse(Buffer.concat(chunks).toString()))));
    } catch {
      send(500, failure('Error.'));
    }
  });
}

async function fastifyServer(resolve) {
  const { default: fastify } = await import('fastify');
  const app = fastify({ bodyLimit: MAX_BODY_BYTES });
  app.post(PATH, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    if (!acceptsJson(request.headers.accept))
      return reply.code(406).send(failure('Not acceptable.'));
    const [status, answer] = await answerTo(resolve, request.body);
    return reply.code(status).send(answer);
  });
  await app.ready();
  return app.server;
}

const servers = {
  'bare node:http': async () => createServer(bareListener),
  createIssuerNodeListener: async () => createServer(createIssuerNodeListener(issuer)),
  'fastify 5': () => fastifyServer(bare.resolve),
  'fastify 5 over this issuer': () => fastifyServer(resolveWithIssuer),
  async 'hono on node-server'() {
    const [{ Hono }, { createAdaptorServer }] = await Promise.all([
      import('hono'),
      import('@hono/node-server'),
    ]);
    const app = new Hono();
    app.post(PATH, async (c) => {
      c.header('cache-control', 'no-store');
      if (!acceptsJson(c.req.header('accept'))) return c.json(failure('Not acceptable.'), 406);
      if (!sendsJson(c.req.header('content-type'))) return c.json(failure('Only JSON.'), 415);
      const [status, answer] = await answerTo(bare.resolve, await c.req.json());
      return c.json(answer, status);
    });
    return createAdaptorServer({ fetch: app.fetch });
  },
  async 'express 5'() {
    const { default: express } = await import('express');
    const app = express();
    app.use(express.json({ limit: MAX_BODY_BYTES }));
    app.post(PATH, async (request, response) => {
      response.set('cache-control', 'no-store');
      if (!request.accepts('json')) return response.status(406).json(failure('Not acceptable.'));
      const [status, answer] = await answerTo(bare.resolve, request.body);
      response.status(status).json(answer);
    });
    return createServer(app);
  },
};

const isBare = contender !== 'createIssuerNodeListener' && !contender.endsWith('this issuer');
const tokens = [];
for (let i = 0; i < 1_000; i += 1) {
  tokens.push(
    isBare ? await bare.generate(bearer) : (await issuer.generate({ bearer })).shortToken,
  );
}
const server = await servers[contender]();
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port, tokens }));
process.on('message', () => process.send({ cpu: process.cpuUsage() }));
