import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createReceiver, sessionCookie } from '../../src/receiver/index.ts';
import { APPS, type App } from './support/apps.ts';
import { CHROMIUM, load, WITHOUT_BROWSER } from './support/frameworks.ts';
import { USER, upstream } from './support/upstream.ts';
import { serveWeb, type WebServer } from './support/web-server.ts';

// biome-ignore lint/suspicious/noExplicitAny: playwright-core may not be installed where types are checked
let browser: any;
const open: (App | WebServer)[] = [];

beforeAll(async () => {
  if (WITHOUT_BROWSER) return;
  const { chromium } = await load('playwright-core');
  browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'],
  });
});
afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
});
afterAll(() => browser?.close());

/** Every place in a browser and on the server where a token could have stayed. */
async function traces(app: App, token: string): Promise<Record<string, string>> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    // As a host opens it: from a page of another origin.
    const target = `${app.origin}/webhook?a=1&token=${token}`;
    await context.route('http://host.example/', (route: { fulfill(answer: object): void }) =>
      route.fulfill({ contentType: 'text/html', body: `<a id="module" href="${target}">open</a>` }),
    );
    await page.goto('http://host.example/');
    await page.click('#module');
    await page.waitForURL('**/webhook?*');
    const who = await page.textContent('#who');
    const address = page.url();
    const timing = await page.evaluate(
      "performance.getEntries().map((entry) => entry.name).join(' ')",
    );
    await page.click('#next');
    await page.waitForURL('**/next');
    const referrer = await page.evaluate('document.referrer');
    const session = await context.newCDPSession(page);
    const { entries } = await session.send('Page.getNavigationHistory');
    // Chromium also remembers what was asked for first, where neither a page nor a user can see it.
    const history = entries.map(({ url }: { url: string }) => url).join(' ');
    const own = await page.evaluate("navigation.entries().map(({ url }) => url).join(' ')");
    const cookies = JSON.stringify(await context.cookies());
    const later = app.seen.filter(({ target }) => !target.startsWith('/webhook'));
    return {
      who,
      address,
      timing,
      referrer,
      history,
      own,
      cookies,
      subresources: later.map(({ target, referer }) => `${target} ${referer}`).join('\n'),
      log: app.log.join('\n'),
    };
  } finally {
    await context.close();
  }
}

const page = (body: string) =>
  new Response(`<!doctype html>${body}`, { headers: { 'content-type': 'text/html' } });

/** What a user sees of a service in a frame, at first and when it is loaded again, and in a tab. */
async function inFrame(hostOrigin: string, app: App, token: string) {
  const context = await browser.newContext();
  try {
    const tab = await context.newPage();
    await tab.goto(hostOrigin);
    const show = async (target: string): Promise<string> => {
      await tab.evaluate(
        ([url]: string[]) =>
          new Promise((done) => {
            const frame = document.querySelector('iframe') as HTMLIFrameElement;
            frame.onload = done;
            frame.src = url as string;
          }),
        [app.origin + target],
      );
      return tab.frameLocator('#module').locator('body').innerText();
    };
    const first = await show(`/webhook?token=${token}`);
    const reloaded = await show('/webhook');
    const cookies = await context.cookies();
    await tab.goto(`${app.origin}/webhook`);
    return { first, reloaded, cookies, inTab: await tab.innerText('body') };
  } finally {
    await context.close();
  }
}

