import { describe, expect, test } from 'vitest';
import { auditReceiver } from '../../src/audit/audit-receiver.ts';
import type { AuditReport } from '../../src/audit/report.ts';
import { createAuditIssuer } from '../../src/audit/throw-away-issuer.ts';
import { createShortTokenClient } from '../../src/client/create-short-token-client.ts';
import { expressSession } from '../../src/receiver/adapters/express-session.ts';
import { fastifySession } from '../../src/receiver/adapters/fastify-session.ts';
import { ironSession } from '../../src/receiver/session/iron-session.ts';
import { parseModuleUrl } from '../../src/url/parse-module-url.ts';
import { APPS, type AppOptions } from '../receiver/support/apps.ts';
import { load, WITHOUT_FRAMEWORKS } from '../receiver/support/frameworks.ts';
import { freePort } from '../support/free-port.ts';
import { complaints } from './support/run.ts';

const ADMITTED = { organizations: ['64f0c0ffee0000000000b002'] };

/** Audits a service that is mounted as the receiver's page says. */
async function auditApp(
  name: string,
  path = '/webhook?token={SHORT_TOKEN}',
  options: Partial<AppOptions> = {},
): Promise<AuditReport> {
  const issuer = createAuditIssuer({ port: await freePort() });
  await issuer.start();
  const client = createShortTokenClient({
    baseUrl: issuer.baseUrl,
    // Less than the audit waits, and more than a busy machine needs.
    timeoutMs: 6_000,
    totalTimeoutMs: 8_000,
  });
  const moduleUrl = `https://svc.example${path}`;
  const app = await APPS[name]?.({ client, moduleUrl, admit: ADMITTED, ...options });
  if (app === undefined) throw new Error(`There is no app called ${name}.`);
  try {
    return await auditReceiver({
      moduleUrl: parseModuleUrl(app.origin + path, { allowHttpLoopback: true }),
      issuer,
      readLog: async () => app.log.join('\n'),
    });
  } finally {
    await app.close();
    await issuer.stop();
  }
}

describe.skipIf(WITHOUT_FRAMEWORKS)(
  `nothing is wrong with our receiver${WITHOUT_FRAMEWORKS}`,
  () => {
    test.concurrent.each(Object.keys(APPS))('on %s', async (name) => {
      const report = await auditApp(name);
      expect(report.findings).toEqual([]);
      expect(report.verdict).toBe('passed');
      expect(report.checks.filter(({ status }) => status === 'skipped')).toEqual([]);
    });

    test.concurrent.each([
      ['in the path', '/open/{SHORT_TOKEN}'],
      ['in the fragment', '/open#token={SHORT_TOKEN}'],
    ])('with the token %s', async (_, path) => {
      const report = await auditApp('node:http', path, { landing: '/webhook' });
      expect(complaints(report)).toEqual([]);
      expect(report.verdict).toBe('passed');
    });
  },
);

const COOKIE = { httpOnly: true, secure: 'auto', sameSite: 'lax' };
const SECRET = 'only for a test, and 32 characters long';

/** Sessions as the receiver's page mounts them. */
const SESSIONS: Record<string, { app: string; make: () => Promise<Partial<AppOptions>> }> = {
  'express-session': {
    app: 'Express 5',
    async make() {
      const { default: session } = await load('express-session');
      const options = { secret: SECRET, resave: false, saveUninitialized: false, cookie: COOKIE };
      return { before: (app) => app.use(session(options)), session: expressSession() };
    },
  },
  '@fastify/session': {
    app: 'Fastify 5',
    async make() {
      const { default: cookie } = await load('@fastify/cookie');
      const { default: session } = await load('@fastify/session');
      const before: AppOptions['before'] = async (app) => {
        await app.register(cookie);
        await app.register(session, { secret: SECRET, cookie: COOKIE });
      };
      return { before, session: fastifySession() };
    },
  },
  'iron-session': {
    app: 'Hono 4',
    async make() {
      const { getIronSession } = await load('iron-session');
      const options = { cookieName: '__Host-session', password: SECRET };
      return { session: ironSession(getIronSession, options) };
    },
  },
};

describe.skipIf(WITHOUT_FRAMEWORKS)('nothing is wrong with the sessions of', () => {
  test.concurrent.each(Object.entries(SESSIONS))('%s', async (_, { app, make }) => {
    const report = await auditApp(app, undefined, await make());
    expect(complaints(report)).toEqual([]);
    expect(report.verdict).toBe('passed');
  });
});

test.skipIf(WITHOUT_FRAMEWORKS)(
  'much is wrong with a service that resolves in its handler',
  async () => {
    const { verdict, findings } = await auditApp('Express 5', undefined, { kind: 'naive' });
    expect(verdict).toBe('failed');
    expect(findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining([
        'token-in-address-bar',
        'head-spends-token',
        'prefetch-spends-token',
        'token-cacheable',
        'referrer-leak',
        'token-in-log',
      ]),
    );
  },
);
