import type { TokenGenerator } from '../token/types.ts';
import type { ModuleUrl } from '../url/module-url.ts';
import { type Flight, Flights, join } from './flights.ts';
import { type OpenOptions, prepare, renderOrFail, TIMEOUT_MS } from './render-or-fail.ts';
import { failed, type MountResult } from './result.ts';

/** How to open from a native application. */
export interface OpenModuleNativeOptions extends OpenOptions {
  /** Opens a URL, for example `Linking.openURL` or Expo's `WebBrowser.openBrowserAsync`. */
  readonly openUrl: (href: string) => unknown;
}

const flights = new Flights<Flight<MountResult>>();

/**
 * Opens a module from a native application. Takes nothing from the platform but timers and
 * `AbortController`.
 *
 * However often it is called with the same generator and URL, one token is asked for and one page
 * opened until half a second after the last tap.
 *
 * @param url - a module URL, or the source of one; the same string or the same object is the same module
 * @param generate - supplies the token, `client.generate` for example; the same function is the same user
 * @param options - `openUrl`; `timeoutMs` for the token (default 10,000), `signal`
 * @returns what became of it; every failure of the application, the generator or the URL is a result
 * @throws TypeError or RangeError that names a parameter of the wrong type or out of bounds
 * @example
 * import { Linking } from 'react-native';
 * await openModuleNative(module.url, client.generate, { openUrl: (href) => Linking.openURL(href) });
 * @see https://reactnative.dev/docs/linking#openurl
 */
export async function openModuleNative(
  url: string | ModuleUrl,
  generate: TokenGenerator,
  options: OpenModuleNativeOptions,
): Promise<MountResult> {
  if (typeof options?.openUrl !== 'function') throw new TypeError('openUrl must be a function.');
  const moduleUrl = prepare(url, generate, options);
  if ('status' in moduleUrl) return moduleUrl;
  const known = flights.get(generate, url);
  if (known) return join(known, options.signal);
  const flight: Flight<MountResult> = {
    stop: new AbortController(),
    result: undefined as never,
    waiting: 0,
    lastClickAt: 0,
  };
  flights.set(generate, url, flight);
  // Not after `openUrl`, which may last as long as the page is shown.
  const onHandOver = () => flights.forget(generate, url, flight, true);
  flight.result = runFlight(flight, moduleUrl, generate, options, onHandOver).then((result) => {
    if (result.status !== 'opened') flights.forget(generate, url, flight, false);
    return result;
  });
  return join(flight, options.signal);
}

async function runFlight(
  { stop }: Flight<MountResult>,
  moduleUrl: ModuleUrl,
  generate: TokenGenerator,
  { openUrl, timeoutMs = TIMEOUT_MS }: OpenModuleNativeOptions,
  onHandOver: () => void,
): Promise<MountResult> {
  const rendered = await renderOrFail(moduleUrl, generate, timeoutMs, stop.signal);
  if ('status' in rendered) return rendered;
  onHandOver();
  try {
    await openUrl(rendered.href);
    return { status: 'opened' };
  } catch {
    // React Native's own error quotes the URL, token and all, so it ends here.
    return failed('launcher');
  }
}
