import { requireString } from './parse-module-url.ts';

/**
 * Masks everything in a URL where a token could be, for logs.
 *
 * Scheme, host, port and parameter names stay, and path segments of up to three characters; longer
 * segments, values, user names and fragments become `***`. It needs no knowledge of where the token
 * is and takes any string: an absolute URL, a request target such as `/webhook?token=…`, or none of
 * these. Where the module URL is at hand, `String(rendered)` and `moduleUrl.preview()` say more.
 *
 * @param url - any text
 * @returns the text with `***` in these places, on one line
 * @throws TypeError where `url` is not a string
 * @example
 * redactUrl('https://svc.example/api/webhook?token=abc123def456ghi789#top');
 * // 'https://svc.example/api/***?token=***#***'
 */
export function redactUrl(url: string): string {
  requireString(url, 'url');
  // It matches every text. By number, since React Native brings helpers to take arrays apart.
  const parts = PARTS.exec(url) as RegExpExecArray;
  const { 1: scheme = '', 2: user, 3: host = '', 4: path = '', 5: query = '', 6: hash } = parts;
  const redacted =
    scheme +
    (user ? '***@' : '') +
    host +
    path.replace(/[^/\\]{4,}/g, '***') +
    // A name without a value may be a value without a name.
    query.replace(/([?&][^=&?]*=)[^&]+|[^?&]{4,}/g, '$1***') +
    (hash ? '#***' : '');
  // A line break would write a log line of its own.
  return redacted.replace(/[\0-\x1f\x7f]/g, encodeURIComponent);
}

// RFC 3986 appendix B, with backslashes where browsers take them for slashes.
const PARTS = /^(?:([a-z][a-z\d+.-]*:\/\/)([^/?#\\]*@)?([^/?#\\]*))?([^?#]*)([^#]*)(#.)?/is;
