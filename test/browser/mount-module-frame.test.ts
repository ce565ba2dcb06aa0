import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launch, missing } from './support/chromium.ts';
import { type Sites, startSites } from './support/sites.ts';

const TOKEN = 'vKq7Rm3TzWc9XpHd4NbF2s';

declare const window: Window & {
  sdk: typeof import('../../src/open/index.ts');
  give: ((token: string) => void)[];
} & typeof globalThis;

describe.skipIf(missing)(`mountModuleFrame in chromium${missing ? ` (${missing})` : ''}`, () => {
  let browser: Browser;
  let sites: Sites;
  let page: Page;

  beforeAll(async () => {
    [browser, sites] = await Promise.all([launch(), startSites()]);
  });
  afterAll(async () => {
    await browser?.close();
    await sites?.close();
  });
  beforeEach(async () => {
    page = await browser.newPage();
    sites.visits.length = 0;
    await page.goto(`${sites.host}/`);
    await page.waitForFunction(() => 'sdk' in window);
    await page.evaluate(() => {
      document.body.append(Object.assign(document.createElement('iframe'), { title: 'Module' }));
    });
  });
  afterEach(() => page.close());

  const mount = (path = '/module?t={SHORT_TOKEN}', options = {}) =>
    page.evaluate(
      ({ url, token, options }) =>
        window.sdk.mountModuleFrame(
          document.querySelector('iframe') as HTMLIFrameElement,
          url,
          () => token,
          { allowHttpLoopback: true, ...options },
        ),
      { url: sites.module + path, token: TOKEN, options },
    );
  /** The frame when it is there; a frame that is mounted anew is another one. */
  const frame = async (path = '/module') => {
    await expect.poll(() => page.frames()[1]?.url()).toMatch(sites.module + path);
    await expect.poll(() => page.frames()[1]?.textContent('h1')).toBe('Module');
    return page.frames()[1] as Frame;
  };

  it('leads the frame to the rendered URL without a Referer', async () => {
    expect(await mount()).toEqual({ status: 'opened' });
    expect(await (await frame()).evaluate(() => document.referrer)).toBe('');
    expect(sites.visits.map(({ url }) => url)).toEqual([`/module?t=${TOKEN}`]);
    expect(sites.visits[0]?.headers.referer).toBeUndefined();
  });

  it('keeps the rendered URL out of the document, where a plain src shows it', async () => {
    await mount();
    await frame();
    expect(await page.content()).not.toContain(TOKEN);
    await page.evaluate((src) => {
      (document.querySelector('iframe') as HTMLIFrameElement).src = src;
    }, `${sites.module}/module?t=${TOKEN}`);
    expect(await page.content()).toContain(TOKEN);
  });

  it('sends no Referer, where a plain src does', async () => {
    await page.evaluate((src) => {
      (document.querySelector('iframe') as HTMLIFrameElement).src = src;
    }, `${sites.module}/module?t=${TOKEN}`);
    await frame();
    expect(sites.visits[0]?.headers.referer).toBe(`${sites.host}/`);
  });

  it('adds nothing to the history, however often a module is mounted', async () => {
    const before = await page.evaluate(() => history.length);
    for (const n of [1, 2, 3]) {
      await mount(`/module-${n}?t={SHORT_TOKEN}`);
      await expect.poll(() => sites.visits.length).toBe(n);
      await frame(`/module-${n}`);
    }
    expect(await page.evaluate(() => history.length)).toBe(before);
    // The control: a second src in the same frame is an entry that "back" leads to, token and all.
    for (const n of [4, 5]) {
      await page.evaluate((src) => {
        (document.querySelector('iframe') as HTMLIFrameElement).src = src;
      }, `${sites.module}/module-${n}`);
      await expect.poll(() => sites.visits.length).toBe(n);
      await frame(`/module-${n}`);
    }
    expect(await page.evaluate(() => history.length)).toBeGreaterThan(before);
  });

  it('lets the module run scripts as itself, but not lead the tab elsewhere', async () => {
    await mount();
    const module = await frame();
    expect(await module.evaluate(() => window.origin)).toBe(sites.module);
    const led = () =>
      page.frames()[1]?.evaluate((url) => {
        try {
          (window.top as Window).location.href = url;
          return 'led';
        } catch (error) {
          return (error as Error).name;
        }
      }, `${sites.module}/away`);
    expect(await led()).toBe('SecurityError');
    expect(page.url()).toBe(`${sites.host}/`);
    await mount(undefined, { sandbox: 'allow-scripts allow-top-navigation' });
    await expect.poll(() => sites.visits.length).toBe(2);
    await frame();
    await led()?.catch(() => {});
    await page.waitForURL(`${sites.module}/away`);
  });

  it('does not let a module of the own origin out of its sandbox', async () => {
    const origin = await page.evaluate(async (url) => {
      const iframe = document.querySelector('iframe') as HTMLIFrameElement;
      await window.sdk.mountModuleFrame(iframe, url, () => 'unused', { allowHttpLoopback: true });
      return iframe.getAttribute('sandbox');
    }, `${sites.host}/elsewhere`);
    expect(origin).not.toContain('allow-same-origin');
    await expect.poll(() => page.frames()[1]?.url()).toBe(`${sites.host}/elsewhere`);
    expect(await page.frames()[1]?.evaluate(() => window.origin)).toBe('null');
  });

  it('lets the later of two calls win, in whatever order their tokens come', async () => {
    const results = await page.evaluate(async (base) => {
      const iframe = document.querySelector('iframe') as HTMLIFrameElement;
      const gives: ((token: string) => void)[] = [];
      const generate = () => new Promise<string>((give) => gives.push(give));
      const mounted = ['one', 'two'].map((name) =>
        window.sdk.mountModuleFrame(iframe, `${base}/module-${name}?t={SHORT_TOKEN}`, generate, {
          allowHttpLoopback: true,
        }),
      );
      gives[1]?.('second-token');
      await mounted[1];
      gives[0]?.('first-token');
      return Promise.all(mounted);
    }, sites.module);
    expect(results).toEqual([{ status: 'failed', reason: 'gone' }, { status: 'opened' }]);
    await frame();
    expect(sites.visits.map(({ url }) => url)).toEqual(['/module-two?t=second-token']);
  });

  it('drops the token when the frame has been removed', async () => {
    const result = await page.evaluate(async (base) => {
      const iframe = document.querySelector('iframe') as HTMLIFrameElement;
      const url = `${base}/module?t={SHORT_TOKEN}`;
      const generate = async () => {
        iframe.remove();
        return 'late-token';
      };
      return window.sdk.mountModuleFrame(iframe, url, generate, { allowHttpLoopback: true });
    }, sites.module);
    expect(result).toEqual({ status: 'failed', reason: 'gone' });
    expect(sites.visits).toEqual([]);
  });

  it('refuses a frame that is not in the document', async () => {
    const error = await page.evaluate(() =>
      window.sdk
        .mountModuleFrame(document.createElement('iframe'), 'https://svc.example/', () => 't')
        .catch(String),
    );
    expect(error).toBe('TypeError: iframe must be an iframe in the document.');
  });
});
