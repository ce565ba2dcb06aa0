import { MAX_TOKEN_LENGTH } from '../token/limits.ts';
import { encodeToken } from './escape.ts';
import { ModuleUrlError } from './module-url-error.ts';
import type { Template } from './template.ts';

// No expression ever sees a token: engines keep the last text of one within reach (`RegExp.input`).

// RFC 3986 section 2.3, but for the dot, which alone could make a dot segment.
const UNRESERVED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~';
const IS_UNRESERVED = Array.from({ length: 128 }, (_, code) =>
  UNRESERVED.includes(String.fromCharCode(code)),
);

// A bearer begins with eyJ.
const LETTER_E = 0x65;

/** Whether a token can be put in as it is: a string of letters, digits, `-`, `_` and `~`. */
export function isPlainToken(shortToken: string): boolean {
  if (typeof shortToken !== 'string') return false;
  const { length } = shortToken;
  if (length === 0 || length > MAX_TOKEN_LENGTH) return false;
  for (let at = 0; at < length; at++) {
    if (IS_UNRESERVED[shortToken.charCodeAt(at)] !== true) return false;
  }
  return true;
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
  for (let at = 0; at < shortToken.length; at++) {
    const code = shortToken.codePointAt(at) as number;
    if (code < 0x20 || (code > 0x7e && code < 0xa0)) return 'has a control character';
    if (code >= 0xd800 && code <= 0xdfff) return 'has half of a character';
    if (code > 0xffff) at++;
  }
  if (shortToken.trim() !== shortToken) return 'has a space before or after it';
  if (shortToken.slice(0, 7).toLowerCase() === 'bearer ') return 'is an Authorization header';
  if (shortToken.charCodeAt(0) === LETTER_E && isBearer(shortToken)) {
    return 'is a bearer';
  }
  return undefined;
}

/** Header, payload and signature of a JSON Web Token (RFC 7519). */
function isBearer(shortToken: string): boolean {
  return shortToken.startsWith('eyJ') && shortToken.split('.').length === 3;
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
