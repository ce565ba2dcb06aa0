import { type Context, eventually, type Page } from '../../support/engines/engine.ts';
import type { Sites } from './sites.ts';

export const TOKEN = 'vKq7Rm3TzWc9XpHd4NbF2s';

/** How the generator of the menu behaves. */
export type Kind = 'at once' | 'late' | 'when told' | 'failing' | 'never';

/** What the menu does on a click. */
export interface Setup {
  readonly kind?: Kind;
  readonly path?: string;
  readonly page?: string;
  readonly options?: Record<string, unknown>;
  readonly naive?: 'open' | 'lead';
}

/** What the page with the menu keeps, for the tests to look at. */
export interface MenuWindow extends Window {
  sdk: typeof import('../../../src/open/index.ts');
  results: unknown[];
  generated: number;
  tabs: (Window | null)[];
  give: (token: string) => void;
  fail: (error: Error) => void;
  stopper: AbortController;
}

declare const window: MenuWindow & typeof globalThis;

/** Makes the button of the menu open the module, by the SDK or in a way that people find first. */
export async function prepareMenu(page: Page, sites: Sites, setup: Setup = {}): Promise<void> {
  const { kind = 'at once', path = '/module?t={SHORT_TOKEN}', options = {}, naive } = setup;
  await page.goto(`${sites.host}${setup.page ?? '/'}`);
  await page.waitFor(() => 'sdk' in window);
  await page.evaluate(
    ({ url, kind, options, naive, token }) => {
      const menu = Object.assign(window, {
        results: [] as unknown[],
        generated: 0,
        tabs: [] as (Window | null)[],
        stopper: new AbortController(),
      });
      const open = window.open.bind(window);
      window.open = (...args) => {
        const tab = open(...args);
        menu.tabs.push(tab);
        return tab;
      };
      const generate = (): string | Promise<string> => {
        menu.generated++;
        if (kind === 'at once') return token;
        // Browsers forget a click after five seconds.
        if (kind === 'late') return new Promise((give) => setTimeout(give, 5_500, token));
        if (kind === 'failing') return Promise.reject(new Error('no token today'));
        return new Promise((give, fail) => {
          Object.assign(window, { give, fail });
        });
      };
      const byHand = async () => {
        const blank = naive === 'lead' ? window.open('', '_blank') : undefined;
        const href = url.replace('{SHORT_TOKEN}', await generate());
        if (blank) blank.location.href = href;
        else menu.results.push(window.open(href) ? 'tab' : 'no tab');
      };
      document.querySelector('#open')?.addEventListener('click', async () => {
        if (naive) return byHand();
        const { signal } = menu.stopper;
        const opening = menu.sdk.openModule(url, generate, {
          allowHttpLoopback: true,
          signal,
          ...options,
        });
        const toText = (_: string, value: unknown) => (value instanceof Error ? `${value}` : value);
        menu.results.push(
          await opening.then(
            (result) => JSON.parse(JSON.stringify(result, toText)),
            (error) => `thrown ${error}`,
          ),
        );
      });
    },
    { url: sites.module + path, kind, options, naive, token: TOKEN },
  );
}

/** The results of the clicks so far, when there are as many. */
export async function resultsOf(page: Page, count = 1): Promise<unknown[]> {
  await page.waitFor((n) => window.results.length >= n, count);
  return page.evaluate(() => window.results);
}

/** Waits until the tabs that the menu opened read as closed. */
export async function tabsClosed(page: Page): Promise<void> {
  await page.waitFor(() => window.tabs.every((tab) => !tab || tab.closed));
}

/** What a module sees of where it was opened from. */
export function seenFrom(tab: Page): Promise<object> {
  return tab.evaluate(() => ({
    opener: window.opener !== null,
    referrer: document.referrer,
    entries: history.length,
  }));
}

/** Waits until the tab shows the module's page. */
export async function arrived(tab: Page, sites: Sites): Promise<void> {
  await tab.waitForUrl(`${sites.module}/`);
}

/** All pages but the menu's, when there are as many. */
export function tabsOf(context: Context, menu: Page, count: number): Promise<Page[]> {
  return eventually(`${count} tabs`, async () => {
    const tabs = (await context.pages()).filter((page) => page !== menu);
    return tabs.length === count && tabs;
  });
}
