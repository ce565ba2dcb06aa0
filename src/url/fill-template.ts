import { MAX_TOKEN_LENGTH } from '../token/limits.ts';
import { encodeToken } from './escape.ts';
import { isInSecret } from './is-in-secret.ts';
import { ModuleUrlError } from './module-url-error.ts';
import type { Template } from './template.ts';

// Beyond the unreserved set (RFC 3986 section 2.3); and the dot, which alone could make a dot segment.
const UNUSUAL = /[^\w~-]/;

/** Whether a token can be put in as it is: a string of letters, digits, `-`, `_` and `~`. */
export function isPlainToken(shortToken: string): boolean {
  return (
    typeof shortToken === 'string' &&
    shortToken !== '' &&
    shortToken.length <= MAX_TOKEN_LENGTH &&
    !isInSecret(UNUSUAL, shortToken)
  );
}

/**
 * Joins a template with a token.
 *
 * @throws ModuleUrlError `token-invalid`, `token-makes-dot-segment`
 */
export function fillTemplate({ literals, encodings }: Template, shortToken: string): string {
  let href = literals[0] as string;
  if (encodings.length === 0) return href;
  const problem = problemOf(shortToken);
  if (problem) throw new ModuleUrlError('token-invalid', `shortToken ${problem}.`);
  const isDots = shortToken === '.' || shortToken === '..';
  for (let i = 0; i < encodings.length; i++) {
    const times = encodings[i] as number;
    const next = literals[i + 1] as string;
    if (isDots && times > 1 && isInnerSegment(href, next)) throw dotSegment();
    href += encodeToken(shortToken, times) + next;
  }
  if (isDots && hasDotSegment(href)) throw dotSegment();
  return href;
}

function problemOf(shortToken: unknown): string | undefined {
  if (typeof shortToken !== 'string') return 'must be a string (is an await missing?)';
  if (shortToken === '') return 'is empty';
  if (shortToken.length > MAX_TOKEN_LENGTH) return `is longer than ${MAX_TOKEN_LENGTH} characters`;
  if (isInSecret(/[\0-\x1f\x7f-\x9f]/, shortToken)) return 'has a control character';
  // With the u flag, a surrogate that belongs to a pair is not seen as one.
  if (isInSecret(/[\ud800-\udfff]/u, shortToken)) return 'has half of a character';
  if (shortToken.trim() !== shortToken) return 'has a space before or after it';
  if (isInSecret(/^bearer /i, shortToken)) return 'is an Authorization header';
  if (isInSecret(/^eyJ[^.]*\.[^.]*\.[^.]*$/, shortToken)) return 'is a bearer';
  return undefined;
}

// What follows sees a token of dots only.

/** WHATWG URL, single-dot and double-dot URL path segments; the template has none of its own. */
function hasDotSegment(href: string): boolean {
  const path = href.replace(/[?#].*/s, '');
  return /\/(?:\.|%2e){1,2}(?:\/|$)/i.test(path);
}

function isInnerSegment(before: string, behind: string): boolean {
  return (
    /(?:\/|%(?:25)*2f)$/i.test(before) && /^(?:$|[/?#&]|%(?:25)*(?:2f|3f|23|26))/i.test(behind)
  );
}

function dotSegment(): ModuleUrlError {
  return new ModuleUrlError('token-makes-dot-segment', 'Browsers would remove the token.');
}
