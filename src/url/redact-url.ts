import { requireString } from './check-module-url.ts';

const MASK = '***';

/**
 * Masks everything in a URL where a token could be, for logs.
 *
 * Scheme, host, port and parameter names stay, and path segments of up to three characters; longer
 * segments, values, user names and fragments become `***`. It needs no knowledge of where the token
 * is and takes any string: an absolute URL, a request target such as `/webhook?token=…`, or none of
 * these. Where the module URL is at hand, `String(rendered)` and `moduleUrl.preview()` say more.
 *
 * @throws TypeError where `url` is not a string
 * @example
 * redactUrl('https://svc.example/api/webhook?token=abc123def456ghi789#top');
 * // 'https://svc.example/api/***?token=***#***'
 */
export function redactUrl(url: string): string {
  requireString(url, 'url');
  const authority = /^[a-z][a-z\d+.-]*:\/\/[^/?#\\]*/i.exec(url);
  const head = authority ? authority[0] : '';
  const rest = url.slice(head.length);
  const hash = rest.indexOf('#');
  const target = hash < 0 ? rest : rest.slice(0, hash);
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = mark < 0 ? '' : target.slice(mark);
  return oneLine(
    head.replace(/\/\/.*@/s, `//${MASK}@`) +
      path.replace(/[^/\\]{4,}/g, MASK) +
      // A name without a value may be a value without a name.
      query.replace(/([?&][^=&]*=)[^&]+|([?&])[^=&]{4,}(?![^&])/g, `$1$2${MASK}`) +
      (hash < 0 || hash === rest.length - 1 ? rest.slice(target.length) : `#${MASK}`),
  );
}

// A line break in a URL would otherwise write a log line of its own.
function oneLine(text: string): string {
  return text.replace(/[\0-\x1f\x7f]/g, (c) => encodeURIComponent(c));
}
