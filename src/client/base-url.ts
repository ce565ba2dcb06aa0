import { failedWith } from './failure.ts';

const SCHEME = '([a-z][a-z0-9+.-]*)';
/** A name, an IPv4 address or a bracketed IPv6 one. */
const HOST = '([a-z0-9_-]+(?:\\.[a-z0-9_-]+)*|\\[[0-9a-f:]+(?:\\.\\d+){0,3}\\])';
const PORT = '(?::(\\d{1,5}))?';
/** Without escapes, a query or a fragment. */
const PATH = "((?:/[\\w.~!$&'()*+,;=:@-]+)*)";
const BASE_URL = RegExp(`^${SCHEME}://${HOST}${PORT}${PATH}/?$`, 'i');
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
/** A last label like this makes the WHATWG URL standard read the whole host as an IPv4 address. */
const NUMERIC_END = /(?:^|\.)(?:\d+|0x[0-9a-f]*)$/;
const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/**
 * Reads the address of an API and writes it as every platform would: scheme and host in lower case,
 * no default port, no trailing slash.
 *
 * The check is our own, because React Native's global `URL` can be made to report another host.
 *
 * @param value - https, or http on `localhost`, `127.0.0.0/8` or `[::1]`; no credentials, query,
 * fragment, percent-escape or dot segment
 * @throws TypeError for something that is no such URL
 * @throws ShortTokenError `insecure_url` for a scheme other than https beyond loopback
 */
export function parseBaseUrl(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('baseUrl must be a string');
  const [, schemeAsGiven = '', hostAsGiven = '', port, path = ''] = BASE_URL.exec(value) ?? [];
  const scheme = schemeAsGiven.toLowerCase();
  const host = hostAsGiven.toLowerCase();
  if (
    !host ||
    (NUMERIC_END.test(host) && !IPV4.test(host)) ||
    (port !== undefined && !(Number(port) >= 1 && Number(port) <= 65_535)) ||
    /\/\.\.?(?:\/|$)/.test(path)
  ) {
    throw new TypeError(
      'baseUrl must be an absolute URL without credentials, query, fragment, percent-escape or dot segment',
    );
  }
  if (scheme !== 'https' && !(scheme === 'http' && LOOPBACK_HOST.test(host))) {
    throw failedWith({ code: 'insecure_url' });
  }
  const isDefault = Number(port) === (scheme === 'https' ? 443 : 80);
  return `${scheme}://${host}${port === undefined || isDefault ? '' : `:${Number(port)}`}${path}`;
}
