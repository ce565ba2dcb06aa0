// biome-ignore-all lint/suspicious/noExplicitAny: the frameworks are not typed here, for they may not be installed
import { createServer, type RequestListener } from 'node:http';
import {
  expressErrorPages,
  expressReceiver,
  requireIdentity,
} from '../../../src/receiver/adapters/express.ts';
import {
  fastifyErrorPages,
  fastifyReceiver,
  requireIdentity as fastifyRequireIdentity,
} from '../../../src/receiver/adapters/fastify.ts';
import {
  honoReceiver,
  requireIdentity as honoRequireIdentity,
} from '../../../src/receiver/adapters/hono.ts';
import { nodeReceiver } from '../../../src/receiver/adapters/node.ts';
import {
  createReceiver,
  createRedactor,
  type ReceiverOptions,
} from '../../../src/receiver/index.ts';
import { load } from './frameworks.ts';
import { listenOn, serveWeb, type WebServer } from './web-server.ts';

/** A running service. */
export interface App extends WebServer {
  /** Lines of the framework's own access log. */
  readonly log: string[];
}

/** Options of the receiver, whatever its server, and what the service does with them. */
export interface AppOptions extends Omit<Partial<ReceiverOptions<any>>, 'client'> {
  readonly client: ReceiverOptions['client'];
  /** `naive` does what a service without the package does: resolve in the handler, log everything. */
  readonly kind?: 'ours' | 'naive';
  /** Put in front of the receiver: session middleware, for example. */
  readonly before?: (app: any) => unknown;
}

export const MODULE_URL = 'https://svc.example/webhook?token={SHORT_TOKEN}';

const PAGE = (who: string) =>
  `<!doctype html><title>report</title><link rel="stylesheet" href="/asset.css"><script src="/asset.js"></script><p id="who">${who}</p><a id="next" href="/next">next</a><form method="post" action="/logout"><button id="logout">leave</button></form>`;
const NEXT = '<!doctype html><title>next</title><p>next</p>';
/** What a route may say that forgot about tokens. A fresh object: Hono's server writes into what it is given. */
const cached = () => ({ 'cache-control': 'public, max-age=600', 'referrer-policy': 'unsafe-url' });

function receiverOptions({ kind, before, ...options }: AppOptions): ReceiverOptions<any> {
  return { moduleUrl: MODULE_URL, admit: 'anyone', logoutPath: '/logout', ...options };
}

export const APPS: Record<string, (options: AppOptions) => Promise<App>> = {
  'Express 5': (options) => expressApp('express', options),
  'Express 4': (options) => expressApp('express4', options),
  'Fastify 5': fastifyApp,
  'Hono 4': honoApp,
  'node:http': nodeApp,
  'web Request': webApp,
};

async function expressApp(name: string, options: AppOptions): Promise<App> {
  const { kind = 'ours', client } = options;
  const { default: express } = await load(name);
  const { default: morgan } = await load('morgan');
  const log: string[] = [];
  const sink = { write: (line: string) => log.push(line) };
  const received = receiverOptions(options);
  const redactor = createRedactor(received);
  const app = express();
  app.use(morgan('combined', { stream: kind === 'ours' ? redactor.stream(sink) : sink }));
  await options.before?.(app);
  if (kind === 'ours') app.use(expressReceiver(received));
  const naive = async (req: any) => {
    const result = await client.resolve(String(req.query.token));
    return result.ok ? result.userId : 'nobody';
  };
  if (kind === 'ours') app.get('/webhook', requireIdentity);
  app.get('/webhook', async (req: any, res: any) =>
    res.set(cached()).send(PAGE(req.mileIdentity?.userId ?? (await naive(req)))),
  );
  app.get('/echo', (req: any, res: any) =>
    res.json({
      user: req.mileIdentity?.userId,
      url: req.url,
      all: req.originalUrl,
      query: req.query,
    }),
  );
  app.post('/webhook', express.urlencoded({ extended: true }), (req: any, res: any) =>
    res.json({ body: req.body, user: req.mileIdentity?.userId }),
  );
  app.get('/next', (_: any, res: any) => res.send(NEXT));
  app.get(/^\/asset/, (_: any, res: any) => res.type('text/css').send(''));
  app.get('/fail', () => {
    throw new Error('failed at /webhook?token=abcdefghijklmnop');
  });
  if (kind === 'ours') {
    const pages = expressErrorPages(redactor, (error) => log.push(JSON.stringify(error)));
    app.use(pages.notFound);
    app.use(pages.error);
  }
  return { ...(await listenOn(app)), log };
}

