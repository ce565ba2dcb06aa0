import type { TokenGenerator } from '../token/types.ts';
import type { ModuleUrl } from '../url/module-url.ts';
import { emptyFrame, grantFeatures } from './frame.ts';
import { navigateWithoutReferrer } from './navigate-without-referrer.ts';
import { type OpenOptions, prepare, renderOrFail, TIMEOUT_MS } from './render-or-fail.ts';
import { failed, type MountResult } from './result.ts';
import { isRefusedByPolicy, waitForArrival } from './wait-for-arrival.ts';

/** How to mount. */
export interface MountModuleFrameOptions extends OpenOptions {
  /** Instead of {@link FRAME_SANDBOX}; an empty string forbids everything. */
  readonly sandbox?: string;
}

/**
 * What a module in a frame may do: run scripts, keep its own cookies and storage (ask for them after
 * a click, where the browser keeps them from frames), send forms, open tabs that are not sandboxed,
 * offer downloads. Not: lead the whole tab elsewhere, show blocking dialogs, lock the pointer. A module
 * of the page's own origin goes without `allow-same-origin`, with which it could take the sandbox off.
 */
export const FRAME_SANDBOX =
  'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads allow-storage-access-by-user-activation';

const latest = new WeakMap<HTMLIFrameElement, object>();

/**
 * Shows an `internal` module in a frame.
 *
 * The rendered URL does not become the `src`, where scripts and session recorders read it; the frame
 * gets no `Referer`, and neither the history nor the timing entries of the page get the URL. What was
 * in the frame is gone at once, and a later call for the same frame wins. Features that `allow` names
 * without an origin are granted to the module's.
 *
 * @param iframe - in the document, with a `title` for screen readers; its `src` and `srcdoc` are removed
 * @param url - a module URL, or the source of one
 * @param generate - supplies the token, `client.generate` for example
 * @param options - `sandbox`; `timeoutMs` for the token and the page (default 10,000), `signal`
 * @returns `opened` when a page of the module's has come, or does not come in time: whether that page
 *   refuses to be framed (`X-Frame-Options`, `frame-ancestors`) no browser tells; `failed` with `policy`
 *   where the own page's `frame-src` refuses it, from the second time on without asking for a token
 * @throws TypeError or RangeError that names a parameter of the wrong type or out of bounds
 * @example
 * const result = await mountModuleFrame(iframe, module.url, client.generate);
 * if (result.status !== 'opened') notify(texts.results[result.reason ?? result.status]);
 * @see https://html.spec.whatwg.org/multipage/iframe-embed-object.html#attr-iframe-sandbox
 */
export async function mountModuleFrame(
  iframe: HTMLIFrameElement,
  url: string | ModuleUrl,
  generate: TokenGenerator,
  options: MountModuleFrameOptions = {},
): Promise<MountResult> {
  if (!iframe?.contentWindow) throw new TypeError('iframe must be an iframe in the document.');
  const moduleUrl = prepare(url, generate, options);
  if ('status' in moduleUrl) return moduleUrl;
  const { timeoutMs = TIMEOUT_MS, sandbox = sandboxFor(moduleUrl.origin) } = options;
  if (isRefusedByPolicy(moduleUrl.origin)) return failed('policy');
  const turn = {};
  latest.set(iframe, turn);
  const blank = emptyFrame(iframe);
  if (!blank) return failed('gone');
  const signal = options.signal ?? new AbortController().signal;
  const rendered = await renderOrFail(moduleUrl, generate, timeoutMs, signal);
  if ('status' in rendered) return rendered;
  if (latest.get(iframe) !== turn || iframe.contentDocument !== blank) return failed('gone');
  iframe.referrerPolicy = 'no-referrer';
  // After the blank page, which has to stay within reach, and in time for the next one.
  iframe.setAttribute('sandbox', sandbox);
  grantFeatures(iframe, moduleUrl.origin);
  const arrival = waitForArrival(iframe, blank, moduleUrl.origin, timeoutMs);
  navigateWithoutReferrer(blank, rendered);
  return (await arrival) === 'refused' ? failed('policy') : { status: 'opened' };
}

function sandboxFor(origin: string): string {
  return origin === location.origin
    ? FRAME_SANDBOX.replace('allow-same-origin ', '')
    : FRAME_SANDBOX;
}
