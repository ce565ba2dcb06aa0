const PATH = /^\/(?![/\\])[\w.~!$&'()*+,;=:@%/-]*$/;
const SLASH = 0x2f;
const IN_LOWER_CASE = 0x20;
// Slash, backslash and percent sign: any letter may stand behind them.
const DISGUISES = [SLASH, 0x5c, 0x25];
const PATH_AND_QUERY = /^\/(?![/\\])[\w.~!$&'()*+,;=:@%/?-]*$/;

/** Path and query of a target that may be a whole URL (RFC 9112 section 3.2.2). */
export function localTarget(target: string): string {
  if (target.startsWith('/')) return target;
  const local = target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '');
  return local.startsWith('/') ? local : `/${local}`;
}

/** The path of a target, without its query. */
export function pathOf(target: string): string {
  const local = localTarget(target);
  const end = local.indexOf('?');
  return end < 0 ? local : local.slice(0, end);
}

/**
 * The form in which paths are compared: servers lead `/Open/`, `//open` and `/%6Fpen` to the route of
 * `/open`, so whatever one of them takes for the same has to be the same here.
 */
export function comparablePath(path: string): string {
  return `/${segmentsOf(path).map(comparableSegment).join('/')}`;
}

/**
 * Tells by one letter whether a target may lead to one of these paths. It allocates nothing, and never
 * says no where {@link comparablePath} finds them equal.
 *
 * @param paths - as {@link comparablePath} has them
 */
export function mayLeadToOneOf(paths: readonly string[]): (target: string) => boolean {
  const letters = paths.map((path) => path.charCodeAt(1) | IN_LOWER_CASE);
  // No letter tells the root from what servers take for it.
  if (paths.includes('/')) return () => true;
  return (target) => {
    const start = target.charCodeAt(0) === SLASH ? 0 : pathStart(target);
    if (start < 0) return true;
    const code = target.charCodeAt(start + 1);
    return letters.includes(code | IN_LOWER_CASE) || DISGUISES.includes(code) || code > 0x7f;
  };
}

/** Where the path of a whole URL begins; -1 where there is none, or where it is no such URL. */
function pathStart(target: string): number {
  const isWhole = target.startsWith('http://') || target.startsWith('https://');
  return isWhole ? target.indexOf('/', target.indexOf('://') + 3) : -1;
}

/** What stands between the slashes of a path; empty segments, of doubled and last slashes, do not count. */
export function segmentsOf(path: string): string[] {
  return path.split(/[/\\]/).filter((segment) => segment !== '');
}

/** One segment as {@link comparablePath} has it. */
export function comparableSegment(segment: string): string {
  return lowerCase(percentDecoded(segment));
}

/** ASCII letters in lower case; the others may be bytes of one. */
export function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** The name of a parameter, decoded as servers decode it. */
export function decodedName(written: string): string {
  try {
    return decodeURIComponent(written);
  } catch {
    return percentDecoded(written);
  }
}

/**
 * One layer of percent-encoding, byte by byte: what is not ASCII decodes to something that is no
 * token. A plus sign stays one, for there is no space that it could stand for.
 */
export function percentDecoded(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/%([\da-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** The path without the prefix, or `undefined` where it has another one. */
export function withoutBasePath(path: string, basePath: string): string | undefined {
  if (basePath === '') return path;
  if (path === basePath) return '/';
  return path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : undefined;
}

/**
 * A `Location` that holds under every prefix that a proxy, a mount or a base path may have put in
 * front of the path. Relative, it cannot lead to another origin.
 *
 * @param from - path of the request as the server sees it
 * @param to - path and query on the same server
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4
 */
export function relativeLocation(from: string, to: string): string {
  const [path = '', ...query] = to.split('?');
  if (path === from) {
    const page = path.slice(path.lastIndexOf('/') + 1);
    return `./${[page, ...query].join('?')}`;
  }
  const climb = from.split('/').length - 2;
  return (climb > 0 ? '../'.repeat(climb) : './') + to.replace(/^\//, '');
}

/** @throws TypeError, RangeError for what is not a path of the receiver's own server */
export function checkPath(option: string, path: string, withQuery = false): string {
  if (typeof path !== 'string') throw new TypeError(`${option} must be a string.`);
  if (!(withQuery ? PATH_AND_QUERY : PATH).test(path)) {
    throw new RangeError(
      `${option} must begin with exactly one slash and hold URL characters only.`,
    );
  }
  return path;
}
