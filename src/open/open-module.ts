import type { TokenGenerator } from '../token/types.ts';
import type { ModuleUrl } from '../url/module-url.ts';
import { type Flight, Flights, join } from './flights.ts';
import { now } from './forget-later.ts';
import { navigateWithoutReferrer } from './navigate-without-referrer.ts';
import { type OpenOptions, prepare, renderOrFail, TIMEOUT_MS } from './render-or-fail.ts';
import { failed, type OpenResult } from './result.ts';
import { ENGLISH_WAITING_PAGE } from './texts/waiting-page-en.ts';
import { waitForLaunchPage } from './wait-for-launch-page.ts';
import { showStatus, type WaitingTexts } from './waiting-page.ts';

/** How to open in a tab. */
export interface OpenModuleOptions extends OpenOptions {
  /** What the tab shows meanwhile; default English. `./texts/id` has them in Indonesian. */
  readonly texts?: WaitingTexts;
  /**
   * A page of your own origin to wait on, for browsers that mishandle a blank tab. An element with
   * `role="status"` on it is given the text of a failure. It stays in the tab's history, and must not
   * send a `Cross-Origin-Opener-Policy`, which puts the tab out of reach.
   */
  readonly launchPage?: string;
}

interface TabFlight extends Flight<OpenResult> {
  tab: Window;
  /** The page that waits in the tab; `undefined` while a launch page is loading. */
  page: Document | undefined;
  /** From here on the tab belongs to the module, and nothing it says of itself counts. */
  handedOver: boolean;
}

const flights = new Flights<TabFlight>();

/**
 * Opens a module in a new tab, from within a click or key press.
 *
 * The tab opens before anything is waited for, so no popup blocker objects; it has no `opener`, sends
 * no `Referer`, keeps nothing in its history and is closed on failure. However often it is called
 * with the same generator and URL, one tab opens and one token is asked for until half a second after
 * the last click.
 *
 * @param url - a module URL, or the source of one; the same string or the same object is the same module
 * @param generate - supplies the token, `client.generate` for example; the same function is the same user
 * @param options - `timeoutMs` (default 10,000), `signal`, `texts`, `launchPage`
 * @returns what became of it; every failure of the browser, the generator or the URL is a result
 * @throws TypeError or RangeError that names a parameter of the wrong type or out of bounds
 * @example
 * button.onclick = async () => {
 *   const result = await openModule(module.url, client.generate);
 *   if (result.status !== 'opened') notify(texts.results[result.reason ?? result.status]);
 * };
 * @see https://html.spec.whatwg.org/multipage/interaction.html#tracking-user-activation
 */
export async function openModule(
  url: string | ModuleUrl,
  generate: TokenGenerator,
  options: OpenModuleOptions = {},
): Promise<OpenResult> {
  // Nothing may be awaited above `openTab`: browsers allow a tab only within the click.
  const moduleUrl = prepare(url, generate, options);
  if ('status' in moduleUrl) return moduleUrl;
  checkLaunchPage(options.launchPage);
  const flight = flights.get(generate, url);
  if (flight?.handedOver) return join(flight, options.signal);
  if (flight && !flight.tab.closed) {
    flight.tab.focus();
    return join(flight, options.signal);
  }
  const opened = openTab(options);
  if (!opened) return { status: 'blocked' };
  if (flight) {
    // Closed by hand while the token was on its way: it goes to the new tab.
    Object.assign(flight, opened);
    return join(flight, options.signal);
  }
  const started: TabFlight = {
    ...opened,
    handedOver: false,
    stop: new AbortController(),
    result: undefined as never,
    waiting: 0,
    lastClickAt: 0,
  };
  flights.set(generate, url, started);
  started.result = runFlight(started, moduleUrl, generate, options).then((result) => {
    flights.forget(generate, url, started, result.status === 'opened');
    return result;
  });
  return join(started, options.signal);
}

function checkLaunchPage(launchPage: string | undefined): void {
  if (launchPage === undefined) return;
  if (new URL(launchPage, document.baseURI).origin !== location.origin) {
    throw new TypeError('launchPage must be of the origin of this page.');
  }
}

function openTab(options: OpenModuleOptions): Pick<TabFlight, 'tab' | 'page'> | undefined {
  const { launchPage } = options;
  const texts = options.texts ?? ENGLISH_WAITING_PAGE;
  let tab: Window | null = null;
  try {
    tab = window.open(launchPage ?? '', '_blank');
    // Some blockers give a window that is closed already; some shells give this one.
    if (!tab || tab.closed || tab === window) return undefined;
    tab.opener = null;
    if (launchPage !== undefined) return { tab, page: undefined };
    showStatus(tab.document, texts, texts.waiting);
    return { tab, page: tab.document };
  } catch {
    // In a sandbox either no tab opens, or one that is out of reach.
    tab?.close();
    return undefined;
  }
}

async function runFlight(
  flight: TabFlight,
  moduleUrl: ModuleUrl,
  generate: TokenGenerator,
  options: OpenModuleOptions,
): Promise<OpenResult> {
  const { timeoutMs = TIMEOUT_MS, launchPage } = options;
  const { signal } = flight.stop;
  // Nobody would be there to lead the tab on, or to close it.
  const onLeave = () => {
    if (isOurs(flight)) flight.tab.close();
    flight.stop.abort();
  };
  window.addEventListener('pagehide', onLeave);
  const until = now() + timeoutMs;
  const findLaunchPage = async () => {
    const found = await waitForLaunchPage(flight, until, signal);
    if ('status' in found) return found;
    flight.page ??= found;
    return undefined;
  };
  try {
    // Found as early as can be, so that a page which the person goes to is told from it.
    if (launchPage !== undefined) void findLaunchPage();
    const rendered = await renderOrFail(moduleUrl, generate, timeoutMs, signal);
    if ('status' in rendered) return abandon(flight, rendered, options);
    const problem = flight.page ? undefined : await findLaunchPage();
    if (problem) return abandon(flight, problem, options);
    if (!isOurs(flight)) return failed('gone');
    flight.handedOver = true;
    navigateWithoutReferrer(flight.page as Document, rendered);
    return { status: 'opened' };
  } finally {
    window.removeEventListener('pagehide', onLeave);
  }
}

function abandon(flight: TabFlight, result: OpenResult, options: OpenModuleOptions): OpenResult {
  if (!isOurs(flight)) return result;
  // Not every browser lets a tab be closed; then this is what the person sees.
  const texts = options.texts ?? ENGLISH_WAITING_PAGE;
  if (flight.page) showStatus(flight.page, texts, texts.failed);
  flight.tab.close();
  return result;
}

/** Whether the page that waits still stands in the tab, and not one that the person went to. */
function isOurs({ tab, page }: TabFlight): boolean {
  try {
    return !tab.closed && (page ? tab.document === page : tab.document !== null);
  } catch {
    // Another origin.
    return false;
  }
}