async function fastifyApp(options: AppOptions): Promise<App> {
  const { kind = 'ours', client } = options;
  const { default: fastify } = await load('fastify');
  const log: string[] = [];
  const sink = { write: (line: string) => log.push(line) };
  const received = receiverOptions(options);
  const redactor = createRedactor(received);
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
  await options.before?.(app);
  if (kind === 'ours') {
    await app.register(fastifyReceiver, received);
    app.setNotFoundHandler(pages.notFound);
    app.setErrorHandler(pages.error);
  }
  app.get(
    '/webhook',
    kind === 'ours' ? { preHandler: fastifyRequireIdentity } : {},
    async (request: any, reply: any) => {
      reply.type('text/html').headers(cached());
      if (request.mileIdentity) return PAGE(request.mileIdentity.userId);
      const result = await client.resolve(String(request.query.token));
      return PAGE(result.ok ? result.userId : 'nobody');
    },
  );
  app.register(async (scope: any) => {
    scope.register((await load('@fastify/formbody')).default);
    scope.post('/webhook', async (request: any) => ({
      body: request.body,
      user: request.mileIdentity?.userId,
    }));
  });
  app.get('/echo', async (request: any) => ({
    user: request.mileIdentity?.userId,
    url: request.url,
    all: request.originalUrl,
    query: request.query,
  }));
  app.get('/next', async (_: any, reply: any) => reply.type('text/html').send(NEXT));
  const asset = async (_: any, reply: any) => reply.type('text/css').send('');
  app.get('/asset.css', asset);
  app.get('/asset.js', asset);
  app.get('/fail', async () => {
    throw new Error('failed at /webhook?token=abcdefghijklmnop');
  });
  await app.ready();
  return { ...(await listenOn(undefined, app.server)), log };
}

async function honoApp(options: AppOptions): Promise<App> {
  const { kind = 'ours', client } = options;
  const { Hono } = await load('hono');
  const { logger } = await load('hono/logger');
  const { getRequestListener } = await load('@hono/node-server');
  const log: string[] = [];
  const sink = (...texts: string[]) => {
    log.push(texts.join(' '));
  };
  const received = receiverOptions(options);
  const redactor = createRedactor(received);
  const app = new Hono();
  app.use(logger(kind === 'ours' ? redactor.print(sink) : sink));
  options.before?.(app);
  if (kind === 'ours') app.use(honoReceiver(received));
  if (kind === 'ours') app.get('/webhook', honoRequireIdentity);
  app.get('/webhook', async (c: any) => {
    if (c.get('mileIdentity')) return c.html(PAGE(c.get('mileIdentity').userId), 200, cached());
    const result = await client.resolve(String(c.req.query('token')));
    return c.html(PAGE(result.ok ? result.userId : 'nobody'), 200, cached());
  });
  app.post('/webhook', async (c: any) =>
    c.json({ body: await c.req.parseBody(), user: c.get('mileIdentity')?.userId }),
  );
  app.get('/echo', (c: any) => {
    const { pathname, search } = new URL(c.req.url);
    const url = pathname + search;
    return c.json({ user: c.get('mileIdentity')?.userId, url, all: url, query: c.req.query() });
  });
  app.get('/next', (c: any) => c.html(NEXT));
  app.get('/asset.*', (c: any) => c.text('', 200, { 'content-type': 'text/css' }));
  app.get('/fail', () => {
    throw new Error('failed at /webhook?token=abcdefghijklmnop');
  });
  app.onError((error: any) => {
    sink(kind === 'ours' ? JSON.stringify(redactor.serializers.err(error)) : String(error));
    return new Response('Internal Server Error', { status: 500, headers: cached() });
  });
  return { ...(await listenOn(getRequestListener(app.fetch))), log };
}

