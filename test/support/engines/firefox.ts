import {
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

/** The firefox-esr of the system, driven by puppeteer-core over WebDriver BiDi. */
export const firefox: Engine = describeEngine(
  'Firefox',
  missingPart('firefox-esr', 'puppeteer-core'),
  async ({ popups = 'block', certificates = 'check' } = {}) => {
    const { default: puppeteer } = (await loadDriver('puppeteer-core')) as Puppeteer;
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: commandPath('firefox-esr') ?? '',
      headless: true,
      acceptInsecureCerts: certificates === 'accept',
      protocolTimeout: 120_000,
      timeout: 120_000,
      extraPrefsFirefox: {
        // Off by default under automation.
        'dom.disable_open_during_load': popups === 'block',
        // The automation's own default lets a test page on loopback wait for a network that is not there.
        'network.captive-portal-service.enabled': false,
        'network.connectivity-service.enabled': false,
      },
    });
    return {
      newContext: async () => contextOf(await browser.createBrowserContext()),
      version: async () => versionIn(await browser.version()),
      close: () => browser.close(),
    };
  },
);

function contextOf(context: PuppeteerContext): Context {
  const pages = new Map<PuppeteerPage, Page>();
  const messages: string[] = [];
  const pageOf = (page: PuppeteerPage): Page => {
    let known = pages.get(page);
    if (!known) {
      known = toPage(page);
      pages.set(page, known);
      page.on('console', (message) => messages.push(message.text()));
      page.on('pageerror', (error) => messages.push(String(error)));
    }
    return known;
  };
  const self: Context = {
    messages,
    newPage: async () => pageOf(await context.newPage()),
    pages: async () => (await context.pages()).map(pageOf),
    opened: (act) => openedBy(self, act),
    cookies: async (url) => {
      const { hostname } = new URL(url);
      const all = await context.cookies();
      return Object.fromEntries(
        all.filter(({ domain }) => domain === hostname).map(({ name, value }) => [name, value]),
      );
    },
    close: () => context.close(),
  };
  return self;
}

function toPage(page: PuppeteerPage): Page {
  const frame = toFrame(() => page.mainFrame());
  return {
    ...frame,
    goto: async (url) => {
      await page.goto(url);
    },
    waitForUrl: async (start) => {
      await eventually(`a URL that begins with ${start}`, async () =>
        (await frame.url()).startsWith(start),
      );
      await frame.waitFor(() => document.readyState === 'complete');
    },
    press: (key) => page.keyboard.press(key === 'Space' ? ' ' : key),
    // Its promise waits for a load, which a page out of the back-forward cache does not have.
    back: async () => {
      page.goBack().catch(() => {});
    },
    reload: async () => {
      await page.reload();
    },
    isClosed: async () => page.isClosed(),
    close: () => page.close(),
  };
}

function toFrame(frame: () => PuppeteerFrame): Frame {
  // Polled by the page itself, since each evaluation from outside counts as a gesture.
  const waitFor: Frame['waitFor'] = async (run, arg) => {
    await frame().waitForFunction(run, { polling: 25, timeout: 60_000 }, arg);
  };
  const found = async (selector: string) => {
    await waitFor((selector: string) => document.querySelector(selector), selector);
    return eventually(selector, async () => (await frame().$(selector)) ?? undefined);
  };
  return {
    // The driver's own record misses a page out of the back-forward cache.
    url: async () => String(await frame().evaluate(() => location.href)),
    evaluate: (run, arg) => frame().evaluate(run, arg) as never,
    waitFor,
    text: async (selector) => {
      await found(selector);
      return (await frame().$eval(selector, (element) => element.textContent)) ?? '';
    },
    click: async (selector) => (await found(selector)).click(),
    type: async (selector, text) => (await found(selector)).type(text),
    frame: async (selector) => {
      const element = await found(selector);
      const inner = await eventually(
        `a page in ${selector}`,
        async () => (await element.contentFrame()) ?? undefined,
      );
      return toFrame(() => inner);
    },
  };
}

// As much of puppeteer-core as is used here; its own types are installed in test/browser only.
interface Puppeteer {
  readonly default: { launch(options: object): Promise<PuppeteerBrowser> };
}
interface PuppeteerBrowser {
  version(): Promise<string>;
  createBrowserContext(): Promise<PuppeteerContext>;
  close(): Promise<void>;
}
interface PuppeteerContext {
  newPage(): Promise<PuppeteerPage>;
  pages(): Promise<PuppeteerPage[]>;
  cookies(): Promise<{ name: string; value: string; domain: string }[]>;
  close(): Promise<void>;
}
interface PuppeteerPage {
  readonly keyboard: { press(key: string): Promise<void> };
  mainFrame(): PuppeteerFrame;
  goto(url: string): Promise<unknown>;
  goBack(): Promise<unknown>;
  reload(): Promise<unknown>;
  isClosed(): boolean;
  close(): Promise<void>;
  on(event: 'console', listener: (message: { text(): string }) => void): void;
  on(event: 'pageerror', listener: (error: unknown) => void): void;
}
interface PuppeteerFrame {
  evaluate(run: unknown, arg?: unknown): Promise<unknown>;
  waitForFunction(run: unknown, options: object, arg: unknown): Promise<unknown>;
  $(selector: string): Promise<PuppeteerElement | null>;
  $eval<Result>(selector: string, run: (element: Element) => Result): Promise<Result>;
}
interface PuppeteerElement {
  click(): Promise<void>;
  type(text: string): Promise<void>;
  contentFrame(): Promise<PuppeteerFrame | null>;
}