describe.skipIf(WITHOUT_BROWSER)(`in a browser${WITHOUT_BROWSER}`, () => {
  test.each(Object.entries(APPS))(
    '%s leaves a token nowhere; without us it stays',
    async (_, make) => {
      const up = upstream();
      const ours = await make({ client: up.client, kind: 'ours' });
      const naive = await make({ client: up.client, kind: 'naive' });
      open.push(ours, naive);

      const token = await up.mint();
      const { who, ...clean } = await traces(ours, token);
      expect(who).toBe(USER.userId);
      expect(clean.address).toBe(`${ours.origin}/webhook?a=1`);
      expect(clean.referrer).toBe(`${ours.origin}/webhook?a=1`);
      expect(clean.subresources).toContain('/asset.js');
      for (const [place, text] of Object.entries(clean)) expect(text, place).not.toContain(token);

      const leaked = await up.mint();
      const { who: same, cookies: _none, ...dirty } = await traces(naive, leaked);
      expect(same).toBe(USER.userId);
      for (const [place, text] of Object.entries(dirty)) expect(text, place).toContain(leaked);
    },
  );

  test.each(Object.entries(APPS))(
    '%s keeps a session in the frame of another site, by itself',
    async (_, make) => {
      const up = upstream();
      const host = await serveWeb(async () => page('<iframe id="module"></iframe>'));
      // Another site: the host is on 127.0.0.1, the service on localhost.
      const hostOrigin = host.origin.replace('localhost', '127.0.0.1');
      const app = await make({ client: up.client, frameAncestors: [hostOrigin] });
      const ended = { read: () => undefined, end: () => undefined };
      const lax = { ...ended, start: () => sessionCookie('mile-session', 'id') };
      const naive = await make({ client: up.client, frameAncestors: [hostOrigin], session: lax });
      open.push(host, app, naive);

      const framed = await inFrame(hostOrigin, app, await up.mint());
      expect(framed.first).toContain(USER.userId);
      expect(framed.reloaded).toContain(USER.userId);
      expect(framed.cookies).toMatchObject([
        { name: '__Host-mile-session', sameSite: 'None', secure: true, httpOnly: true },
      ]);
      expect(framed.cookies[0]).toMatchObject({ partitionKey: 'http://127.0.0.1' });
      // Only there: the partition of one host is not that of another, nor that of a tab.
      expect(framed.inTab).toContain('Open this from MileApp');

      const refused = await inFrame(hostOrigin, naive, await up.mint());
      expect(refused.first).toContain('Open this from MileApp');
      expect(refused.cookies).toEqual([]);
    },
  );

  test('a token in the fragment is posted by the relay page and leaves no trace', async () => {
    const up = upstream();
    const receiver = createReceiver({
      client: up.client,
      moduleUrl: 'http://localhost/open#st={SHORT_TOKEN}',
      admit: 'anyone',
      landing: '/app?x=1',
      session: {
        read: () => undefined,
        start: ({ userId }) => sessionCookie('who', userId),
        end: () => undefined,
      },
    });
    const server = await serveWeb(async (request) => {
      const { response } = await receiver.receive(request);
      return (
        response ??
        new Response('<!doctype html><p id="who">app</p>', {
          headers: { 'content-type': 'text/html' },
        })
      );
    });
    open.push(server);
    const token = await up.mint();
    const context = await browser.newContext();
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('console', (message: { text(): string }) => errors.push(message.text()));
    await page.goto(`${server.origin}/open?lang=en#st=${token}`);
    await page.waitForURL('**/app?x=1');
    expect(await page.textContent('#who')).toBe('app');
    expect(JSON.stringify(await context.cookies())).toContain(USER.userId);
    expect(
      await page.evaluate("navigation.entries().map(({ url }) => url).join(' ')"),
    ).not.toContain(token);
    expect(server.seen.map(({ target, referer }) => `${target} ${referer}`).join()).not.toContain(
      token,
    );
    // Without a token it says so and posts nothing.
    await page.goto(`${server.origin}/open`);
    expect(await page.isVisible('#incomplete')).toBe(true);
    expect(errors.filter((text) => !text.includes('favicon'))).toEqual([]);
    await context.close();
  });

  test('a page that speculates about the link does not spend its token, and the click works', async () => {
    const up = upstream();
    const [make] = Object.values(APPS);
    const app = await (make as NonNullable<typeof make>)({ client: up.client, kind: 'ours' });
    open.push(app);
    const token = await up.mint();
    const target = `${app.origin}/webhook?token=${token}`;
    const purposes: (string | null)[] = [];
    const context = await browser.newContext();
    const page = await context.newPage();
    await context.route('**/start', (route: { fulfill(answer: object): void }) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<a id="go" href="${target}">go</a><script type="speculationrules">{"prefetch":[{"source":"list","urls":["${target}"],"eagerness":"immediate"}]}</script>`,
      }),
    );
    await page.goto(`${app.origin}/start`);
    // Chromium decides for itself when it speculates; when it has, nothing may be spent.
    const speculated = () => app.seen.filter(({ target: t }) => t.includes(token));
    while (speculated().length === 0) await new Promise((done) => setTimeout(done, 50));
    purposes.push(...speculated().map(({ purpose }) => purpose ?? null));
    expect(up.resolves()).toBe(0);
    expect(purposes).toEqual(purposes.map(() => expect.stringContaining('prefetch')));
    await page.click('#go');
    await page.waitForURL('**/webhook');
    expect(await page.textContent('#who')).toBe(USER.userId);
    expect(up.resolves()).toBe(1);
    await context.close();
  });
});
