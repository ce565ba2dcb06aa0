import type { ModuleUrlDiagnosticCode } from './diagnostic.ts';
import { ESCAPED, escapeRun } from './escape.ts';
import type { PlaceholderMatch } from './find-placeholders.ts';
import type { Report } from './read-module-url.ts';
import type { Placeholder, Template } from './template.ts';

/** The beginning of a JSON Web Token: `{"` in base64url, and what hangs on to it (RFC 7519). */
export const BEARER = /eyJ[\w-]{8,}(?:\.[\w-]*)*/g;

/** WHATWG URL, single-dot and double-dot URL path segments, the slash before them included. */
export const DOT_SEGMENT = /\/(?:\.|%2e){1,2}(?![^/?#])/gi;

/*
 * Where an inner URL begins: a scheme and two slashes, or two slashes at the beginning of a value;
 * group 2 tells how often the slashes are encoded. Or, in group 3, where a parameter of one ends.
 */
const NESTING =
  /(?:=|([a-z][a-z\d+.-]{0,31})(?::|%(?:25)*3a))(?:\/\/|%((?:25)*)2f%(?:25)*2f)|%((?:25)*)2[36]/gi;

/** A host and a port, and what may follow an authority; anything else, an @ above all, makes it another one. */
const AUTHORITY = /^((?:[\w.:-]|%(?:25)*3a)*)(?:[/?#&]|%(?:25)*(?:2f|3f|2[36])|$)/i;

/**
 * Reads path, query and fragment: what to write out around the placeholders, and what is wrong.
 *
 * @param from - where the path begins (or the query or fragment, without a path)
 * @param origin - of the module URL, to tell inner URLs that lead elsewhere
 */
export function readComponents(
  source: string,
  from: number,
  matches: readonly PlaceholderMatch[],
  origin: string,
  report: Report,
): Pick<Template, 'literals' | 'layers' | 'placeholders'> {
  const literals: string[] = [];
  const layers: number[] = [];
  const placeholders: Placeholder[] = [];
  // Query parameters so far, and whether they hold a placeholder.
  const seen = new Map<string, boolean>();
  const hash = from + source.slice(from).search(/#|$/);
  const mark = from + source.slice(from, hash).search(/\?|$/);
  let literal = source.slice(0, from);
  let next = 0;
  const reportEach = (code: ModuleUrlDiagnosticCode, pattern: RegExp, from: number, to: number) => {
    for (const { 0: text, index } of source.slice(from, to).matchAll(pattern)) {
      report(code, from + index, from + index + text.length);
    }
  };

  reportEach('dot-segment', DOT_SEGMENT, from, mark);
  reportEach('bearer-in-url', BEARER, from, source.length);
  for (const [component, start, end, pattern] of [
    ['path', from, mark, /\/[^/]*/g],
    ['query', mark, hash, /[?&][^&]*/g],
    // Routers that live in the fragment give it a path and a query of its own.
    ['fragment', hash, source.length, /[#?&][^?&]*/g],
  ] as const) {
    for (const { 0: tile, index } of source.slice(start, end).matchAll(pattern)) {
      const tileEnd = start + index + tile.length;
      const equals = component === 'path' ? -1 : tile.indexOf('=');
      const valueAt = start + index + equals + 1;
      const name = equals < 0 ? undefined : decodeName(tile.slice(1, equals));
      const first = next;
      let at = start + index;
      let level = 0;
      let foreign: readonly [level: number, start: number, end: number] | undefined;
      for (;;) {
        const match = matches[next];
        const to = match && match.start < tileEnd ? match.start : tileEnd;
        const text = source.slice(at, to);
        reportEach('escaped-character', ESCAPED[component], at, to);
        reportEach('unknown-placeholder', /\{[\w.:*+-]{1,64}}|%7b[\w.-]{1,64}%7d/gi, at, to);
        reportEach('malformed-percent-encoding', /%(?![\da-f]{2})/gi, at, to);
        literal += text.replace(ESCAPED[component], escapeRun);
        if (!match || to === tileEnd) break;

        for (const { 0: lead, 1: scheme, 2: slashes, 3: ending, index } of text.matchAll(NESTING)) {
          const depth = ((ending ?? slashes)?.length ?? -2) / 2 + 1;
          level = ending === undefined ? depth : Math.min(level, depth);
          if (foreign && (ending === undefined ? foreign[0] >= level : foreign[0] > level))
            foreign = undefined;
          const hostAt = at + index + lead.length;
          const host = AUTHORITY.exec(source.slice(hostAt));
          const inner = host && `${scheme ?? origin.split(':')[0]}://${host[1]}`;
          if (
            ending === undefined &&
            !foreign &&
            inner?.replace(/%(?:25)*3a/i, ':').toLowerCase() !== origin
          ) {
            foreign = [level, at + index, hostAt + (host ? host[1].length : 0)];
          }
        }
        if (foreign) report('nested-url', foreign[1], foreign[2]);
        // The token's first characters would complete the escape.
        const cut = text.search(RegExp(`%(?:25){0,${level}}[\\da-f]?$`, 'i'));
        if (cut >= 0) report('placeholder-after-percent', at + cut, match.end);
        const place = { component, start: match.start, end: match.end };
        const inValue = match.start >= valueAt;
        if (component === 'query' && (equals < 0 || !inValue)) {
          report('placeholder-in-parameter-name', match.start, match.end);
        }
        if (component === 'fragment') report('token-in-fragment', match.start, match.end);
        placeholders.push(
          Object.freeze(name === undefined || !inValue ? place : { ...place, parameter: name }),
        );
        literals.push(literal);
        layers.push(level + 1);
        literal = '';
        at = match.end;
        next++;
      }
      if (component === 'query' && name !== undefined) {
        const carries = next > first;
        // Only where the token is in one of them does it matter which one is read.
        if (carries ? seen.has(name) : seen.get(name))
          report('duplicate-parameter', start + index + 1, tileEnd);
        seen.set(name, carries || seen.get(name) === true);
      }
    }
  }
  literals.push(literal);
  return { literals, layers, placeholders };
}

// application/x-www-form-urlencoded, as far as names need it; one that does not decode stays as it is.
function decodeName(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return text;
  }
}
