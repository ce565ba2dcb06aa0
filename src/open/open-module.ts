import type { WaitingTexts } from '../modules/texts/module-texts.ts';
import { ENGLISH_WAITING_PAGE } from '../modules/texts/waiting-page-en.ts';
import type { TokenGenerator } from '../token/types.ts';
import type { ModuleUrl } from '../url/module-url.ts';
import { follow } from './follow.ts';
import { launched } from './launched.ts';
import { forgetLater } from './linger.ts';
import { type ObtainOptions, obtain, readModuleUrl, TIMEOUT_MS } from './obtain.ts';
import { failed, type OpenResult } from './result.ts';
import { say } from './waiting-page.ts';

/** How to open. */
export interface OpenModuleOptions extends ObtainOptions {
  /** What the tab shows meanwhile; English unless told. `./modules/texts/id` has them in Indonesian. */
  readonly texts?: WaitingTexts;
  /**
   * A page of your own origin to wait on, for browsers that mishandle a blank tab. An element with
   * `role="status"` on it is given the text of a failure. It stays in the tab's history.
   */
  readonly launchPage?: string;
}

interface Flight {
  tab: Window;
  /** From here on the tab belongs to the module, and nothing it says of itself counts. */
  left: boolean;
  result: Promise<OpenResult>;
}

const flights = new Map<string | ModuleUrl, Flight>();

/**
 * Opens a module in a new tab, from within a click or key press.
 *
 * The tab opens before anything is waited for, so no popup blocker objects; it has no `opener`, sends
 * no `Referer`, keeps nothing in its history and is closed on failure. However often it is called
 * for one module, one tab opens and one token is asked for until half a second after the opening.
 *
 * @param url - a module URL, or the source of one; the same string or the same object is the same module
 * @param options.timeoutMs - milliseconds to wait, above 0 and below 2147483648; default 10,000
 * @throws TypeError or RangeError that names the parameter; everything else is a result
 * @example
 * button.onclick = async () => {
 *   const { status } = await openModule(module.url, client.generate);
 *   if (status !== 'opened') notify(status);
 * };
 */
export async function openModule(
  url: string | ModuleUrl,
  generate: TokenGenerator,
  options: OpenModuleOptions = {},
): Promise<OpenResult> {
  // Nothing may be awaited above `openTab`: browsers allow a tab only within the click.
  const moduleUrl = readModuleUrl(url, generate, options);
  if ('status' in moduleUrl) return moduleUrl;
  checkLaunchPage(options.launchPage);
  const flight = flights.get(url);
  if (flight?.left) return flight.result;
  if (flight && !flight.tab.closed) {
    flight.tab.focus();
    return flight.result;
  }
  const tab = openTab(options);
  if (!tab) return { status: 'blocked' };
  if (flight) {
    // Closed by hand while the token was on its way: it goes to the new tab.
    flight.tab = tab;
    return flight.result;
  }
  const started: Flight = { tab, left: false, result: undefined as never };
  flights.set(url, started);
  started.result = conduct(started, moduleUrl, generate, options).then((result) => {
    if (result.status === 'opened') forgetLater(flights, url, started);
    else flights.delete(url);
    return result;
  });
  return started.result;
}

function checkLaunchPage(launchPage: string | undefined): void {
  if (launchPage === undefined) return;
  if (new URL(launchPage, document.baseURI).origin !== location.origin) {
    throw new TypeError('launchPage must be of the origin of this page.');
  }
}

function openTab({ launchPage, texts = ENGLISH_WAITING_PAGE }: OpenModuleOptions): Window | null {
  const tab = window.open(launchPage ?? '', '_blank');
  // Some blockers give a window that is closed already.
  if (!tab || tab.closed) return null;
  tab.opener = null;
  if (launchPage === undefined) say(tab.document, texts, texts.waiting);
  return tab;
}

async function conduct(
  flight: Flight,
  moduleUrl: ModuleUrl,
  generate: TokenGenerator,
  options: OpenModuleOptions,
): Promise<OpenResult> {
  const { timeoutMs = TIMEOUT_MS, signal, launchPage } = options;
  const stop = new AbortController();
  const onAbort = () => stop.abort(signal?.reason);
  // Nobody would be there to lead the tab on, or to close it.
  const onLeave = () => {
    flight.tab.close();
    stop.abort();
  };
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort);
  window.addEventListener('pagehide', onLeave);
  try {
    const until = performance.now() + timeoutMs;
    const rendered = await obtain(moduleUrl, generate, { timeoutMs, signal: stop.signal });
    if ('status' in rendered) return abandon(flight, rendered, options);
    const problem = launchPage !== undefined && (await launched(flight, until, stop.signal));
    if (problem) return abandon(flight, problem, options);
    const page = pageIn(flight.tab);
    if (!page) return failed('gone');
    flight.left = true;
    follow(page, rendered);
    return { status: 'opened' };
  } finally {
    signal?.removeEventListener('abort', onAbort);
    window.removeEventListener('pagehide', onLeave);
  }
}

function abandon(
  { tab }: Flight,
  result: OpenResult,
  { texts = ENGLISH_WAITING_PAGE }: OpenModuleOptions,
): OpenResult {
  const page = pageIn(tab);
  if (page) {
    // Not every browser lets a tab be closed; then this is what the person sees.
    say(page, texts, texts.failed);
    tab.close();
  }
  return result;
}

/** What stands in the tab, unless the tab is closed or at another origin. */
function pageIn(tab: Window): Document | undefined {
  try {
    return tab.closed ? undefined : tab.document;
  } catch {
    return undefined;
  }
}
