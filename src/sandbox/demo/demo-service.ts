import { type Context, Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { createShortTokenClient } from '../../client/create-short-token-client.ts';
import { honoReceiver, type ReceiverVariables } from '../../receiver/adapters/hono.ts';
import type { MileIdentity } from '../../receiver/identity.ts';
import { memorySession } from '../../receiver/session/memory-session.ts';
import { PLACEHOLDER } from '../../token/placeholder.ts';
import type { SandboxTask } from '../world/world.ts';
import { refusedPage, STYLE, strangerPage, welcomePage } from './pages.ts';

/** What the demo service has to know of the sandbox. */
export interface DemoServiceOptions {
  /** Of MileApp's API. */
  readonly baseUrl: string;
  /** For the token calls. */
  readonly fetch: typeof globalThis.fetch;
  /** Told what was answered to a request with a token. */
  readonly onAnswer: (shortToken: string, status: number) => void;
  /** The one organization that is let in. */
  readonly organizationId: string;
  /** Where the pages of the sandbox are, which show this service in a frame. */
  readonly hostOrigin: string;
  /** Where this service is. */
  readonly origin: string;
}

const PAGES: Readonly<Record<string, string>> = {
  '/webhook': 'Report',
  '/stock': 'Stock',
  '/route': 'Route',
};
const MAX_SESSIONS = 1_000;
const PARAMETER = 'token';

/** An external service as somebody would write it with the receiver, in a page of code. */
export function createDemoService(options: DemoServiceOptions): Pick<Hono, 'fetch'> {
  const { baseUrl, fetch, onAnswer, organizationId, hostOrigin, origin } = options;
  const client = createShortTokenClient({ baseUrl, fetch });
  // Cookies ignore ports (RFC 6265 section 8.5): sandboxes on one machine would end each other's sessions.
  const { port, protocol } = new URL(origin);
  const cookieName = `demo-${port}`;
  const session = memorySession({ cookieName, maxSessions: MAX_SESSIONS });
  const service = new Hono<{ Variables: ReceiverVariables }>();

  service.use(async (c, next) => {
    // Read first: what follows sees the request only after it was answered.
    const shortToken = c.req.query(PARAMETER);
    await next();
    if (shortToken !== undefined) onAnswer(shortToken, c.res.status);
  });
  service.use(async (c, next) => {
    const frameAncestors = ["'self'", hostOrigin];
    const contentSecurityPolicy = {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      // The empty icon, which keeps browsers from asking for one.
      imgSrc: ['data:'],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors,
    };
    return secureHeaders({
      contentSecurityPolicy,
      xFrameOptions: false,
      strictTransportSecurity: false,
      crossOriginResourcePolicy: false,
      referrerPolicy: 'no-referrer',
    })(c, next);
  });
  for (const path of Object.keys(PAGES)) {
    service.use(
      honoReceiver({
        moduleUrl: `http://localhost${path}?${PARAMETER}=${PLACEHOLDER}`,
        client,
        admit: { organizations: [organizationId] },
        session,
        describeIdentity: async (identity) => (await userOf(identity)).name,
        onRefused: async ({ response }) =>
          new Response(String(await refusedPage(response.status)), {
            status: response.status,
            headers: { 'content-type': 'text/html; charset=utf-8' },
          }),
      }),
    );
  }

  const stranger = () => strangerPage(protocol === 'https:');
  const sessionOf = (c: Context<{ Variables: ReceiverVariables }>) => c.get('mileIdentity');

  async function call<Data>(identity: MileIdentity, path: string, body?: object) {
    const answer = await globalThis.fetch(baseUrl + path, {
      ...(body && { method: 'PUT', body: JSON.stringify(body) }),
      headers: { authorization: identity.authorization(), 'content-type': 'application/json' },
      signal: AbortSignal.timeout(5_000),
    });
    if (!answer.ok) throw new Error(`MileApp answered ${answer.status}`);
    return ((await answer.json()) as { data: Data }).data;
  }

  const userOf = (identity: MileIdentity) =>
    call<{ readonly name: string }>(identity, `/user/${identity.userId}`);

  service.get('/style.css', (c) => c.body(STYLE, 200, { 'content-type': 'text/css' }));
  for (const [path, title] of Object.entries(PAGES)) {
    service.get(path, async (c) => {
      const identity = sessionOf(c);
      if (!identity) return c.html(stranger(), 401);
      const { name } = await userOf(identity);
      const tasks = await call<SandboxTask[]>(identity, '/tasks');
      return c.html(welcomePage(title, path, { ...identity, name }, tasks));
    });
  }
  service.post('/tasks/:id', async (c) => {
    const identity = sessionOf(c);
    if (!identity) return c.html(stranger(), 401);
    await call(identity, `/task/${encodeURIComponent(c.req.param('id'))}`, { status: 'done' });
    const { back } = await c.req.parseBody();
    return c.redirect(typeof back === 'string' && back in PAGES ? back : '/webhook', 303);
  });
  service.notFound((c) => c.html(stranger(), 404));
  service.onError((_error, c) => c.html(refusedPage(503), 503, { 'retry-after': '2' }));
  return service;
}
