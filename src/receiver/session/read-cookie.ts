import { type AnyRequest, headerOf } from '../any-request.ts';

/**
 * Reads a cookie of {@link sessionCookie} from a request. Only the whole name counts: a sibling domain
 * can set `x__Host-session`, which a search for the name alone would find. Never throws.
 *
 * @param request - a web-standard Request, one of Express, Fastify or node:http, or a context of Hono
 * @param name - without the prefix `__Host-`, as it was given to `sessionCookie`
 * @returns the value, or `undefined` where there is no such cookie
 * @example
 * const id = readCookie(request, 'session');
 */
export function readCookie(request: AnyRequest, name: string): string | undefined {
  return readCookies(request, name)[0];
}

/** All values: a tab and a frame of one browser may have a cookie of this name each. */
export function readCookies(request: AnyRequest, name: string): string[] {
  const header = headerOf(request, 'cookie');
  if (!header?.includes(name)) return [];
  const start = `__Host-${name}=`;
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(start))
    .map((pair) => pair.slice(start.length));
}
