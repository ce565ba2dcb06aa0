import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import {
  type Context,
  describeEngine,
  type Engine,
  eventually,
  type Frame,
  type LaunchOptions,
  openedBy,
  type Page,
  versionIn,
} from './engine.ts';
import { commandPath } from './installed.ts';
import { elementBy, type Session, startSession } from './webdriver.ts';

/** WebKitGTK's MiniBrowser, driven by its WebKitWebDriver, on a screen of its own. */
export const webkit: Engine = describeEngine('WebKit', whatIsMissing(), async (options = {}) => {
  const [screen, display] = await startScreen();
  const contexts: Context[] = [];
  return {
    // A driver has one session, and a session one profile.
    newContext: async () => {
      const context = await startContext(display, options);
      contexts.push(context);
      return context;
    },
    version: async () => {
      const env = { ...process.env, DISPLAY: display };
      const options = { env, encoding: 'utf8', stdio: 'pipe' } as const;
      return versionIn(execFileSync(miniBrowserPath() ?? '', ['--version'], options));
    },
    close: async () => {
      await Promise.all(contexts.map((context) => context.close()));
      screen.kill();
    },
  };
});

function whatIsMissing(): string | undefined {
  const command = ['WebKitWebDriver', 'Xvfb'].find((name) => !commandPath(name));
  if (command) return `no ${command} on PATH`;
  return miniBrowserPath() ? undefined : 'no MiniBrowser of WebKitGTK';
}

/** Debian puts it beside the library. */
function miniBrowserPath(): string | undefined {
  const folders = existsSync('/usr/lib') ? readdirSync('/usr/lib') : [];
  return folders
    .flatMap((folder) =>
      ['4.1', '6.0', '4.0'].map((version) =>
        join('/usr/lib', folder, `webkit2gtk-${version}`, 'MiniBrowser'),
      ),
    )
    .find((path) => existsSync(path));
}

async function startScreen(): Promise<[ChildProcess, string]> {
  const screen = spawn(
    commandPath('Xvfb') ?? '',
    ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  );
  const [number] = await once(screen.stdio[3] as NodeJS.ReadableStream, 'data');
  return [screen, `:${String(number).trim()}`];
}

/** On a busy machine a driver now and then never comes up; the next one does. */
async function startContext(
  display: string,
  options: LaunchOptions,
  attempts = 3,
): Promise<Context> {
  try {
    return await tryToStartContext(display, options);
  } catch (error) {
    if (attempts === 1) throw error;
    return startContext(display, options, attempts - 1);
  }
}

async function tryToStartContext(display: string, options: LaunchOptions): Promise<Context> {
  const port = await freePort();
  const driver = spawn(
    commandPath('WebKitWebDriver') ?? '',
    [`--port=${port}`, '--host=127.0.0.1'],
    {
      stdio: 'ignore',
      // With the browser that it starts, it is a group that can be ended as a whole.
      detached: true,
      env: {
        ...process.env,
        DISPLAY: display,
        GDK_BACKEND: 'x11',
        GSETTINGS_BACKEND: 'memory',
        LIBGL_ALWAYS_SOFTWARE: '1',
        NO_AT_BRIDGE: '1',
      },
    },
  );
  try {
    return contextOf(await startBrowser(`http://127.0.0.1:${port}`, options), driver);
  } catch (error) {
    endGroup(driver);
    throw error;
  }
}

async function startBrowser(
  address: string,
  { popups, certificates }: LaunchOptions,
): Promise<Session> {
  await eventually('WebKitWebDriver', async () => (await fetch(`${address}/status`)).ok);
  return startSession(address, {
    acceptInsecureCerts: certificates === 'accept',
    'webkitgtk:browserOptions': {
      binary: miniBrowserPath(),
      args: [
        '--automation',
        `--javascript-can-open-windows-automatically=${popups === 'allow' ? 'TRUE' : 'FALSE'}`,
      ],
    },
    timeouts: { script: 120_000, pageLoad: 120_000, implicit: 0 },
  });
}