async function nodeApp(options: AppOptions): Promise<App> {
  const { kind = 'ours', client } = options;
  const log: string[] = [];
  const received = receiverOptions(options);
  const redactor = createRedactor(received);
  const receive = nodeReceiver(received);
  const guard = (await import('../../../src/receiver/adapters/node.ts')).requireIdentity;
  const listener = (req: any, res: any) => {
    res.on('finish', () => log.push(kind === 'ours' ? redactor.text(req.url) : req.url));
    if (kind === 'naive') return void answer(req, res, undefined);
    receive(req, res, (error) => {
      if (error) {
        log.push(JSON.stringify(redactor.serializers.err(error)));
        res.writeHead(500, cached()).end('Internal Server Error');
      } else if (req.method === 'GET' && req.url.split('?')[0] === '/webhook') {
        guard(req, res, () => answer(req, res, req.mileIdentity?.userId));
      } else answer(req, res, req.mileIdentity?.userId);
    });
  };
  async function answer(req: any, res: any, user: string | undefined) {
    const { pathname, search, searchParams } = new URL(req.url, 'http://localhost');
    const { status, type, body } = await route(req.method, pathname, searchParams, {
      user,
      url: pathname + search,
      client,
      body: () => req.body ?? {},
    });
    res.writeHead(status, { ...cached(), 'content-type': type }).end(body);
  }
  return { ...(await listenOn(listener)), log };
}

async function webApp(options: AppOptions): Promise<App> {
  const { kind = 'ours', client } = options;
  const log: string[] = [];
  const received = receiverOptions(options);
  const redactor = createRedactor(received);
  const { receive, requireIdentity: withIdentity } = createReceiver({
    ...received,
    onError: (error) => log.push(JSON.stringify(redactor.serializers.err(error))),
  });
  const respond = async (request: Request, user: string | undefined) => {
    const { pathname, search, searchParams } = new URL(request.url);
    const { status, type, body } = await route(request.method, pathname, searchParams, {
      user,
      url: pathname + search,
      client,
      body: async () => Object.fromEntries(new URLSearchParams(await request.text())),
    });
    return new Response(body, { status, headers: { ...cached(), 'content-type': type } });
  };
  const guarded = withIdentity((request, { userId }) => respond(request, userId));
  const server = await serveWeb(async (request) => {
    log.push(kind === 'ours' ? redactor.text(request.url) : request.url);
    if (kind === 'naive') return respond(request, undefined);
    const { pathname } = new URL(request.url);
    if (pathname === '/webhook' && request.method === 'GET') return guarded(request);
    const clean = new Request(request.url.replace(/token=[^&]*&?/, ''));
    if (pathname === '/fail') return respond(clean, undefined);
    const outcome = await receive(request);
    if (outcome.response) return outcome.response;
    const target = outcome.outcome === 'authenticated' ? outcome.url : undefined;
    const seen = target ? new Request(new URL(target, request.url)) : request;
    const response = await respond(seen, outcome.identity?.userId);
    if (outcome.outcome === 'authenticated') {
      for (const [name, value] of outcome.headers) {
        if (name === 'set-cookie') response.headers.append(name, value);
        else response.headers.set(name, value);
      }
    }
    return response;
  });
  return { ...server, log };
}

interface Routed {
  readonly user: string | undefined;
  readonly url: string;
  readonly client: AppOptions['client'];
  readonly body: () => unknown;
}

/** The routes of servers that have no router. */
async function route(
  method: string,
  path: string,
  query: URLSearchParams,
  { user, url, client, body }: Routed,
) {
  const html = (text: string, status = 200) => ({ status, type: 'text/html', body: text });
  const json = (value: unknown) => ({
    status: 200,
    type: 'application/json',
    body: JSON.stringify(value),
  });
  if (method === 'POST' && path === '/webhook') return json({ body: await body(), user });
  if (path === '/webhook') {
    const result =
      user === undefined ? await client.resolve(String(query.get('token'))) : undefined;
    return html(PAGE(user ?? (result?.ok ? result.userId : 'nobody')));
  }
  if (path === '/echo') return json({ user, url, all: url, query: Object.fromEntries(query) });
  if (path === '/next') return html(NEXT);
  if (path.startsWith('/asset')) return { status: 200, type: 'text/css', body: '' };
  if (path === '/fail') return html('Internal Server Error', 500);
  return html(`Cannot ${method} it`, 404);
}
