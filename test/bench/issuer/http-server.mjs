// One server per process: node http-server.mjs <contender>; prints its port. All of them parse the
// JSON, derive, open the envelope of a 1,000-byte bearer and answer in the documented envelope.
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createIssuer, createIssuerNodeListener } from '../../../dist/issuer/index.js';
import { createMemoryStore } from '../../../dist/store/memory.js';

const PATH = '/api/v3/short-token/resolve';
const user = { userId: '64f0c0ffee64f0c0ffee64f0', organizationId: '64f0c0ffee64f0c0ffee64f1' };
const bearer = `eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.e30.${'s'.repeat(950)}`;
const contender = process.argv[2];

// The same work without any of our code: two-HMAC HKDF, AES-256-GCM, a Map.
const salt = randomBytes(32);
const nonce = Buffer.alloc(12);
const context = Buffer.alloc(64, 'context');
const entries = new Map();
const hkdf = (token) => {
  const prk = createHmac('sha256', salt).update(token).digest();
  const id = createHmac('sha256', prk).update('id\x01').digest('base64url');
  return { id, key: createHmac('sha256', prk).update('key\x01').digest() };
};
function bareGenerate() {
  const token = randomBytes(16).toString('base64url');
  const { id, key } = hkdf(token);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(context);
  const body = cipher.update(JSON.stringify({ bearerToken: bearer, ...user }));
  cipher.final();
  entries.set(id, { body, tag: cipher.getAuthTag() });
  return token;
}
function bareResolve(shortToken) {
  const { id, key } = hkdf(shortToken);
  const entry = entries.get(id);
  if (!entry) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce);
  decipher.setAAD(context);
  decipher.setAuthTag(entry.tag);
  const opened = decipher.update(entry.body);
  decipher.final();
  return JSON.parse(opened.toString());
}
const envelope = (data) =>
  data
    ? [200, { status: true, message: 'Success.', data }]
    : [400, { status: false, message: 'Short token is invalid or expired' }];

// Tokens resolve any number of times here, so that a round can be of any length.
const issuer = createIssuer({
  store: createMemoryStore(),
  authenticate: () => user,
  reuse: 'allow',
  ttlSeconds: 86_400,
});
const isOurs = contender === 'createIssuerNodeListener';

const servers = {
  async 'bare node:http'() {
    return createServer((request, response) => {
      const chunks = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        const { shortToken } = JSON.parse(Buffer.concat(chunks).toString());
        const [status, answer] = envelope(bareResolve(shortToken));
        const body = JSON.stringify(answer);
        response.writeHead(status, {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        });
        response.end(body);
      });
    });
  },
  async createIssuerNodeListener() {
    return createServer(createIssuerNodeListener(issuer));
  },
  async 'fastify 5'() {
    const { default: fastify } = await import('fastify');
    const app = fastify();
    app.post(PATH, (request, reply) => {
      const [status, answer] = envelope(bareResolve(request.body.shortToken));
      reply.code(status).send(answer);
    });
    await app.ready();
    return app.server;
  },
  async 'hono on node-server'() {
    const [{ Hono }, { createAdaptorServer }] = await Promise.all([
      import('hono'),
      import('@hono/node-server'),
    ]);
    const app = new Hono();
    app.post(PATH, async (c) => {
      const [status, answer] = envelope(bareResolve((await c.req.json()).shortToken));
      return c.json(answer, status);
    });
    return createAdaptorServer({ fetch: app.fetch });
  },
  async 'express 5'() {
    const { default: express } = await import('express');
    const app = express();
    app.use(express.json());
    app.post(PATH, (request, response) => {
      const [status, answer] = envelope(bareResolve(request.body.shortToken));
      response.status(status).json(answer);
    });
    return createServer(app);
  },
};

const tokens = [];
for (let i = 0; i < 1_000; i += 1) {
  tokens.push(isOurs ? (await issuer.generate({ bearer })).shortToken : bareGenerate());
}
const server = await servers[contender]();
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port, tokens }));
process.on('message', () => process.send({ cpu: process.cpuUsage() }));
