import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from '../support/engines/engine.ts';
import { ENGINES } from '../support/engines/engines.ts';
import { WITHOUT_FRAMEWORKS } from './support/frameworks.ts';
import { issuerServer, USERS } from './support/issuer-server.ts';
import {
  filesOf,
  nextWithBasePath,
  type ReadmeService,
  startService,
} from './support/readme-services.ts';
import { NAVIGATION } from './support/upstream.ts';

const SERVICES = [
  'Express',
  'Fastify',
  'Hono',
  'node:http',
  'Request and Response',
  'NestJS',
  'Next.js',
];
const HEAVY = ['NestJS', 'Next.js'];
const WITHOUT_SERVICES = existsSync(new URL('services/node_modules', import.meta.url))
  ? ''
  : ' (skipped: run npm install --prefix test/receiver/services)';
if (process.env.CI && WITHOUT_SERVICES) throw new Error(WITHOUT_SERVICES);

const FOREIGN_REQUESTS = 10_000;

test('the README has every service', () => {
  for (const section of SERVICES) expect(Object.keys(filesOf(section))).not.toEqual([]);
});

describe.each(ENGINES.filter(({ name }) => name !== 'WebKit'))(
  'the services of the page in $title',
  ({ missing, launch }) => {
    describe.skipIf(missing || WITHOUT_FRAMEWORKS)(WITHOUT_FRAMEWORKS, () => {
      let browser: Browser;
      let mileApp: Awaited<ReturnType<typeof issuerServer>>;

      beforeAll(async () => {
        mileApp = await issuerServer();
        browser = await launch();
      });
      afterAll(async () => {
        await browser?.close();
        await mileApp?.close();
      });

      describe.each(SERVICES)('the service for %s', (section) => {
        const reason = HEAVY.includes(section) ? WITHOUT_SERVICES : '';
        describe.skipIf(reason)(reason, () => {
          let service: ReadmeService;
          beforeAll(async () => {
            service = await startService(section, mileApp.baseUrl);
          });
          afterAll(() => service?.close());

          test('serves its users, from the first visit to the last', async () => {
            const { origin } = service;
            const home = section === 'Next.js' ? `${origin}/report` : `${origin}/webhook`;
            const context = await browser.newContext();
            const page = await context.newPage();
            const text = () => page.text('body');

            await page.goto(home);
            expect(await text()).toContain('Open this from MileApp');

            await page.goto(`${origin}/webhook?token=${await mileApp.mint('outsider')}`);
            expect(await text()).toContain('you may not use this service');

            const token = await mileApp.mint('first');
            await page.goto(`${origin}/webhook?token=${token}`);
            await page.waitForUrl(home);
            expect(await page.url()).toBe(home);
            expect(await text()).toContain(`The report of ${USERS.first.userId}`);

            await page.goto(home);
            expect(await text()).toContain(USERS.first.userId);
            await page.reload();
            expect(await text()).toContain(USERS.first.userId);
            // A bookmark of the first URL.
            await page.goto(`${origin}/webhook?token=${token}`);
            await page.waitForUrl(home);
            expect(await text()).toContain(USERS.first.userId);

            await page.goto(`${origin}/webhook?token=${await mileApp.mint('second')}`);
            expect(await text()).toContain('Continue as somebody else?');
            expect(await page.url()).toBe(`${origin}/webhook`);
            await page.click('a');
            await page.waitForUrl(home);
            expect(await text()).toContain(USERS.first.userId);

            await page.goto(`${origin}/webhook?token=${await mileApp.mint('second')}`);
            await page.click('button');
            await page.waitFor(() => document.body.textContent?.includes('The report of'));
            expect(await page.url()).toBe(home);
            expect(await text()).toContain(USERS.second.userId);

            await page.click('button');
            await page.waitFor(() => document.body.textContent?.includes('You are signed out'));
            await page.goto(home);
            expect(await text()).toContain('Open this from MileApp');
            await context.close();
          });

          if (section !== 'Express') return;
          test('sends no foreign token to MileApp', async () => {
            const context = await browser.newContext();
            const page = await context.newPage();
            // On a page of the service's own, for the receiver's pages may not fetch anything.
            await page.goto(`${service.origin}/webhook?token=${await mileApp.mint('first')}`);
            const before = mileApp.resolves();
            let sent = 0;
            // In parts, for a driver waits only so long for one of them.
            for (let at = 0; at < FOREIGN_REQUESTS; at += 250) {
              sent += await page.evaluate(async (first: number) => {
                const paths = ['/reset-password', '/verify-email', '/', '/logout', '/webhook/x'];
                const answers = Array.from({ length: 250 }, async (_, i) => {
                  await (await fetch(`${paths[i % 5]}?token=abcdefgh${first + i}`)).text();
                });
                return (await Promise.all(answers)).length;
              }, at);
            }
            expect(sent).toBe(FOREIGN_REQUESTS);
            expect(mileApp.resolves()).toBe(before);
            await context.close();
            // Ten thousand requests of a browser take their time on a busy machine.
          }, 600_000);
        });
      });
    });
  },
);

describe.skipIf(WITHOUT_SERVICES || WITHOUT_FRAMEWORKS)(
  `Next.js with a basePath${WITHOUT_SERVICES || WITHOUT_FRAMEWORKS}`,
  () => {
    test('receives its users, keeps them below the base path, and signs them out', async () => {
      const mileApp = await issuerServer();
      const files = nextWithBasePath('/app');
      const service = await startService('Next.js', mileApp.baseUrl, files);
      try {
        const go = (target: string, init: RequestInit = {}) =>
          fetch(new URL(target, service.origin), {
            redirect: 'manual',
            headers: NAVIGATION,
            ...init,
          });
        const stranger = await go('/app/report');
        expect(await stranger.text()).toContain('Open this from MileApp');

        const asked = `/app/webhook?token=${await mileApp.mint('first')}`;
        const moved = await go(asked);
        expect(moved.status).toBe(303);
        const landing = new URL(moved.headers.get('location') ?? '', service.origin + asked);
        expect(landing.pathname + landing.search).toBe('/app/report');
        const cookie = moved.headers
          .getSetCookie()
          .map((one) => one.split(';')[0])
          .join('; ');
        const headers = { ...NAVIGATION, cookie };
        expect(await (await go('/app/report', { headers })).text()).toContain(USERS.first.userId);

        const own = { ...headers, origin: 'https://svc.example', 'sec-fetch-site': 'same-origin' };
        const out = await go('/app/logout', { method: 'POST', headers: own });
        expect(out.status).toBe(200);
        expect(out.headers.getSetCookie().join()).toContain('Max-Age=0');
      } finally {
        await service.close();
        await mileApp.close();
      }
    });
  },
);
