import { PLACEHOLDER } from '../token/placeholder.ts';

/** A page whose script moves a token from the fragment, which no server sees, into a form. */
export interface FragmentRelay {
  /** Parameter in the fragment: `token` for `/open#token={SHORT_TOKEN}`. */
  readonly name: string;
  /** Path of the page. The receiver answers it. */
  readonly page: string;
  /** Path and query to go on to once the token is resolved. */
  readonly next: string;
}

/** Where a token is looked for. Several places may be named; a request may use one. */
export interface TokenLocation {
  /** Name of a query parameter. */
  readonly query?: string | undefined;
  /** Path with the placeholder as one whole segment behind another: `/open/{SHORT_TOKEN}`. */
  readonly path?: string | undefined;
  /** Name of a field in a form that is posted as `application/x-www-form-urlencoded`. */
  readonly form?: string | undefined;
  readonly fragment?: FragmentRelay | undefined;
}

/** A path with one segment to be filled. */
export interface PathTemplate {
  readonly before: string;
  readonly after: string;
}

/** A checked copy of a location. */
export interface CheckedLocation {
  readonly query: string | undefined;
  readonly path: PathTemplate | undefined;
  readonly form: string | undefined;
  readonly fragment: FragmentRelay | undefined;
}

const NAME = /^[\w.~-]{1,64}$/;
const PATH = /^\/(?![/\\])[\w.~!$&'()*+,;=:@%/-]*$/;
const PATH_AND_QUERY = /^\/(?![/\\])[\w.~!$&'()*+,;=:@%/?-]*$/;

/**
 * Checks and copies a location.
 *
 * @throws TypeError for a wrong type, RangeError for a name or a path that cannot work
 */
export function checkedLocation(location: TokenLocation = { query: 'token' }): CheckedLocation {
  if (typeof location !== 'object' || location === null) {
    throw new TypeError("token must be an object such as { query: 'token' }.");
  }
  const { query, path, form, fragment } = location;
  if (query === undefined && path === undefined && form === undefined && fragment === undefined) {
    throw new TypeError('token must name at least one of query, path, form and fragment.');
  }
  return {
    query: query === undefined ? undefined : checkName('token.query', query),
    path: path === undefined ? undefined : checkTemplate(path),
    form: form === undefined ? undefined : checkName('token.form', form),
    fragment: fragment === undefined ? undefined : checkFragment(fragment),
  };
}

function checkFragment(fragment: FragmentRelay): FragmentRelay {
  if (typeof fragment !== 'object' || fragment === null) {
    throw new TypeError("token.fragment must be an object such as { name: 'token', page, next }.");
  }
  const { name, page, next } = fragment;
  checkName('token.fragment.name', name);
  checkPath('token.fragment.page', page, PATH);
  checkPath('token.fragment.next', next, PATH_AND_QUERY);
  if (next.split('?')[0] === page) {
    throw new RangeError('token.fragment.next must be another path than token.fragment.page.');
  }
  return { name, page, next };
}

function checkName(option: string, name: string): string {
  if (typeof name !== 'string') throw new TypeError(`${option} must be a string.`);
  if (!NAME.test(name)) {
    throw new RangeError(`${option} must be 1 to 64 letters, digits or any of - . _ ~`);
  }
  return name;
}

function checkPath(option: string, path: string, pattern: RegExp): void {
  if (typeof path !== 'string') throw new TypeError(`${option} must be a string.`);
  if (!pattern.test(path)) {
    throw new RangeError(
      `${option} must begin with exactly one slash and hold URL characters only.`,
    );
  }
}

function checkTemplate(path: string): PathTemplate {
  if (typeof path !== 'string') throw new TypeError('token.path must be a string.');
  const [before = '', after, more] = path.split(PLACEHOLDER);
  // With nothing in front of it every path of one segment would be a token, /favicon.ico included.
  const whole = /^\/[^/]+(?:\/[^/]+)*\/$/.test(before) && /^(?:\/|$)/.test(after ?? '?');
  if (!whole || more !== undefined || !PATH.test(before + after)) {
    throw new RangeError(
      `token.path must hold ${PLACEHOLDER} once, as a whole segment behind another: /open/${PLACEHOLDER}`,
    );
  }
  return { before, after: after ?? '' };
}