function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid);
  } catch {
    // It has ended by itself.
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function contextOf(session: Session, driver: ChildProcess): Context {
  const pages = new Map<string, Page>();
  const pageOf = (handle: string): Page => {
    let known = pages.get(handle);
    if (!known) {
      known = toPage(session, handle);
      pages.set(handle, known);
    }
    return known;
  };
  let isFirstTaken = false;
  let closed: Promise<void> | undefined;
  const self: Context = {
    messages: [],
    newPage: async () => {
      if (!isFirstTaken) {
        isFirstTaken = true;
        return pageOf((await session.send('GET', '/window')) as string);
      }
      const { handle } = (await session.send('POST', '/window/new', { type: 'tab' })) as {
        handle: string;
      };
      return pageOf(handle);
    },
    pages: async () => ((await session.send('GET', '/window/handles')) as string[]).map(pageOf),
    opened: (act) => openedBy(self, act),
    cookies: async (url) => {
      const { origin } = new URL(url);
      for (const page of await self.pages()) {
        if ((await page.url()).startsWith(origin)) return cookiesSeenBy(session, page);
      }
      throw new Error(`No tab is at ${origin}, which WebKit's driver needs to read its cookies.`);
    },
    close: () => {
      closed ??= session
        .end()
        .catch(() => {})
        .then(() => endGroup(driver));
      return closed;
    },
  };
  return self;

  async function cookiesSeenBy(session: Session, page: Page) {
    const handle = [...pages].find(([, known]) => known === page)?.[0] ?? '';
    const cookies = await session.within(handle, [], (send) => send('GET', '/cookie'));
    return Object.fromEntries(
      (cookies as { name: string; value: string }[]).map(({ name, value }) => [name, value]),
    );
  }
}

function toPage(session: Session, handle: string): Page {
  const within = <Value>(run: (send: Session['send']) => Promise<Value>) =>
    session.within(handle, [], run);
  const frame = toFrame(session, handle, []);
  return {
    ...frame,
    url: async () => String(await within((send) => send('GET', '/url'))),
    goto: async (url) => {
      await within((send) => send('POST', '/url', { url }));
    },
    waitForUrl: async (start) => {
      await eventually(`a URL that begins with ${start}`, async () =>
        (await frame.url()).startsWith(start),
      );
      await frame.waitFor(() => document.readyState === 'complete');
    },
    press: async (key) => {
      const value = { Enter: '\ue007', Escape: '\ue00c', Space: ' ', Tab: '\ue004' }[key];
      await within((send) =>
        send('POST', '/actions', {
          actions: [
            {
              type: 'key',
              id: 'keyboard',
              actions: [
                { type: 'keyDown', value },
                { type: 'keyUp', value },
              ],
            },
          ],
        }),
      );
    },
    back: async () => {
      await within((send) => send('POST', '/back'));
    },
    reload: async () => {
      await within((send) => send('POST', '/refresh'));
    },
    isClosed: async () =>
      !((await session.send('GET', '/window/handles')) as string[]).includes(handle),
    close: async () => {
      await within((send) => send('DELETE', '/window'));
    },
  };
}

function toFrame(session: Session, handle: string, frames: readonly string[]): Frame {
  const within = <Value>(run: (send: Session['send']) => Promise<Value>) =>
    session.within(handle, frames, run);
  const evaluate: Frame['evaluate'] = async (run, arg) => {
    const body = typeof run === 'string' ? `() => (${run})` : String(run);
    // WebDriver's synchronous script does not wait for promises in WebKit, and drops the error's name.
    const script = `const done = arguments[1];
      new Promise((settle) => settle((${body})(arguments[0]))).then(
        (value) => done({ value }), (error) => done({ error: String(error) }));`;
    const outcome = (await within((send) =>
      send('POST', '/execute/async', { script, args: [arg ?? null] }),
    )) as { value?: unknown; error?: string };
    if (outcome.error !== undefined) throw new Error(outcome.error);
    return outcome.value as never;
  };
  const found = (selector: string) =>
    eventually(selector, () => within((send) => elementBy(send, selector)));
  return {
    evaluate,
    url: () => evaluate(() => location.href),
    waitFor: async (run, arg) => {
      await eventually(String(run), async () => Boolean(await evaluate(run, arg)));
    },
    text: async (selector) => {
      await found(selector);
      return evaluate(
        (selector: string) => document.querySelector(selector)?.textContent ?? '',
        selector,
      );
    },
    click: async (selector) => {
      const element = await found(selector);
      await within((send) => send('POST', `/element/${element}/click`));
    },
    type: async (selector, text) => {
      const element = await found(selector);
      await within((send) => send('POST', `/element/${element}/value`, { text }));
    },
    frame: async (selector) => {
      await found(selector);
      return toFrame(session, handle, [...frames, selector]);
    },
  };
}
