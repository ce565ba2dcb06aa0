import type { TokenGenerator } from '../token/types.ts';
import type { ModuleUrl } from '../url/module-url.ts';
import { follow } from './follow.ts';
import { type ObtainOptions, obtain, readModuleUrl } from './obtain.ts';
import { failed, type MountResult } from './result.ts';

/** How to mount. */
export interface MountModuleFrameOptions extends ObtainOptions {
  /** Instead of {@link FRAME_SANDBOX}; an empty string forbids everything. */
  readonly sandbox?: string;
}

/**
 * What a module in a frame may do: run scripts, keep its own cookies and storage, send forms, open
 * tabs that are not sandboxed, offer downloads. Not: lead the whole tab elsewhere, show blocking
 * dialogs, lock the pointer. A module of the page's own origin goes without `allow-same-origin`,
 * with which it could take the sandbox off.
 */
export const FRAME_SANDBOX =
  'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads';

const latest = new WeakMap<HTMLIFrameElement, object>();

/**
 * Shows an `internal` module in a frame.
 *
 * The rendered URL does not become the `src`, where scripts and session recorders read it; the frame
 * gets no `Referer`, and the tab's history no entry. A later call for the same frame wins.
 *
 * @param iframe - in the document, with a `title` for screen readers; its `src` and `srcdoc` are removed
 * @throws TypeError or RangeError that names the parameter; everything else is a result
 * @example
 * const { status } = await mountModuleFrame(iframe, module.url, client.generate);
 * @see https://html.spec.whatwg.org/multipage/iframe-embed-object.html#attr-iframe-sandbox
 */
export async function mountModuleFrame(
  iframe: HTMLIFrameElement,
  url: string | ModuleUrl,
  generate: TokenGenerator,
  options: MountModuleFrameOptions = {},
): Promise<MountResult> {
  if (!iframe?.contentWindow) throw new TypeError('iframe must be an iframe in the document.');
  const moduleUrl = readModuleUrl(url, generate, options);
  if ('status' in moduleUrl) return moduleUrl;
  const turn = {};
  latest.set(iframe, turn);
  const rendered = await obtain(moduleUrl, generate, options);
  if ('status' in rendered) return rendered;
  if (latest.get(iframe) !== turn || !iframe.isConnected) return failed('gone');
  const blank = emptied(iframe);
  if (!blank) return failed('gone');
  iframe.referrerPolicy = 'no-referrer';
  // After the blank page, which has to stay within reach, and in time for the next one.
  iframe.setAttribute('sandbox', options.sandbox ?? sandboxFor(moduleUrl.origin));
  follow(blank, rendered);
  return { status: 'opened' };
}

/** Put where it was, a frame begins anew with a blank page, which leaves no trace in the history. */
function emptied(iframe: HTMLIFrameElement): Document | null {
  for (const name of ['src', 'srcdoc', 'sandbox']) iframe.removeAttribute(name);
  iframe.parentNode?.insertBefore(iframe, iframe.nextSibling);
  return iframe.contentDocument;
}

function sandboxFor(origin: string): string {
  return origin === location.origin
    ? FRAME_SANDBOX.replace('allow-same-origin ', '')
    : FRAME_SANDBOX;
}
