import { checkModuleUrl, type ModuleUrlOptions } from '../url/check-module-url.ts';
import type { ModuleUrl } from '../url/module-url.ts';
import { toModuleUrl } from '../url/to-module-url.ts';

/** What a WebView asks about; a string or React Native's navigation event. */
export type NavigationRequest = string | { readonly url: string };

/**
 * Makes a predicate that lets a WebView go nowhere but to the module's own origin.
 *
 * For `onShouldStartLoadWithRequest`, together with `originWhitelist={['*']}`: the white-list compares
 * beginnings, so a look-alike domain passes it, and what fails it is handed to the system to open.
 * The candidate is read as strictly as a module URL up to the end of its host and port, without the
 * global `URL`, which on React Native takes `https://evil.example/?x=@svc.example` for `svc.example`.
 *
 * @param url - the module URL, or the source of one
 * @returns `true` only for scheme, host and port of the module; never throws
 * @throws ModuleUrlError for a module URL that may not be used
 * @example
 * const guard = createNavigationGuard(module.url);
 * <WebView originWhitelist={['*']} onShouldStartLoadWithRequest={guard} source={{ uri: rendered.href }} />
 */
export function createNavigationGuard(
  url: string | ModuleUrl,
  options: ModuleUrlOptions = {},
): (request: NavigationRequest) => boolean {
  const { origin } = toModuleUrl(url, options);
  return (request) => {
    const candidate = typeof request === 'string' ? request : request?.url;
    if (typeof candidate !== 'string') return false;
    // What follows the first of these three cannot change the origin for any parser.
    const authority = /^https?:\/\/[^/?#]+(?=[/?#]|$)/i.exec(candidate)?.[0];
    if (authority === undefined) return false;
    const { ok, moduleUrl } = checkModuleUrl(`${authority}/`, { allowHttpLoopback: true });
    return ok && moduleUrl.origin === origin;
  };
}
