import { createServer, type RequestListener } from 'node:http';
import type { ShortTokenClient } from '../../../src/client/index.ts';
import { expressReceiver } from '../../../src/receiver/express.ts';
import { fastifyReceiver } from '../../../src/receiver/fastify.ts';
import { honoReceiver } from '../../../src/receiver/hono.ts';
import {
  createRedactor,
  expressErrorPages,
  fastifyErrorPages,
  type ReceivedIdentity,
  sessionCookie,
  type TokenLocation,
} from '../../../src/receiver/index.ts';
import { load } from './frameworks.ts';
import { listenOn, type WebServer } from './web-server.ts';

/** A running service. */
export interface App extends WebServer {
  /** Lines of the framework's own access log. */
  readonly log: string[];
}

export interface AppOptions {
  readonly client: Pick<ShortTokenClient, 'resolve'>;
  /** `naive` does what a service without the package does: resolve in the handler, log everything. */
  readonly kind: 'ours' | 'naive';
  readonly token?: TokenLocation;
}

const PAGE = (who: string) =>
  `<!doctype html><title>report</title><link rel="stylesheet" href="/asset.css"><script src="/asset.js"></script><p id="who">${who}</p><a id="next" href="/next">next</a>`;
const NEXT = '<!doctype html><title>next</title><p>next</p>';

/** What all of them do: a session in a cookie, a page with parts of its own, a page after it. */
function service() {
  const sessions = new Map<string, string>();
  return {
    start: (identity: ReceivedIdentity) => {
      const id = crypto.randomUUID();
      sessions.set(id, identity.userId);
      return sessionCookie('session', id);
    },
    who: (cookie: string | undefined) =>
      sessions.get(/__Host-session=([\w-]+)/.exec(cookie ?? '')?.[1] ?? '') ?? 'nobody',
  };
}

export const APPS: Record<string, (options: AppOptions) => Promise<App>> = {
  'Express 5': (options) => expressApp('express', options),
  'Express 4': (options) => expressApp('express4', options),
  'Fastify 5': fastifyApp,
  'Hono 4': honoApp,
};

async function expressApp(name: string, { client, kind, token }: AppOptions): Promise<App> {
  const { default: express } = await load(name);
  const { default: morgan } = await load('morgan');
  const log: string[] = [];
  const sink = { write: (line: string) => log.push(line) };
  const redactor = createRedactor({ ...(token && { token }) });
  const app = express();
  const { start, who } = service();
  app.use(morgan('combined', { stream: kind === 'ours' ? redactor.stream(sink) : sink }));
  app.use(express.urlencoded({ extended: true }));
  if (kind === 'ours') app.use(expressReceiver({ client, token, onAuthenticated: start }));
  // biome-ignore lint/suspicious/noExplicitAny: Express is not typed here
  const identify = async (req: any) => {
    if (req.mileIdentity) return req.mileIdentity.userId;
    if (kind === 'ours') return who(req.headers.cookie);
    const result = await client.resolve(String(req.query.token));
    return result.ok ? result.userId : 'nobody';
  };
  // biome-ignore lint/suspicious/noExplicitAny: Express is not typed here
  app.get('/webhook', async (req: any, res: any) => res.send(PAGE(await identify(req))));
  // biome-ignore lint/suspicious/noExplicitAny: Express is not typed here
  app.get('/echo', (req: any, res: any) =>
    res.json({
      user: req.mileIdentity?.userId,
      url: req.url,
      all: req.originalUrl,
      query: req.query,
    }),
  );
  // biome-ignore lint/suspicious/noExplicitAny: Express is not typed here
  app.get('/next', (_: any, res: any) => res.send(NEXT));
  // biome-ignore lint/suspicious/noExplicitAny: Express is not typed here
  app.get(/^\/asset/, (_: any, res: any) => res.type('text/css').send(''));
  app.get('/fail', () => {
    throw new Error('failed at /webhook?token=abcdefghijklmnop');
  });
  if (kind === 'ours') {
    const pages = expressErrorPages(redactor);
    app.use(pages.notFound);
    app.use(pages.error);
  }
  return { ...(await listenOn(app)), log };
}

