import { type ModuleUrlOptions, parseModuleUrl, requireString } from './check-module-url.ts';
import type { ModuleUrl } from './module-url.ts';

/**
 * Takes a module URL as it is, or reads the source of one.
 *
 * @throws ModuleUrlError with the code of the URL; TypeError for anything else
 */
export function moduleUrlOf(url: string | ModuleUrl, options?: ModuleUrlOptions): ModuleUrl {
  // Structurally, since a caller may hold one from another copy of the package.
  if (typeof (url as Partial<ModuleUrl> | null)?.render === 'function') return url as ModuleUrl;
  requireString(url, 'url');
  return parseModuleUrl(url, options);
}
