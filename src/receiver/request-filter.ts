import { findToken, mayHoldToken } from './find-token.ts';
import { isForm } from './form-fields.ts';
import type { CheckedOptions } from './options.ts';
import { comparablePath, mayLeadToOneOf, pathOf, withoutBasePath } from './paths.ts';
import type { HeaderReader } from './request-kind.ts';

/** Tells the requests that concern a receiver from all others. */
export interface RequestFilter {
  /**
   * Whether a request is worth a closer look. Nearly every one has no token and leaves here, so nothing
   * is allocated; it never says no where `concerns` says yes.
   *
   * @param target - path and query, or a whole URL
   */
  readonly mayConcern: (method: string, target: string) => boolean;
  /** Whether there is anything to receive. */
  readonly concerns: (method: string, target: string, header: HeaderReader) => boolean;
  readonly isLogout: (method: string, target: string) => boolean;
}

// These never stand for somebody who has arrived: a preflight request, a trace, a tunnel.
const WITHOUT_ARRIVAL = /^(?:OPTIONS|TRACE|CONNECT)$/;

export function requestFilter({
  place,
  basePath,
  logoutPath,
}: Pick<CheckedOptions<never>, 'place' | 'basePath' | 'logoutPath'>): RequestFilter {
  const path = place.kind === 'path' ? `/${place.segments.join('/')}` : place.path;
  const isNear = mayLeadToOneOf([path, logoutPath ?? path, basePath || path]);

  function mayConcern(method: string, target: string): boolean {
    if (!isNear(target)) return false;
    return method === 'POST' || place.kind !== 'query' || mayHoldToken(place.name, target);
  }

  function isLogout(method: string, target: string): boolean {
    if (logoutPath === undefined || method !== 'POST') return false;
    const own = pathOf(target);
    return comparablePath(withoutBasePath(own, basePath) ?? own) === logoutPath;
  }

  function concerns(method: string, target: string, header: HeaderReader): boolean {
    if (!mayConcern(method, target) || WITHOUT_ARRIVAL.test(method)) return false;
    if (isLogout(method, target)) return true;
    const arrival = findToken(place, basePath, target);
    if (arrival === undefined) return false;
    if (arrival.tokens.length > 0) return true;
    if (method === 'POST') return isForm(header('content-type'));
    return method === 'GET' && place.kind === 'fragment';
  }

  return { mayConcern, concerns, isLogout };
}
