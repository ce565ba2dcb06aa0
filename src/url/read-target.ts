import { ESCAPED, escapeRun } from './escape.ts';
import type { PlaceholderMatch } from './find-placeholders.ts';
import type { Report } from './read-module-url.ts';
import type { Placeholder, Template } from './template.ts';

/** The beginning of a JSON Web Token: `{"` in base64url, and what hangs on to it (RFC 7519). */
export const BEARER = /eyJ[\w-]{8,}(?:\.[\w-]*)*/g;

/** WHATWG URL, single-dot and double-dot URL path segments, the slash before them included. */
export const DOT_SEGMENT = /\/(?:\.|%2e){1,2}(?![^/?#])/gi;

/*
 * Where an inner URL begins: a scheme and two slashes, or two slashes alone as the value; group 1
 * tells how often they are encoded. Or, in group 2, where a parameter of an inner URL ends. Or any
 * other escape, lest its last letter count as part of a scheme.
 */
const NESTING =
  /(?:=|[a-z][a-z\d+.-]{0,31}(?::|%(?:25)*3a))(?:\/\/|%((?:25)*)2f%(?:25)*2f)|%((?:25)*)2[36]|%(?:25)*[\da-f]{2}/gi;

/**
 * Reads path, query and fragment: what to write out around the placeholders, and what is wrong.
 *
 * @param from - where they begin
 * @param origin - of the module URL, to tell inner URLs that lead elsewhere
 */
export function readTarget(
  source: string,
  from: number,
  origin: string,
  matches: readonly PlaceholderMatch[],
  report: Report,
): Template {
  const { length } = source;
  const hash = from + source.slice(from).search(/#|$/);
  const mark = from + source.slice(from, hash).search(/\?|$/);
  const literals: string[] = [];
  const layers: number[] = [];
  const placeholders: Placeholder[] = [];
  let literal = source.slice(0, from);
  let next = 0;

  report('dot-segment', from, mark, undefined, DOT_SEGMENT);
  report('bearer-in-url', from, length, undefined, BEARER);
  for (const [component, start, end, delimiters] of [
    ['path', from, mark, '/'],
    ['query', mark, hash, '&'],
    // Routers that live in the fragment give it a query of its own.
    ['fragment', hash, length, '?&'],
  ] as const) {
    let at = start;
    let level = 0;
    let parameter: string | undefined;
    for (;;) {
      const match = matches[next];
      const to = match && match.start < end ? match.start : end;
      const text = source.slice(at, to);
      // Nothing can be said of most texts, which one expression tells faster than four.
      const odd = /[^\w\-.~!*+,;=@/?&#:[\]$()|]/.test(text);
      if (odd) {
        report('escaped-character', at, to, undefined, ESCAPED[component]);
        report('unknown-placeholder', at, to, undefined, /\{[\w.:*+-]{1,64}}|%7b[\w.-]{1,64}%7d/gi);
        report('malformed-percent-encoding', at, to, undefined, /%(?![\da-f]{2})/gi);
      }
      literal += odd ? text.replace(ESCAPED[component], escapeRun) : text;
      if (!match || to === end) break;

      // Text without a delimiter goes on with the segment or parameter of the placeholder before.
      const cut = Math.max(at - start && -1, ...[...delimiters].map((d) => text.lastIndexOf(d)));
      const value = text.slice(Math.max(cut, 0));
      if (cut >= 0) {
        level = 0;
        parameter = component === 'path' ? undefined : parameterName(value);
      }
      for (const { 0: lead, 1: slashes, 2: ending, index } of value.matchAll(NESTING)) {
        if (lead[0] === '%' && ending === undefined) continue;
        const depth = ((slashes ?? ending)?.length ?? -2) / 2 + 1;
        level = ending === undefined ? depth : Math.min(level, depth);
        const leadAt = to - value.length + index;
        if (ending === undefined && !leadsTo(origin, source.slice(leadAt))) {
          report('nested-url', leadAt, leadAt + lead.length);
        }
      }
      const place = { component, start: to, end: match.end };
      if (component === 'fragment') report('token-in-fragment', to, match.end);
      if (component === 'query' && parameter === undefined) {
        report('placeholder-in-parameter-name', to, match.end);
      }
      // The token's first characters would complete the escape, here or inside the inner URL.
      const broken = /%((?:25)*)[\da-f]?$/i.exec(text);
      if (broken && (broken[1] as string).length <= 2 * level) {
        report('placeholder-after-percent', at + broken.index, match.end);
      }
      placeholders.push(parameter === undefined ? place : { ...place, parameter });
      literals.push(literal);
      layers.push(level + 1);
      literal = '';
      at = match.end;
      next++;
    }
  }
  reportRepeated(source, mark, hash, placeholders, report);
  return { source, origin, literals: [...literals, literal], layers, placeholders };
}

/** Whether an inner URL, however often it is encoded, certainly leads to `origin`. */
function leadsTo(origin: string, inner: string): boolean {
  const plain = inner
    .slice(0, 999)
    .replace(/%(?:25)*3a/gi, ':')
    .replace(/%(?:25)*2f/gi, '/');
  return plain.slice(0, origin.length + 1).toLowerCase() === `${origin}/`;
}

/** A repeated parameter matters only where the token is in one of them. */
function reportRepeated(
  source: string,
  mark: number,
  hash: number,
  placeholders: readonly Placeholder[],
  report: Report,
): void {
  const carriers = new Set(placeholders.map(({ parameter }) => parameter));
  const seen = new Set<unknown>([undefined]);
  for (const { 0: text, index } of source.slice(mark, hash).matchAll(/[?&][^&]*/g)) {
    const name = parameterName(text);
    const start = mark + index + 1;
    if (carriers.has(name) && seen.size === seen.add(name).size && name !== undefined) {
      report('duplicate-parameter', start, start + text.length - 1);
    }
  }
}

// application/x-www-form-urlencoded, as far as names need it; one that does not decode stays as it is.
function parameterName(text: string): string | undefined {
  const name = /^.([^=]*)=/s.exec(text)?.[1]?.replace(/\+/g, ' ');
  try {
    return name && decodeURIComponent(name);
  } catch {
    return name;
  }
}
