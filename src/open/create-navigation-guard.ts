import type { ModuleUrl } from '../url/module-url.ts';
import { ModuleUrlError } from '../url/module-url-error.ts';
import { parseModuleUrl } from '../url/parse-module-url.ts';
import type { ModuleUrlOptions } from '../url/refuse-authority.ts';
import { toModuleUrl } from '../url/to-module-url.ts';

/** What a WebView asks about: a string, or React Native's navigation event. */
export type NavigationRequest =
  | string
  | {
      /** Where it is to go. */
      readonly url: string;
      /** Whether the page itself goes there and not a frame inside it; iOS says so, default `true`. */
      readonly isTopFrame?: boolean;
    };

/** Where else the page may go. */
export interface NavigationGuardOptions extends ModuleUrlOptions {
  /** Further origins, those of a single sign-on for example: `https://login.example`. */
  readonly origins?: Iterable<string>;
}

/**
 * Makes a predicate that lets the page in a WebView go nowhere but to the module's own origin, and to
 * those that are listed. What frames inside the page show is the module's own affair.
 *
 * For `onShouldStartLoadWithRequest`, together with `originWhitelist={['*']}`: the white-list compares
 * beginnings, so a look-alike domain passes it, and what fails it is handed to the system to open.
 * A candidate is read as strictly as a module URL up to the end of its host and port, without the
 * global `URL`, which on React Native takes `https://evil.example/?x=@svc.example` for `svc.example`.
 *
 * @param url - the module URL, or the source of one
 * @param options - `origins`: further ones, each with its scheme and, where it has one, its port
 * @returns `true` only for exactly these schemes, hosts and ports, and for what frames inside the page
 *   show; it never throws
 * @throws ModuleUrlError for a module URL or an origin that may not be used
 * @example
 * const guard = createNavigationGuard(module.url, { origins: ['https://login.example'] });
 * <WebView originWhitelist={['*']} onShouldStartLoadWithRequest={guard} source={{ uri: rendered.href }} />
 * @see https://github.com/react-native-webview/react-native-webview/blob/master/docs/Reference.md#onshouldstartloadwithrequest
 */
export function createNavigationGuard(
  url: string | ModuleUrl,
  options: NavigationGuardOptions = {},
): (request: NavigationRequest) => boolean {
  const allowed = new Set([toModuleUrl(url, options).origin]);
  for (const origin of options.origins ?? []) {
    const found = originOf(origin, options);
    if (!found?.startsWith('https:') && !(options.allowHttpLoopback && found))
      throw new ModuleUrlError('invalid-host', 'origins must hold origins of web pages.');
    allowed.add(found);
  }
  return (request) => {
    const candidate = typeof request === 'string' ? request : request?.url;
    if (typeof candidate !== 'string') return false;
    if (typeof request === 'object' && request.isTopFrame === false) return INSIDE.test(candidate);
    const origin = originOf(candidate, { ...options, allowHttpLoopback: true });
    return origin !== undefined && allowed.has(origin);
  };
}

/** What a frame inside a page shows, wherever it comes from; `intent:` and the like leave the WebView. */
const INSIDE = /^(?:https?:|about:(?:blank|srcdoc)(?:[?#]|$)|blob:|data:)/i;

function originOf(url: string, options: ModuleUrlOptions): string | undefined {
  // What follows the first of these three cannot change the origin for any parser.
  const authority = /^https?:\/\/[^/?#]+(?=[/?#]|$)/i.exec(url)?.[0];
  return authority && originIfGood(`${authority}/`, options);
}

function originIfGood(url: string, options: ModuleUrlOptions): string | undefined {
  try {
    return parseModuleUrl(url, options).origin;
  } catch {
    return undefined;
  }
}
