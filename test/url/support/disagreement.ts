import { parse as parseUri } from 'uri-js';
import parseUrl from 'url-parse';
import { URL as OlderURL } from 'whatwg-url';
import { URL as NewerURL } from 'whatwg-url-17';
import { checkModuleUrl } from '../../../src/check/index.ts';
import type { ModuleUrl, ModuleUrlOptions } from '../../../src/index.ts';
import { URI } from './rfc3986.ts';

/** What every reader is asked for, as the WHATWG URL standard names it. */
type Reading = Readonly<Record<'origin' | 'host' | 'pathname' | 'search' | 'hash', string>>;

/** Stands for the token; percent-encoding leaves it as it is. */
const TOKEN = 'Zq0Mark0qZ';

const BEYOND_RFC_3986: readonly string[] = [
  'unescaped-character',
  'malformed-percent-encoding',
  'misspelled-placeholder',
  'unknown-placeholder',
];

/**
 * Asks readers that share no code with ours for their reading of what `source` renders to.
 *
 * @returns what they say otherwise; `undefined` where all agree, `null` where `source` is refused
 */
export function disagreement(
  source: string,
  options?: ModuleUrlOptions,
): string | null | undefined {
  const { moduleUrl, diagnostics } = checkModuleUrl(source, options);
  if (!moduleUrl) return null;
  const { href } = moduleUrl.render(TOKEN);
  const codes: readonly string[] = diagnostics.map(({ code }) => code);
  // One in brackets of another kind may be a near miss, which is reported and stays as it is.
  if (href.includes('{SHORT_TOKEN}')) {
    return codes.includes('misspelled-placeholder') ? undefined : `a placeholder is left: ${href}`;
  }
  // Brackets in a query are left alone, here as by java.net.URI and all others that were asked.
  const grammar = URI.exec(encodeBracketsOfQuery(href))?.groups;
  // Browsers leave these as they are, so they stay, and are reported.
  if (!grammar && !codes.some((code) => BEYOND_RFC_3986.includes(code))) {
    return `no URI of RFC 3986: ${href}`;
  }
  if (grammar?.userinfo !== undefined) return `user information: ${href}`;

  const ours = readingOf(moduleUrl);
  const platform = new URL(href);
  const readings: Record<string, Partial<Reading>> = {
    'RFC 3986': grammar ? readByGrammar(grammar) : {},
    'the platform': platform,
    'whatwg-url 15': new OlderURL(href),
    'whatwg-url 17': new NewerURL(href),
    'uri-js': readByUriJs(href),
    'url-parse': readByUrlParse(href),
  };
  for (const [reader, reading] of Object.entries(readings)) {
    for (const part of ['origin', 'host', 'pathname', 'search', 'hash'] as const) {
      const theirs = reading[part];
      if (theirs !== undefined && theirs !== ours[part]) {
        return `${part} ${JSON.stringify(ours[part])}, but ${reader} reads ${JSON.stringify(theirs)}`;
      }
    }
  }
  return editsMeaning(moduleUrl, platform);
}

function readingOf(moduleUrl: ModuleUrl): Reading {
  const { origin, host } = moduleUrl;
  const [pathname, search, hash] = [moduleUrl.pathname, moduleUrl.search, moduleUrl.hash].map(
    (part) => part.replaceAll('{SHORT_TOKEN}', TOKEN),
  ) as [string, string, string];
  // A lone ? or # is no query and no fragment to the WHATWG.
  return { origin, host, pathname, search: search.slice(1) && search, hash: hash.slice(1) && hash };
}

/** What is escaped in the output must be what a browser reads in the source. */
function editsMeaning({ source, placeholders }: ModuleUrl, rendered: URL): string | undefined {
  let filled = source;
  for (const { start, end } of [...placeholders].reverse()) {
    filled = filled.slice(0, start) + TOKEN + filled.slice(end);
  }
  const typed = new URL(filled);
  for (const part of ['origin', 'pathname', 'search', 'hash'] as const) {
    if (decoded(typed[part]) !== decoded(rendered[part])) {
      return `${part} of the source is ${typed[part]}, of the rendered URL ${rendered[part]}`;
    }
  }
  return undefined;
}

function encodeBracketsOfQuery(href: string): string {
  const [, before = href, query = '', after = ''] = /^([^?#]*\?)([^#]*)(.*)$/s.exec(href) ?? [];
  return before + query.replace(/[[\]]/g, encodeURIComponent) + after;
}

function readByGrammar({ pathAbempty, fragment }: Record<string, string>): Partial<Reading> {
  return {
    pathname: pathAbempty || '/',
    hash: fragment ? `#${fragment}` : '',
  };
}

function readByUriJs(href: string): Partial<Reading> {
  const { host, port, error } = parseUri(href, { tolerant: false });
  if (error) return { origin: `an error (${error})` };
  if (host === undefined) return {};
  const name = host.includes(':') ? `[${host}]` : host;
  const isUsual = !port || Number(port) === (/^https:/i.test(href) ? 443 : 80);
  return { host: isUsual ? name : `${name}:${port}` };
}

function readByUrlParse(href: string): Partial<Reading> {
  const { origin, host, pathname, query, hash } = parseUrl(href);
  return {
    origin,
    host,
    pathname,
    search: String(query).slice(1) && String(query),
    hash: hash.slice(1) && hash,
  };
}

/** Percent-decoded byte by byte, so that any bytes can be compared. */
function decoded(text: string): string {
  return text.replace(/%([\da-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}
