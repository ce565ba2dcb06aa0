import {
  type Browser,
  type Context,
  describeEngine,
  type Engine,
  eventually,
  type Frame,
  openedBy,
  type Page,
  versionIn,
} from './engine.ts';
import { commandPath, loadDriver, missingPart } from './installed.ts';

/** The chromium of the system, driven by playwright-core. */
export const chromium: Engine = describeEngine(
  'Chromium',
  missingPart('chromium', 'playwright-core'),
  async ({ popups = 'block', certificates = 'check' } = {}) => {
    const { chromium } = (await loadDriver('playwright-core')) as Playwright;
    const browser = await chromium.launch({
      executablePath: commandPath('chromium') ?? '',
      args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'],
      ignoreDefaultArgs: popups === 'block' ? ['--disable-popup-blocking'] : [],
    });
    return {
      newContext: async () =>
        contextOf(await browser.newContext({ ignoreHTTPSErrors: certificates === 'accept' })),
      version: async () => versionIn(browser.version()),
      close: () => browser.close(),
    } satisfies Browser;
  },
);

function contextOf(context: PlaywrightContext): Context {
  const pages = new Map<PlaywrightPage, Page>();
  const messages: string[] = [];
  const pageOf = (page: PlaywrightPage): Page => {
    let known = pages.get(page);
    if (!known) {
      known = toPage(page);
      pages.set(page, known);
    }
    return known;
  };
  context.on('console', (message) => messages.push(message.text()));
  context.on('weberror', (error) => messages.push(String(error.error())));
  const self: Context = {
    messages,
    newPage: async () => pageOf(await context.newPage()),
    pages: async () => context.pages().map(pageOf),
    opened: (act) => openedBy(self, act),
    cookies: async (url) =>
      Object.fromEntries((await context.cookies(url)).map(({ name, value }) => [name, value])),
    close: () => context.close(),
  };
  return self;
}

function toPage(page: PlaywrightPage): Page {
  return {
    ...toFrame(page.mainFrame()),
    goto: async (url) => {
      await page.goto(url);
    },
    waitForUrl: (start) => page.waitForURL((url) => url.href.startsWith(start)),
    press: (key) => page.keyboard.press(key),
    back: async () => {
      await page.goBack();
    },
    reload: async () => {
      await page.reload();
    },
    isClosed: async () => page.isClosed(),
    close: () => page.close(),
  };
}

function toFrame(frame: PlaywrightFrame): Frame {
  return {
    url: async () => frame.url(),
    evaluate: (run, arg) => frame.evaluate(run, arg) as never,
    // Polled by the page itself, since each evaluation from outside counts as a gesture.
    waitFor: async (run, arg) => {
      await frame.waitForFunction(run, arg, { polling: 25, timeout: 60_000 });
    },
    text: async (selector) => (await frame.textContent(selector)) ?? '',
    click: (selector) => frame.click(selector),
    type: (selector, text) => frame.type(selector, text),
    frame: async (selector) => {
      const element = await frame.waitForSelector(selector, { state: 'attached' });
      return toFrame(
        await eventually(
          `a page in ${selector}`,
          async () => (await element.contentFrame()) ?? undefined,
        ),
      );
    },
  };
}

// As much of playwright-core as is used here; its own types are installed in test/browser only.
interface Playwright {
  readonly chromium: { launch(options: object): Promise<PlaywrightBrowser> };
}
interface PlaywrightBrowser {
  version(): string;
  newContext(options: object): Promise<PlaywrightContext>;
  close(): Promise<void>;
}
interface PlaywrightContext {
  newPage(): Promise<PlaywrightPage>;
  pages(): PlaywrightPage[];
  cookies(url: string): Promise<{ name: string; value: string }[]>;
  on(event: 'console', listener: (message: { text(): string }) => void): void;
  on(event: 'weberror', listener: (error: { error(): unknown }) => void): void;
  close(): Promise<void>;
}
interface PlaywrightPage {
  readonly keyboard: { press(key: string): Promise<void> };
  mainFrame(): PlaywrightFrame;
  goto(url: string): Promise<unknown>;
  waitForURL(matches: (url: URL) => boolean): Promise<void>;
  goBack(): Promise<unknown>;
  reload(): Promise<unknown>;
  isClosed(): boolean;
  close(): Promise<void>;
}
interface PlaywrightFrame {
  url(): string;
  evaluate(run: unknown, arg?: unknown): Promise<unknown>;
  textContent(selector: string): Promise<string | null>;
  waitForFunction(run: unknown, arg: unknown, options: object): Promise<unknown>;
  click(selector: string): Promise<void>;
  type(selector: string, text: string): Promise<void>;
  waitForSelector(selector: string, options: object): Promise<PlaywrightElement>;
}
interface PlaywrightElement {
  contentFrame(): Promise<PlaywrightFrame | null>;
}
