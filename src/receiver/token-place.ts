import { PLACEHOLDER } from '../token/placeholder.ts';
import { ModuleUrl } from '../url/module-url.ts';
import { parseModuleUrl } from '../url/parse-module-url.ts';
import {
  comparablePath,
  comparableSegment,
  decodedName,
  segmentsOf,
  withoutBasePath,
} from './paths.ts';

/** Where a module URL carries its token, and the only path whose requests are looked at. */
export type TokenPlace =
  | { readonly kind: 'query'; readonly path: string; readonly name: string }
  | { readonly kind: 'path'; readonly segments: readonly string[]; readonly at: number }
  | { readonly kind: 'fragment'; readonly path: string; readonly name: string | undefined };

/** What a receiver learns from a module URL. */
export interface ReadModuleUrl {
  /** Scheme, host and port under which browsers reach the service. */
  readonly origin: string;
  readonly place: TokenPlace;
}

const PARTS = /^[a-z]+:\/\/[^/?#]*([^?#]*)\??([^#]*)#?(.*)$/s;

/**
 * Reads path, place and name of the token out of a module URL.
 *
 * @param moduleUrl - as the admin entered it, with one placeholder; http on loopback is fine
 * @param basePath - prefix of its path that routes do not see; `''` for none
 * @throws TypeError where it is neither a string nor a `ModuleUrl`
 * @throws ModuleUrlError for a string that is no module URL
 * @throws RangeError for a module URL whose token could not be told from the rest
 */
export function readTokenPlace(moduleUrl: string | ModuleUrl, basePath: string): ReadModuleUrl {
  const read = toModuleUrl(moduleUrl);
  const { origin, placeholders } = read;
  const [placeholder, second] = placeholders;
  if (placeholder === undefined || second !== undefined) {
    throw new RangeError(
      `moduleUrl must hold ${PLACEHOLDER} exactly once, as in https://svc.example/webhook?token=${PLACEHOLDER}`,
    );
  }
  const [, pathname = '', query = '', fragment = ''] = PARTS.exec(read.preview()) ?? [];
  const path = withoutBasePath(pathname || '/', basePath);
  if (path === undefined) throw new RangeError('The path of moduleUrl must begin with basePath.');
  switch (placeholder.component) {
    case 'path':
      return { origin, place: pathPlace(path) };
    case 'query':
      return { origin, place: queryPlace(path, query) };
    default:
      return { origin, place: fragmentPlace(path, fragment) };
  }
}

function toModuleUrl(moduleUrl: string | ModuleUrl): ModuleUrl {
  if (moduleUrl instanceof ModuleUrl) return moduleUrl;
  if (typeof moduleUrl !== 'string') {
    throw new TypeError(
      `moduleUrl must be the Custom Module URL that the admin enters, such as https://svc.example/webhook?token=${PLACEHOLDER}`,
    );
  }
  return parseModuleUrl(moduleUrl, { allowHttpLoopback: true });
}

function pathPlace(path: string): TokenPlace {
  const [before = '', after = ''] = path.split(PLACEHOLDER);
  // With nothing in front of it every path of one segment would be a token, /favicon.ico included.
  if (!/[^/].*\/$/.test(before) || !/^(?:\/|$)/.test(after)) {
    throw new RangeError(
      `In a path, ${PLACEHOLDER} must be a whole segment behind another one: /open/${PLACEHOLDER}`,
    );
  }
  const ahead = segmentsOf(before).map(comparableSegment);
  const behind = segmentsOf(after).map(comparableSegment);
  return { kind: 'path', segments: [...ahead, PLACEHOLDER, ...behind], at: ahead.length };
}

function queryPlace(path: string, query: string): TokenPlace {
  const name = parameterName(query);
  if (name === undefined) {
    throw new RangeError(
      `In a query, ${PLACEHOLDER} must be the whole value of a parameter: ?token=${PLACEHOLDER}`,
    );
  }
  return { kind: 'query', path: comparablePath(path), name };
}

function fragmentPlace(path: string, fragment: string): TokenPlace {
  const name = parameterName(fragment);
  if (name === undefined && fragment !== PLACEHOLDER) {
    throw new RangeError(
      `In a fragment, ${PLACEHOLDER} must be all of it or the whole value of a parameter: #token=${PLACEHOLDER}`,
    );
  }
  return { kind: 'fragment', path: comparablePath(path), name };
}

/** Decoded name of the parameter whose whole value is the placeholder. */
function parameterName(pairs: string): string | undefined {
  const end = `=${PLACEHOLDER}`;
  const pair = pairs.split('&').find((one) => one.endsWith(end));
  if (pair === undefined || pair.indexOf('=') !== pair.length - end.length) return undefined;
  const name = pair.slice(0, -end.length);
  return name === '' ? undefined : decodedName(name);
}
