import { isModuleUrl, type ModuleUrl } from './module-url.ts';
import { parseModuleUrl, requireString } from './parse-module-url.ts';
import type { ModuleUrlOptions } from './refuse-authority.ts';

/**
 * Takes a module URL as it is, or reads the source of one.
 *
 * @throws ModuleUrlError with the code of the URL; TypeError for anything else
 */
export function toModuleUrl(url: string | ModuleUrl, options?: ModuleUrlOptions): ModuleUrl {
  if (isModuleUrl(url)) return url;
  requireString(url, 'url');
  return parseModuleUrl(url, options);
}
