import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Browser, Context, Page } from './engine.ts';
import { ENGINES } from './engines.ts';

const PAGE = `<!doctype html><title>Page</title>
<button onclick="document.title = 'clicked'; window.open('/tab')">Click</button>
<input aria-label="Name"><iframe src="/inner" title="Inner"></iframe>`;

describe.each(ENGINES)('the driver of $title', ({ missing, launch }) => {
  describe.skipIf(missing)('', () => {
    let server: Server;
    let origin: string;
    let browser: Browser;
    let context: Context;
    let page: Page;

    beforeAll(async () => {
      server = createServer(({ url }, response) => {
        response.setHeader('content-type', 'text/html');
        if (url === '/start') response.setHeader('set-cookie', 'visit=1; HttpOnly');
        response.end(
          url === '/start' ? PAGE : `<!doctype html><title>x</title><p id="where">${url}</p>`,
        );
      });
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      browser = await launch();
    });
    afterAll(async () => {
      await browser?.close();
      server.close();
    });
    beforeEach(async () => {
      context = await browser.newContext();
      page = await context.newPage();
      await page.goto(`${origin}/start`);
    });
    afterEach(() => context.close());

    test('goes to a page and runs functions in it', async () => {
      expect(await page.url()).toBe(`${origin}/start`);
      expect(await page.evaluate(async ({ a }: { a: number }) => (await a) + 1, { a: 1 })).toBe(2);
      await expect(page.evaluate(() => Promise.reject(new TypeError('no')))).rejects.toThrow('no');
    });

    test('types and reads', async () => {
      await page.type('input', 'abc');
      expect(await page.evaluate(() => document.querySelector('input')?.value)).toBe('abc');
    });

    test('looks into a frame', async () => {
      expect(await (await page.frame('iframe')).text('#where')).toBe('/inner');
    });

    test('tells the cookies', async () => {
      expect(await context.cookies(`${origin}/start`)).toEqual({ visit: '1' });
    });

    test('clicks, follows the tab that opens, and closes it', async () => {
      const tab = await context.opened(() => page.click('button'));
      await tab.waitForUrl(`${origin}/tab`);
      expect(await context.pages()).toHaveLength(2);
      await tab.close();
      expect(await tab.isClosed()).toBe(true);
      expect(await context.pages()).toEqual([page]);
    });

    test('presses keys', async () => {
      await page.evaluate(() => document.querySelector('button')?.focus());
      const tab = await context.opened(() => page.press('Enter'));
      await tab.waitForUrl(`${origin}/tab`);
      await tab.close();
    });

    test('blocks a popup that nobody asked for', async () => {
      await page.evaluate(() => {
        setTimeout(() => Object.assign(window, { got: open('/popup') ? 'tab' : 'none' }), 6_500);
      });
      await page.waitFor(() => 'got' in window);
      expect(await page.evaluate(() => (window as unknown as { got: string }).got)).toBe('none');
    });

    test('goes back', async () => {
      await page.goto(`${origin}/next`);
      await page.back();
      await page.waitForUrl(`${origin}/start`);
      expect(await page.url()).toBe(`${origin}/start`);
    });

    test('keeps the cookies of a new context apart', async () => {
      const other = await browser.newContext();
      const otherPage = await other.newPage();
      await otherPage.goto(`${origin}/next`);
      expect(await other.cookies(`${origin}/start`)).toEqual({});
      await other.close();
    });
  });
});
