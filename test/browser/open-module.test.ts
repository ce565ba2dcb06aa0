import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ENGLISH_WAITING_PAGE } from '../../src/modules/texts/waiting-page-en.ts';
import { launch, missing } from './support/chromium.ts';
import { type Sites, startSites } from './support/sites.ts';

const TOKEN = 'vKq7Rm3TzWc9XpHd4NbF2s';

/** What the page with the menu keeps, for the tests to look at. */
interface Menu {
  sdk: typeof import('../../src/open/index.ts');
  results: unknown[];
  minted: number;
  tabs: (Window | null)[];
  give: (token: string) => void;
  fail: (error: Error) => void;
  stop: AbortController;
}

declare const window: Window & Menu & typeof globalThis;

type Kind = 'at once' | 'late' | 'when told' | 'failing' | 'never';

interface Setup {
  readonly kind?: Kind;
  readonly path?: string;
  readonly page?: string;
  readonly options?: Record<string, unknown>;
  readonly naive?: 'open' | 'replace';
}

describe.skipIf(missing)(`openModule in chromium${missing ? ` (${missing})` : ''}`, () => {
  let browser: Browser;
  let sites: Sites;
  let context: BrowserContext;
  let page: Page;
  const said: string[] = [];

  beforeAll(async () => {
    [browser, sites] = await Promise.all([launch(), startSites()]);
  });
  afterAll(async () => {
    await browser?.close();
    await sites?.close();
  });
  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    sites.visits.length = 0;
    said.length = 0;
  });
  afterEach(async () => {
    // Whatever happened, the token was in no console, error or result.
    expect(said.join('\n')).not.toContain(TOKEN);
    await context.close();
  });

  /** Makes the button of the menu open the module, by the SDK or in a way that people find first. */
  async function prepare(setup: Setup = {}): Promise<void> {
    const { kind = 'at once', path = '/module?t={SHORT_TOKEN}', options = {}, naive } = setup;
    await page.goto(`${sites.host}${setup.page ?? '/'}`);
    await page.waitForFunction(() => 'sdk' in window);
    await page.evaluate(
      ({ url, kind, options, naive, token }) => {
        const menu = Object.assign(window, {
          results: [] as unknown[],
          minted: 0,
          tabs: [] as (Window | null)[],
          stop: new AbortController(),
        });
        const open = window.open.bind(window);
        window.open = (...args) => {
          const tab = open(...args);
          menu.tabs.push(tab);
          return tab;
        };
        const generate = (): string | Promise<string> => {
          menu.minted++;
          if (kind === 'at once') return token;
          // Browsers forget a click after five seconds.
          if (kind === 'late') return new Promise((give) => setTimeout(give, 5_500, token));
          if (kind === 'failing') return Promise.reject(new Error('no token today'));
          return new Promise((give, fail) => {
            Object.assign(window, { give, fail });
          });
        };
        const byHand = async () => {
          const blank = naive === 'replace' ? window.open('', '_blank') : undefined;
          const href = url.replace('{SHORT_TOKEN}', await generate());
          if (blank) blank.location.replace(href);
          else menu.results.push(window.open(href) ? 'tab' : 'no tab');
        };
        document.querySelector('#open')?.addEventListener('click', async () => {
          if (naive) return byHand();
          const signal = menu.stop.signal;
          menu.results.push(
            await menu.sdk
              .openModule(url, generate, { allowHttpLoopback: true, signal, ...options })
              .then(
                (result) =>
                  JSON.parse(
                    JSON.stringify(result, (_, value) =>
                      value instanceof Error ? `${value}` : value,
                    ),
                  ),
                (error) => `thrown ${error}`,
              ),
          );
        });
      },
      { url: sites.module + path, kind, options, naive, token: TOKEN },
    );
  }

  const click = () => page.click('#open');
  const results = async (count = 1) => {
    await page.waitForFunction((n) => window.results.length >= n, count);
    return page.evaluate(() => window.results);
  };
  const give = () => page.evaluate((token) => window.give(token), TOKEN);
  const newTab = async (act: () => Promise<unknown>): Promise<Page> => {
    const [tab] = await Promise.all([context.waitForEvent('page'), act()]);
    return tab;
  };
  const arrived = (tab: Page) => tab.waitForURL(`${sites.module}/**`);
  const seenFrom = (tab: Page) =>
    tab.evaluate(() => ({
      opener: window.opener !== null,
      referrer: document.referrer,
      entries: history.length,
    }));

  it('leads the new tab to the rendered URL, with no opener, no Referer and no history', async () => {
    await prepare();
    const tab = await newTab(click);
    await arrived(tab);
    expect(await results()).toEqual([{ status: 'opened' }]);
    expect(sites.visits.map(({ url }) => url)).toEqual([`/module?t=${TOKEN}`]);
    expect(sites.visits[0]?.headers.referer).toBeUndefined();
    expect(await seenFrom(tab)).toEqual({ opener: false, referrer: '', entries: 1 });
  });

  it('opens the tab before the click handler returns', async () => {
    await prepare({ kind: 'never' });
    const tabs = await page.evaluate(() => {
      document.querySelector<HTMLElement>('#open')?.click();
      return window.tabs.length;
    });
    expect(tabs).toBe(1);
  });

  it('where a plain window.open gives the module its opener and the page it came from', async () => {
    await prepare({ naive: 'open' });
    const tab = await newTab(click);
    await arrived(tab);
    expect(sites.visits[0]?.headers.referer).toBe(`${sites.host}/`);
    expect(await seenFrom(tab)).toMatchObject({ opener: true, referrer: `${sites.host}/` });
  });

  it('where location.replace in a blank tab still sends a Referer', async () => {
    await prepare({ naive: 'replace' });
    await arrived(await newTab(click));
    expect(sites.visits[0]?.headers.referer).toMatch(sites.host);
  });

  it('opens however long the token takes, where opening afterwards is blocked', async () => {
    await prepare({ kind: 'late' });
    await arrived(await newTab(click));
    await prepare({ kind: 'late', naive: 'open' });
    await click();
    expect(await results()).toEqual(['no tab']);
  });

  it.each(['Enter', 'Space'])('opens by the key %s', async (key) => {
    await prepare();
    await page.focus('#open');
    await arrived(await newTab(() => page.keyboard.press(key)));
    expect(await results()).toEqual([{ status: 'opened' }]);
  });

  describe('five fast clicks', () => {
    let lax: Browser;

    // With the popup blocker on, four of the five would be blocked anyway.
    beforeAll(async () => {
      lax = await launch('allow');
    });
    afterAll(() => lax?.close());
    beforeEach(async () => {
      await context.close();
      context = await lax.newContext();
      page = await context.newPage();
    });

    const fiveClicks = () =>
      page.evaluate(() => {
        for (let n = 0; n < 5; n++) document.querySelector<HTMLElement>('#open')?.click();
      });

    it.each<Kind>(['at once', 'when told'])(
      'open one tab and mint one token that comes %s',
      async (kind) => {
        await prepare({ kind });
        const tab = await newTab(fiveClicks);
        if (kind === 'when told') await give();
        await arrived(tab);
        expect(await results(5)).toEqual(Array(5).fill({ status: 'opened' }));
        expect(await page.evaluate(() => [window.minted, window.tabs.length])).toEqual([1, 1]);
        expect(context.pages()).toHaveLength(2);
        expect(sites.visits).toHaveLength(1);
      },
    );

    it('open five tabs with a plain window.open', async () => {
      await prepare({ naive: 'open' });
      await fiveClicks();
      await results(5);
      await expect.poll(() => sites.visits.length).toBe(5);
    });
  });

  it('opens again when the double click is over', async () => {
    await prepare();
    await arrived(await newTab(click));
    await page.waitForTimeout(600);
    await arrived(await newTab(click));
    expect(await page.evaluate(() => window.minted)).toBe(2);
  });

  it('closes the tab when the generator fails, and tells with what', async () => {
    await prepare({ kind: 'failing' });
    const tab = await newTab(click);
    if (!tab.isClosed()) await tab.waitForEvent('close');
    expect(await results()).toEqual([
      { status: 'failed', reason: 'generator', error: 'Error: no token today' },
    ]);
    expect(sites.visits).toEqual([]);
  });

  it('tries anew after a failure', async () => {
    await prepare({ kind: 'when told' });
    const first = await newTab(click);
    await page.evaluate(() => window.fail(new Error('once')));
    if (!first.isClosed()) await first.waitForEvent('close');
    const second = await newTab(click);
    await give();
    await arrived(second);
    expect(await results(2)).toMatchObject([{ status: 'failed' }, { status: 'opened' }]);
  });

  it('closes the tab when no token comes in time', async () => {
    await prepare({ kind: 'never', options: { timeoutMs: 50 } });
    const tab = await newTab(click);
    if (!tab.isClosed()) await tab.waitForEvent('close');
    expect(await results()).toMatchObject([{ status: 'timeout' }]);
  });

  it('closes the tab when the signal fires', async () => {
    await prepare({ kind: 'never' });
    const tab = await newTab(click);
    await page.evaluate(() => window.stop.abort(new Error('menu closed')));
    if (!tab.isClosed()) await tab.waitForEvent('close');
    expect(await results()).toEqual([
      { status: 'failed', reason: 'aborted', error: 'Error: menu closed' },
    ]);
  });

  it('refuses a URL that may not be used without opening anything', async () => {
    await prepare({ path: '/module?{SHORT_TOKEN}' });
    await click();
    expect(await results()).toMatchObject([{ status: 'failed', reason: 'url' }]);
    expect(context.pages()).toHaveLength(1);
    expect(await page.evaluate(() => window.minted)).toBe(0);
  });

  it('says blocked, and mints nothing, when window.open gives no tab', async () => {
    await prepare();
    await page.evaluate(() => {
      window.open = () => null;
    });
    await click();
    expect(await results()).toEqual([{ status: 'blocked' }]);
    expect(await page.evaluate(() => window.minted)).toBe(0);
  });

  it('says blocked when it is not called from a click', async () => {
    await prepare();
    // An evaluation counts as a click, so the call has to come later than a click counts.
    await page.evaluate(() => {
      setTimeout(() => document.querySelector<HTMLElement>('#open')?.click(), 5_500);
    });
    await page.waitForTimeout(5_500);
    expect(await results()).toEqual([{ status: 'blocked' }]);
  });

  it('drops a token that comes after its tab was closed, and says so', async () => {
    await prepare({ kind: 'when told' });
    const tab = await newTab(click);
    await tab.close();
    await page.waitForFunction(() => window.tabs[0]?.closed);
    await give();
    expect(await results()).toEqual([{ status: 'failed', reason: 'gone' }]);
    expect(sites.visits).toEqual([]);
  });

  it('gives the token of a closed tab to the next one, minting no second', async () => {
    await prepare({ kind: 'when told' });
    const first = await newTab(click);
    await first.close();
    await page.waitForFunction(() => window.tabs[0]?.closed);
    const second = await newTab(click);
    await give();
    await arrived(second);
    expect(await results(2)).toEqual([{ status: 'opened' }, { status: 'opened' }]);
    expect(await page.evaluate(() => window.minted)).toBe(1);
  });

  it.each(['comes', 'fails'])(
    'leaves a tab alone that the person has gone elsewhere with, whether the token %s',
    async (what) => {
      await prepare({ kind: 'when told' });
      const tab = await newTab(click);
      await tab.goto(`${sites.module}/elsewhere`);
      if (what === 'comes') await give();
      else await page.evaluate(() => window.fail(new Error('no')));
      expect(await results()).toMatchObject([
        { status: 'failed', reason: what === 'comes' ? 'gone' : 'generator' },
      ]);
      expect(tab.isClosed()).toBe(false);
      expect(tab.url()).toBe(`${sites.module}/elsewhere`);
      expect(sites.visits).toEqual([]);
    },
  );

  it('closes the waiting tab when the page with the menu is left', async () => {
    await prepare({ kind: 'never' });
    const tab = await newTab(click);
    await page.goto(`${sites.host}/elsewhere`);
    if (!tab.isClosed()) await tab.waitForEvent('close');
    expect(context.pages()).toEqual([page]);
  });

  it('takes a tab that reads as closed for opened, since a page with COOP lives on', async () => {
    await prepare({ path: '/module-coop?t={SHORT_TOKEN}' });
    const tab = await newTab(click);
    await arrived(tab);
    expect(await results()).toEqual([{ status: 'opened' }]);
    await page.waitForFunction(() => window.tabs[0]?.closed);
    expect(await tab.textContent('h1')).toBe('Module');
  });

  describe('the waiting tab', () => {
    const { source } = readAxe();
    const violations = async (tab: Page): Promise<string[]> => {
      await tab.evaluate(source);
      return tab.evaluate(async () => {
        const { axe } = globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string }[] }> };
        };
        return (await axe.run()).violations.map(({ id }) => id);
      });
    };

    it('passes an axe check, which a bare blank tab does not', async () => {
      await prepare({ kind: 'never' });
      const tab = await newTab(click);
      await tab.waitForSelector('[role=status]');
      expect(await violations(tab)).toEqual([]);
      const bare = await newTab(() => page.evaluate(() => void window.open('', '_blank')));
      expect(await violations(bare)).toEqual(
        expect.arrayContaining(['document-title', 'html-has-lang']),
      );
    });

    it('says what happens in the language asked for, texts as text', async () => {
      const texts = {
        ...ENGLISH_WAITING_PAGE,
        lang: 'id',
        waiting: '<img src=x onerror=alert(1)>',
      };
      await prepare({ kind: 'never', options: { texts } });
      const tab = await newTab(click);
      await tab.waitForSelector('[role=status]');
      expect(await tab.textContent('[role=status]')).toBe(texts.waiting);
      expect(await tab.getAttribute('html', 'lang')).toBe('id');
      expect(await tab.locator('img, script').count()).toBe(0);
    });

    it('says that it failed where it cannot be closed', async () => {
      await prepare({ kind: 'when told' });
      const tab = await newTab(click);
      await page.evaluate(() => {
        const [tab] = window.tabs;
        if (tab) tab.close = () => {};
        window.fail(new Error('no'));
      });
      await results();
      expect(await tab.textContent('[role=status]')).toBe(ENGLISH_WAITING_PAGE.failed);
    });

    it('has nothing that the strictest Content-Security-Policy objects to', async () => {
      await prepare({ kind: 'when told', page: '/?csp' });
      const tab = await newTab(click);
      const complaints: string[] = [];
      tab.on('console', (message) => complaints.push(message.text()));
      await tab.waitForSelector('[role=status]');
      expect(await tab.evaluate(() => getComputedStyle(document.body).fontFamily)).toMatch(/sans/);
      await give();
      await arrived(tab);
      expect([...said, ...complaints].filter((text) => /Content.Security/i.test(text))).toEqual([]);
      expect(sites.visits[0]?.headers.referer).toBeUndefined();
    });
  });

  describe('with a launch page', () => {
    it('waits on it, and leaves it without opener and Referer', async () => {
      await prepare({ kind: 'when told', options: { launchPage: '/launch' } });
      const tab = await newTab(click);
      await tab.waitForURL(`${sites.host}/launch`);
      expect(await tab.evaluate(() => window.opener)).toBeNull();
      await give();
      await arrived(tab);
      expect(await results()).toEqual([{ status: 'opened' }]);
      expect(sites.visits[0]?.headers.referer).toBeUndefined();
      expect(await seenFrom(tab)).toMatchObject({ opener: false, referrer: '' });
    });

    it('says on it that it failed, and closes it', async () => {
      await prepare({ kind: 'when told', options: { launchPage: '/launch' } });
      const tab = await newTab(click);
      await tab.waitForURL(`${sites.host}/launch`);
      await page.evaluate(() => window.fail(new Error('no')));
      if (!tab.isClosed()) await tab.waitForEvent('close');
      expect(await results()).toMatchObject([{ status: 'failed', reason: 'generator' }]);
    });

    it('drops the token when it leads to another origin, where the tab is out of reach', async () => {
      await prepare({ options: { launchPage: '/led-away' } });
      const tab = await newTab(click);
      expect(await results()).toEqual([{ status: 'failed', reason: 'launcher' }]);
      await tab.waitForURL(`${sites.module}/login`);
      expect(sites.visits).toEqual([]);
    });

    it('refuses one of another origin', async () => {
      await prepare({ options: { launchPage: '//localhost/launch' } });
      await click();
      expect(await results()).toEqual([
        'thrown TypeError: launchPage must be of the origin of this page.',
      ]);
      expect(context.pages()).toHaveLength(1);
    });
  });
});

function readAxe(): { source: string } {
  if (missing) return { source: '' };
  return { source: readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8') };
}
