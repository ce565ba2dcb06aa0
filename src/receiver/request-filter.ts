import { findToken, mayHoldToken } from './find-token.ts';
import { isForm } from './form-fields.ts';
import type { CheckedOptions } from './options.ts';
import { comparablePath, pathOf, withoutBasePath } from './paths.ts';
import type { HeaderReader } from './request-kind.ts';

/** Tells the requests that concern a receiver from all others. */
export interface RequestFilter {
  /**
   * Whether there is anything to receive; decided at once, for nearly every request has no token.
   *
   * @param target - path and query, or a whole URL
   */
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
  function isLogout(method: string, target: string): boolean {
    if (logoutPath === undefined || method !== 'POST') return false;
    const path = pathOf(target);
    return comparablePath(withoutBasePath(path, basePath) ?? path) === logoutPath;
  }

  function concerns(method: string, target: string, header: HeaderReader): boolean {
    // Nearly every request leaves here.
    const maybe = method === 'POST' || place.kind === 'fragment' || mayHoldToken(place, target);
    if (!maybe || WITHOUT_ARRIVAL.test(method)) return false;
    if (isLogout(method, target)) return true;
    const arrival = findToken(place, basePath, target);
    if (arrival === undefined) return false;
    if (arrival.tokens.length > 0) return true;
    if (method === 'POST') return isForm(header('content-type'));
    return method === 'GET' && place.kind === 'fragment';
  }

  return { concerns, isLogout };
}