async function fastifyApp({ client, kind, token }: AppOptions): Promise<App> {
  const { default: fastify } = await load('fastify');
  const { default: formbody } = await load('@fastify/formbody');
  const log: string[] = [];
  const sink = { write: (line: string) => log.push(line) };
  const redactor = createRedactor({ ...(token && { token }) });
  const pages = fastifyErrorPages(redactor);
  const app = fastify({
    ...(kind === 'ours'
      ? {
          logger: { serializers: redactor.serializers, stream: redactor.stream(sink) },
          frameworkErrors: pages.error,
        }
      : { logger: { stream: sink } }),
    // The listener is made by Fastify, so that the requests can be seen first.
    serverFactory: (listener: RequestListener) => createServer(listener),
  });
  const { start, who } = service();
  app.register(formbody);
  if (kind === 'ours') {
    app.register(fastifyReceiver, { client, token, onAuthenticated: start });
    app.setNotFoundHandler(pages.notFound);
    app.setErrorHandler(pages.error);
  }
  // biome-ignore lint/suspicious/noExplicitAny: Fastify is not typed here
  app.get('/webhook', async (request: any, reply: any) => {
    reply.type('text/html');
    if (request.mileIdentity) return PAGE(request.mileIdentity.userId);
    if (kind === 'ours') return PAGE(who(request.headers.cookie));
    const result = await client.resolve(String(request.query.token));
    return PAGE(result.ok ? result.userId : 'nobody');
  });
  // biome-ignore lint/suspicious/noExplicitAny: Fastify is not typed here
  app.get('/echo', async (request: any) => ({
    user: request.mileIdentity?.userId,
    url: request.url,
    all: request.originalUrl,
    query: request.query,
  }));
  // biome-ignore lint/suspicious/noExplicitAny: Fastify is not typed here
  app.get('/next', async (_: any, reply: any) => reply.type('text/html').send(NEXT));
  // biome-ignore lint/suspicious/noExplicitAny: Fastify is not typed here
  const asset = async (_: any, reply: any) => reply.type('text/css').send('');
  app.get('/asset.css', asset);
  app.get('/asset.js', asset);
  app.get('/fail', async () => {
    throw new Error('failed at /webhook?token=abcdefghijklmnop');
  });
  await app.ready();
  return { ...(await listenOn(undefined, app.server)), log };
}

async function honoApp({ client, kind, token }: AppOptions): Promise<App> {
  const { Hono } = await load('hono');
  const { logger } = await load('hono/logger');
  const { getRequestListener } = await load('@hono/node-server');
  const log: string[] = [];
  const sink = (...texts: string[]) => {
    log.push(texts.join(' '));
  };
  const redactor = createRedactor({ ...(token && { token }) });
  const app = new Hono();
  const { start, who } = service();
  app.use(logger(kind === 'ours' ? redactor.print(sink) : sink));
  if (kind === 'ours') app.use(honoReceiver({ client, token, onAuthenticated: start }));
  // biome-ignore lint/suspicious/noExplicitAny: Hono is not typed here
  app.get('/webhook', async (c: any) => {
    if (c.get('mileIdentity')) return c.html(PAGE(c.get('mileIdentity').userId));
    if (kind === 'ours') return c.html(PAGE(who(c.req.header('cookie'))));
    const result = await client.resolve(String(c.req.query('token')));
    return c.html(PAGE(result.ok ? result.userId : 'nobody'));
  });
  // biome-ignore lint/suspicious/noExplicitAny: Hono is not typed here
  app.get('/echo', (c: any) => c.json({ user: c.get('mileIdentity')?.userId }));
  // biome-ignore lint/suspicious/noExplicitAny: Hono is not typed here
  app.get('/next', (c: any) => c.html(NEXT));
  // biome-ignore lint/suspicious/noExplicitAny: Hono is not typed here
  app.get('/asset.*', (c: any) => c.text('', 200, { 'content-type': 'text/css' }));
  app.get('/fail', () => {
    throw new Error('failed at /webhook?token=abcdefghijklmnop');
  });
  // biome-ignore lint/suspicious/noExplicitAny: Hono is not typed here
  app.onError((error: any, c: any) => {
    sink(kind === 'ours' ? JSON.stringify(redactor.serializers.err(error)) : String(error));
    return c.text('Internal Server Error', 500);
  });
  return { ...(await listenOn(getRequestListener(app.fetch))), log };
}
