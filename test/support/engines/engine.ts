/** A browser engine that tests run in, through the one interface that all engines share. */
export interface Engine {
  readonly name: 'Chromium' | 'Firefox' | 'WebKit';
  /** Why it cannot run here, or `undefined`. On CI its absence is a failure, not a skip. */
  readonly missing: string | undefined;
  /** For a `describe`: the name, and the reason where the engine is missing. */
  readonly title: string;
  /** Starts the browser, headless. */
  launch(options?: LaunchOptions): Promise<Browser>;
}

/** How to start a browser. */
export interface LaunchOptions {
  /** `block` as people have it (the default), or let every page open as many tabs as it likes. */
  readonly popups?: 'block' | 'allow';
  /** `check` as people have it (the default), or take the certificate of a test for a good one. */
  readonly certificates?: 'check' | 'accept';
}

/** A running browser. */
export interface Browser {
  /** Begins a profile of its own: no cookies, no storage, no tabs of another one. */
  newContext(): Promise<Context>;
  /** Its version number. */
  version(): Promise<string>;
  close(): Promise<void>;
}

/** One profile and its tabs. */
export interface Context {
  newPage(): Promise<Page>;
  /** All open tabs. */
  pages(): Promise<Page[]>;
  /** The tab that opens while or after `act` runs. */
  opened(act: () => Promise<unknown>): Promise<Page>;
  /** The cookies that `url` would be sent, by name; `HttpOnly` ones included. */
  cookies(url: string): Promise<Readonly<Record<string, string>>>;
  /** Console messages and uncaught errors of all tabs; WebKit's driver does not report any. */
  readonly messages: readonly string[];
  close(): Promise<void>;
}

/** What a page and a frame inside it have in common. */
export interface Frame {
  /** Where it is. */
  url(): Promise<string>;
  /**
   * Runs a function in the page and returns what it returns, a promise awaited. In Chromium and
   * Firefox this counts as a user's gesture. In WebKit a tab does one thing at a time, so a promise
   * that waits for another call of this interface never settles there.
   */
  evaluate<Result, Arg = undefined>(
    run: ((arg: Arg) => Result | Promise<Result>) | string,
    arg?: Arg,
  ): Promise<Result>;
  /** Waits until `run` returns something truthy. */
  waitFor<Arg = undefined>(run: (arg: Arg) => unknown, arg?: Arg): Promise<void>;
  /** Text of the first element that matches, waited for. */
  text(selector: string): Promise<string>;
  /** Clicks as a mouse does. */
  click(selector: string): Promise<void>;
  /** Types as a keyboard does. */
  type(selector: string, text: string): Promise<void>;
  /** The page in the iframe that matches. */
  frame(selector: string): Promise<Frame>;
}

/** A tab. */
export interface Page extends Frame {
  goto(url: string): Promise<void>;
  /** Waits until the tab is at a URL that begins so. */
  waitForUrl(start: string): Promise<void>;
  /** Presses a key as a keyboard does, on what has the focus. */
  press(key: 'Enter' | 'Escape' | 'Space' | 'Tab'): Promise<void>;
  /** Begins to go back; `waitForUrl` tells when it is there. */
  back(): Promise<void>;
  reload(): Promise<void>;
  isClosed(): Promise<boolean>;
  close(): Promise<void>;
}

const LOOK_EVERY_MS = 25;

/**
 * Looks again and again until `look` gives something other than `undefined` or `false`.
 *
 * @param timeoutMs - how long, at least; a busy machine needs room
 */
export async function eventually<Value>(
  what: string,
  look: () => Promise<Value | undefined | false>,
  timeoutMs = 60_000,
): Promise<Value> {
  const until = performance.now() + timeoutMs;
  let last: unknown;
  do {
    try {
      const value = await look();
      if (value !== undefined && value !== false) return value;
    } catch (error) {
      // Between two documents a look may fail.
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  } while (performance.now() < until);
  throw new Error(`Waited in vain for ${what}.`, { cause: last });
}

/** The number in what a browser says of itself. */
export function versionIn(text: string): string {
  return /\d+(?:\.\d+)+/.exec(text)?.[0] ?? '';
}

/** The tab among `pages()` that was not there before. */
export async function openedBy(context: Context, act: () => Promise<unknown>): Promise<Page> {
  const before = await context.pages();
  await act();
  return eventually('a new tab', async () =>
    (await context.pages()).find((page) => !before.includes(page)),
  );
}

/** Puts the reason of a skip into the name, and fails on CI. */
export function describeEngine(
  name: Engine['name'],
  missing: string | undefined,
  launch: Engine['launch'],
): Engine {
  if (missing && process.env.CI) throw new Error(`${name}: ${missing}; CI has to have it.`);
  return { name, missing, title: missing ? `${name} (${missing})` : name, launch };
}
