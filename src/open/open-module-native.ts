import type { TokenGenerator } from '../token/types.ts';
import type { ModuleUrl } from '../url/module-url.ts';
import { forgetLater } from './linger.ts';
import { type ObtainOptions, obtain, readModuleUrl } from './obtain.ts';
import { failed, type MountResult } from './result.ts';

/** How to open. */
export interface OpenModuleNativeOptions extends ObtainOptions {
  /** Opens a URL, for example `Linking.openURL` or Expo's `WebBrowser.openBrowserAsync`. */
  readonly openUrl: (href: string) => unknown;
}

const flights = new Map<string | ModuleUrl, { result: Promise<MountResult> }>();

/**
 * Opens a module from a native app. Takes nothing from the platform but timers and `AbortController`.
 *
 * However often it is called for one module, one token is asked for and one page opened until half a
 * second after the opening.
 *
 * @param url - a module URL, or the source of one; the same string or the same object is the same module
 * @param options.timeoutMs - milliseconds to wait for the token, above 0 and below 2147483648; default 10,000
 * @throws TypeError or RangeError that names the parameter; everything else is a result
 * @example
 * import { Linking } from 'react-native';
 * await openModuleNative(module.url, client.generate, { openUrl: (href) => Linking.openURL(href) });
 */
export async function openModuleNative(
  url: string | ModuleUrl,
  generate: TokenGenerator,
  options: OpenModuleNativeOptions,
): Promise<MountResult> {
  if (typeof options?.openUrl !== 'function') throw new TypeError('openUrl must be a function.');
  const moduleUrl = readModuleUrl(url, generate, options);
  if ('status' in moduleUrl) return moduleUrl;
  const known = flights.get(url);
  if (known) return known.result;
  const flight = { result: undefined as never as Promise<MountResult> };
  flights.set(url, flight);
  flight.result = conduct(moduleUrl, generate, options, () => forgetLater(flights, url, flight));
  return flight.result.then((result) => {
    if (result.status !== 'opened' && flights.get(url) === flight) flights.delete(url);
    return result;
  });
}

async function conduct(
  moduleUrl: ModuleUrl,
  generate: TokenGenerator,
  options: OpenModuleNativeOptions,
  onHandedOver: () => void,
): Promise<MountResult> {
  const rendered = await obtain(moduleUrl, generate, options);
  if ('status' in rendered) return rendered;
  // Not after `openUrl`, which may last as long as the page is shown.
  onHandedOver();
  try {
    await options.openUrl(rendered.href);
    return { status: 'opened' };
  } catch {
    // React Native's own error quotes the URL, token and all, so it ends here.
    return failed('launcher');
  }
}
