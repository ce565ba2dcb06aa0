import {
  comparablePath,
  comparableSegment,
  decodedName,
  localTarget,
  percentDecoded,
  segmentsOf,
  withoutBasePath,
} from './paths.ts';
import type { TokenPlace } from './token-place.ts';

/** A request to the module URL's own path. */
export interface Arrival {
  /** As many tokens as there are, decoded; more than one is a request to refuse. */
  readonly tokens: readonly string[];
  /** Path as the server sees it. */
  readonly path: string;
  /** The base path, where the server sees it. */
  readonly base: string;
  /** Path and query without the token; every other byte stays. */
  readonly url: string;
}

/**
 * Whether a target may hold a parameter of this name. It only searches; it never says no where
 * {@link findToken} finds one.
 */
export function mayHoldToken(name: string, target: string): boolean {
  const start = target.indexOf('?');
  if (start < 0) return false;
  return target.includes(name, start) || target.includes('%', start);
}

/**
 * Takes the token out of a request's target.
 *
 * @param target - as in a request line: path and query; of an absolute URL the origin is dropped
 * @returns `undefined` for every path but the module URL's own
 */
export function findToken(
  place: TokenPlace,
  basePath: string,
  target: string,
): Arrival | undefined {
  const local = localTarget(target);
  const start = local.indexOf('?');
  const path = start < 0 ? local : local.slice(0, start);
  const query = start < 0 ? '' : local.slice(start);
  const routed = withoutBasePath(path, basePath);
  const base = routed === undefined ? '' : basePath;
  const whole = { tokens: [], path, base, url: local };
  if (place.kind !== 'path') {
    if (comparablePath(routed ?? path) !== place.path) return undefined;
    if (place.kind === 'fragment') return whole;
    const { tokens, rest } = takeParameter(place.name, query);
    return { ...whole, tokens, url: path + rest };
  }
  const segments = segmentsOf(routed ?? path);
  // Where the page leads that asks about a change of user.
  if (fits(withoutToken(place), -1, segments)) return whole;
  if (!fits(place.segments, place.at, segments)) return undefined;
  const [token = ''] = segments.splice(place.at, 1);
  const url = `${base}/${segments.join('/')}${query}`;
  return { ...whole, tokens: [percentDecoded(token)], url };
}

/** Characters that a browser would drop or that no request line may have. */
export function hasControlCharacter(target: string): boolean {
  return /[\0-\x20\x7f]/.test(target);
}

/** The raw value of a parameter with this name, whatever part of the name is percent-encoded. */
export function rawValue(name: string, piece: string): string | undefined {
  const equals = piece.indexOf('=');
  const written = equals < 0 ? piece : piece.slice(0, equals);
  if (written !== name && decodedName(written) !== name) return undefined;
  return equals < 0 ? '' : piece.slice(equals + 1);
}

/** Whether the segments of a path are those of the module URL, with something in the token's place. */
export function fits(
  template: readonly string[],
  at: number,
  segments: readonly string[],
): boolean {
  return (
    segments.length === template.length &&
    segments.every((segment, i) => i === at || comparableSegment(segment) === template[i])
  );
}

function withoutToken({ segments, at }: { segments: readonly string[]; at: number }): string[] {
  return segments.filter((_, i) => i !== at);
}

function takeParameter(name: string, query: string): { tokens: string[]; rest: string } {
  if (query === '') return { tokens: [], rest: '' };
  const tokens: string[] = [];
  const kept = query
    .slice(1)
    .split('&')
    .filter((piece) => {
      const value = rawValue(name, piece);
      if (value !== undefined) tokens.push(percentDecoded(value));
      return value === undefined;
    });
  return { tokens, rest: kept.length > 0 ? `?${kept.join('&')}` : '' };
}
