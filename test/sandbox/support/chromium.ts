import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from '../../support/engines/chromium.ts';
import { commandPath, loadDriver } from '../../support/engines/installed.ts';

/** As much of playwright-core as these tests use; its own types are installed in test/browser only. */
export interface Browser {
  newContext(options?: object): Promise<Context>;
  close(): Promise<void>;
}
export interface Context {
  newPage(): Promise<Page>;
  pages(): Page[];
  waitForEvent(event: 'page'): Promise<Page>;
  on(event: string, listener: (value: never) => void): void;
  route(url: RegExp, answer: (route: Route) => Promise<void>): Promise<void>;
  setOffline(isOffline: boolean): Promise<void>;
  storageState(): Promise<object>;
  close(): Promise<void>;
}
/** A request of a page, held until it is answered. */
interface Route {
  fetch(): Promise<{ json(): Promise<unknown> }>;
  fulfill(options: { readonly response: object }): Promise<void>;
}
export interface Locator {
  click(): Promise<void>;
  fill(text: string): Promise<void>;
  focus(): Promise<void>;
  check(): Promise<void>;
  count(): Promise<number>;
  inputValue(): Promise<string>;
  isVisible(): Promise<boolean>;
  isDisabled(): Promise<boolean>;
  textContent(): Promise<string | null>;
  allTextContents(): Promise<string[]>;
  selectOption(option: string | { readonly label: string }): Promise<unknown>;
  waitFor(): Promise<void>;
  first(): Locator;
  locator(selector: string): Locator;
  getByRole(role: string, options?: object): Locator;
}
export interface Frame {
  url(): string;
  content(): Promise<string>;
  locator(selector: string): Locator;
}
export interface Page extends Frame {
  readonly keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> };
  goto(url: string): Promise<unknown>;
  reload(): Promise<unknown>;
  close(): Promise<void>;
  evaluate<Result>(run: string | (() => Result | Promise<Result>)): Promise<Result>;
  frames(): Frame[];
  getByRole(role: string, options?: object): Locator;
  getByLabel(label: string, options?: object): Locator;
  getByText(text: string | RegExp): Locator;
  frameLocator(selector: string): { locator(selector: string): Locator };
  waitForURL(url: string | RegExp): Promise<void>;
  setViewportSize(size: { readonly width: number; readonly height: number }): Promise<void>;
  screenshot(options: object): Promise<Uint8Array>;
  addInitScript(script: string | (() => void)): Promise<void>;
}

export const { missing, title } = chromium;

/** The chromium of the system, with the popup blocker on as people have it. */
export async function launch(): Promise<Browser> {
  const { chromium } = (await loadDriver('playwright-core')) as {
    readonly chromium: { launch(options: object): Promise<Browser> };
  };
  return chromium.launch({
    executablePath: commandPath('chromium') ?? '',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'],
    ignoreDefaultArgs: ['--disable-popup-blocking'],
  });
}

/** What axe finds on a page, each finding with the elements that it is about. */
export async function violations(page: Page): Promise<string[]> {
  const drivers = createRequire(new URL('../../browser/package.json', import.meta.url));
  await page.evaluate(readFileSync(drivers.resolve('axe-core'), 'utf8'));
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      readonly axe: {
        run(): Promise<{
          readonly violations: readonly {
            readonly id: string;
            readonly nodes: readonly { readonly target: readonly string[] }[];
          }[];
        }>;
      };
    };
    const { violations } = await axe.run();
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`,
    );
  });
}
