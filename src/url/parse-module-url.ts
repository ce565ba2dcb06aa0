import { ModuleUrl } from './module-url.ts';
import { readModuleUrl } from './read-module-url.ts';
import type { ModuleUrlOptions } from './refuse-authority.ts';

/**
 * Reads a module URL, or throws what is wrong with it.
 *
 * Where somebody is typing the URL, `checkModuleUrl` of `@mileapp/custom-module-url/check` says
 * everything that is wrong, where, and how to mend it.
 *
 * @param source - the URL as an admin typed it, at most 8192 characters
 * @param options - what to allow beyond https and ASCII hosts
 * @returns the module URL, which never changes
 * @throws ModuleUrlError with the code of the first error; TypeError where `source` is not a string
 * @example
 * const moduleUrl = parseModuleUrl('https://svc.example/webhook?token={SHORT_TOKEN}');
 * const { href } = moduleUrl.render(shortToken);
 * @see https://url.spec.whatwg.org and RFC 3986: accepted is what both read the same way
 */
export function parseModuleUrl(source: string, options?: ModuleUrlOptions): ModuleUrl {
  requireString(source, 'source');
  return new ModuleUrl(readModuleUrl(source, options));
}

/** Wrong types would otherwise end as "undefined" or "[object Object]" in a URL. */
export function requireString(value: unknown, parameter: string): asserts value is string {
  if (typeof value !== 'string') throw new TypeError(`${parameter} must be a string.`);
}
