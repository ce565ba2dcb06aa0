import type { CheckedLocation, PathTemplate } from './token-location.ts';

/** Tokens in a request's target, and the target without them. */
export interface FoundTokens {
  /** As many as there are, decoded; more than one is a request to turn away. */
  readonly tokens: readonly string[];
  /** Path and query, safe as a `Location`: it cannot lead to another origin. */
  readonly url: string;
}

/**
 * Whether a target may hold a token. Nearly every request ends here, so it only searches; it never
 * says no where {@link findTokens} finds one.
 */
export function mayHoldToken({ query, path }: CheckedLocation, target: string): boolean {
  if (query !== undefined) {
    const start = target.indexOf('?');
    if (start >= 0 && (target.includes(query, start) || target.includes('%', start))) return true;
  }
  return path !== undefined && target.includes(path.before);
}

/**
 * Takes the tokens out of a request's target; every other byte stays.
 *
 * @param target - as in a request line: path and query; of an absolute URL the origin is dropped
 */
export function findTokens({ query, path }: CheckedLocation, target: string): FoundTokens {
  const local = localTarget(target);
  const start = local.indexOf('?');
  let clean = start < 0 ? local : local.slice(0, start);
  const tokens: string[] = [];
  const segment = path && segmentOf(path, clean);
  if (path && segment !== undefined) {
    tokens.push(percentDecoded(segment));
    clean = path.before.slice(0, -1) + path.after;
  }
  if (start >= 0) {
    const pieces = local.slice(start + 1).split('&');
    const kept = pieces.filter((piece) => {
      const value = query === undefined ? undefined : rawValue(query, piece);
      if (value !== undefined) tokens.push(percentDecoded(value));
      return value === undefined;
    });
    if (kept.length > 0) clean += `?${kept.join('&')}`;
  }
  return { tokens, url: sameOrigin(clean) };
}

/** Path and query of a target that may be a whole URL (RFC 9112 section 3.2.2). */
export function localTarget(target: string): string {
  return target.startsWith('/') ? target : target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '');
}

/** Characters that a browser would drop or that no request line may have. */
export function hasControlCharacter(target: string): boolean {
  return /[\0-\x20\x7f]/.test(target);
}

/** The raw value of a parameter with this name, whatever part of the name is percent-encoded. */
export function rawValue(name: string, piece: string): string | undefined {
  const equals = piece.indexOf('=');
  const written = equals < 0 ? piece : piece.slice(0, equals);
  if (written !== name && (!written.includes('%') || percentDecoded(written) !== name)) {
    return undefined;
  }
  return equals < 0 ? '' : piece.slice(equals + 1);
}

/** What stands in the place of the placeholder, if the path fits. */
export function segmentOf({ before, after }: PathTemplate, path: string): string | undefined {
  if (path.length <= before.length + after.length) return undefined;
  if (!path.startsWith(before) || !path.endsWith(after)) return undefined;
  const segment = path.slice(before.length, path.length - after.length);
  return segment.includes('/') ? undefined : segment;
}

/**
 * One layer, byte by byte: tokens are ASCII, and what is not decodes to something that is no token.
 * A plus sign stays one, for there is no space that it could stand for.
 */
function percentDecoded(text: string): string {
  return text.replace(/%([\da-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** `//host` and `/\host` lead to another origin; behind a dot segment they are paths (RFC 3986, 5.2.4). */
function sameOrigin(path: string): string {
  if (!path.startsWith('/')) return `/${path}`;
  return /^\/[/\\]/.test(path) ? `/.${path}` : path;
}
