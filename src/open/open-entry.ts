import type { MenuEntry } from '../modules/menu-for.ts';
import type { TokenGenerator } from '../token/types.ts';
import { type MountModuleFrameOptions, mountModuleFrame } from './mount-module-frame.ts';
import { type OpenModuleOptions, openModule } from './open-module.ts';
import { type OpenModuleNativeOptions, openModuleNative } from './open-module-native.ts';
import type { OpenResult } from './result.ts';

/** What the ways of opening take; only that of the entry's is used. */
export interface OpenEntryOptions
  extends OpenModuleOptions,
    MountModuleFrameOptions,
    Partial<OpenModuleNativeOptions> {
  /** For entries that open in a frame: the frame, or where to find it. */
  readonly frame?: HTMLIFrameElement | (() => HTMLIFrameElement);
}

/**
 * Opens an entry of a menu with what it `opens`: a tab, a frame or the native application.
 *
 * @param entry - as `menuFor` gives it
 * @param generate - supplies the token, `client.generate` for example; the same function is the same user
 * @param options - `frame` for entries that open in one, `openUrl` for native ones; `timeoutMs`, `signal`, …
 * @returns what became of it; `result.reason ?? result.status` is a key of `texts.results`
 * @throws TypeError where the entry needs a `frame` or an `openUrl` that is not given; TypeError or
 *   RangeError that names a parameter of the wrong type or out of bounds
 * @example
 * const result = await openEntry(entry, client.generate, { frame: () => document.querySelector('iframe') });
 * if (result.status !== 'opened') notify(texts.results[result.reason ?? result.status]);
 */
export async function openEntry(
  entry: MenuEntry,
  generate: TokenGenerator,
  options: OpenEntryOptions = {},
): Promise<OpenResult> {
  const { url } = entry.module;
  // Not awaited, since a tab has to open within the click.
  if (entry.opens === 'tab') return openModule(url, generate, options);
  if (entry.opens === 'native') {
    return openModuleNative(url, generate, options as OpenModuleNativeOptions);
  }
  const { frame } = options;
  const iframe = typeof frame === 'function' ? frame() : frame;
  if (!iframe) throw new TypeError('frame must be given for an entry that opens in a frame.');
  return mountModuleFrame(iframe, url, generate, options);
}
