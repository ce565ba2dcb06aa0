import { escapeRun } from './escape.ts';
import { forEachMatch, type PlaceholderMatch } from './find-placeholders.ts';
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

// An inner URL in the path as it is; everything behind it goes with it, but for the fragment.
const INNER = /\/([a-z][a-z\d+.-]*:\/\/)/gi;

// For each component, the segment or parameter that a text ends in (routers that live in the fragment
// give it a query of its own), and its percent-encode set (WHATWG URL), beyond control characters,
// which never get this far, and the delimiters that end the component.
const COMPONENTS = [
  ['path', /\/[^/]*$/, /[ "<>^`{}\x80-\uffff]+/g],
  ['query', /&[^&]*$/, /[ "<>'\x80-\uffff]+/g],
  ['fragment', /[?&][^?&]*$/, /[ "<>`\x80-\uffff]+/g],
] as const;

/**
 * Reads path, query and fragment: what to write out around the placeholders, and what is wrong.
 *
 * @param from - where the path begins
 * @param mark - where the query begins
 * @param hash - where the fragment begins
 * @param origin - of the module URL, to tell inner URLs that lead elsewhere
 */
export function readTarget(
  source: string,
  from: number,
  mark: number,
  hash: number,
  origin: string,
  matches: readonly PlaceholderMatch[],
  report: Report,
): Template {
  const { length } = source;
  const literals: string[] = [];
  const layers: number[] = [];
  const placeholders: Writable<Placeholder>[] = [];
  let literal = source.slice(0, from);
  let next = 0;

  report('dot-segment', from, mark, undefined, DOT_SEGMENT);
  report('bearer-in-url', from, length, undefined, BEARER);
  let end = from;
  for (const [component, last, escaped] of COMPONENTS) {
    const start = end;
    end = component === 'path' ? mark : component === 'query' ? hash : length;
    let at = start;
    let level = 0;
    let parameter: string | undefined;
    for (;;) {
      const match = matches[next];
      const to = match && match.start < end ? match.start : end;
      const text = source.slice(at, to);
      // Nothing can be said of most texts, which one expression tells faster than four.
      const odd = /[^\w\-.~!*+,;=@/?&#:[\]$()|]/.test(text);
      let copied = at;
      if (odd) {
        report('unknown-placeholder', at, to, undefined, /\{[\w.:*+-]{1,64}}|%7b[\w.-]{1,64}%7d/gi);
        report('malformed-percent-encoding', at, to, undefined, /%(?![\da-f]{2})/gi);
        forEachMatch(escaped, text, ({ 0: run, index }) => {
          const runAt = at + index;
          report('escaped-character', runAt, runAt + run.length);
          literal += source.slice(copied, runAt) + escapeRun(run);
          copied = runAt + run.length;
        });
      }
      literal += source.slice(copied, to);
      if (!match || to === end) break;

      // Text without a delimiter goes on with the segment or parameter of the placeholder before.
      const cut = text.search(last);
      const value = cut < 0 ? text : text.slice(cut);
      if (cut >= 0 || at === start) {
        level = 0;
        parameter = component === 'path' ? undefined : parameterName(value.slice(1));
      }
      // Only with an escape or two slashes can there be an inner URL.
      if (odd || value.includes('//'))
        forEachMatch(NESTING, value, ({ 0: lead, 1: slashes, 2: ending, index }) => {
          if (lead[0] === '%' && ending === undefined) return;
          const depth = ((slashes ?? ending)?.length ?? -2) / 2 + 1;
          level = ending === undefined ? depth : Math.min(level, depth);
          const leadAt = to - value.length + index;
          if (ending === undefined && !leadsTo(origin, source.slice(leadAt))) {
            report('nested-url', leadAt, leadAt + lead.length);
          }
        });
      if (component === 'fragment') report('token-in-fragment', to, match.end);
      if (component === 'query' && parameter === undefined) {
        report('placeholder-in-parameter-name', to, match.end);
      }
      // The token's first characters would complete the escape, here or inside the inner URL.
      const broken = odd && /%((?:25)*)[\da-f]?$/i.exec(text);
      if (broken && (broken[1] as string).length <= 2 * level) {
        report('placeholder-after-percent', at + broken.index, match.end);
      }
      const placeholder: Writable<Placeholder> = { component, start: to, end: match.end };
      if (parameter !== undefined) placeholder.parameter = parameter;
      placeholders.push(placeholder);
      literals.push(literal);
      layers.push(level + 1);
      literal = '';
      at = match.end;
      next++;
    }
  }
  if (next) {
    reportRepeated(source, mark, hash, placeholders, report);
    forEachMatch(INNER, source.slice(from, mark), ({ 1: lead = '', index }) => {
      const leadAt = from + index + 1;
      const goesWithIt = placeholders.some(({ start }) => start > leadAt && start < hash);
      if (goesWithIt && !leadsTo(origin, source.slice(leadAt))) {
        report('nested-url', leadAt, leadAt + lead.length);
      }
    });
  }
  return { source, origin, literals: [...literals, literal], layers, placeholders };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

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
  const seen: string[] = [];
  for (let at = mark + 1, end = at; at < hash; at = end + 1) {
    end = source.indexOf('&', at);
    if (end < 0 || end > hash) end = hash;
    const name = parameterName(source.slice(at, end));
    if (name === undefined || !placeholders.some(({ parameter }) => parameter === name)) continue;
    if (seen.includes(name)) report('duplicate-parameter', at, end);
    seen.push(name);
  }
}

// application/x-www-form-urlencoded, as far as names need it; one that does not decode stays as it is.
function parameterName(text: string): string | undefined {
  const equals = text.indexOf('=');
  if (equals < 0) return undefined;
  let name = text.slice(0, equals);
  // Most names have nothing to decode, which this tells faster.
  if (!/[%+]/.test(name)) return name;
  name = name.replace(/\+/g, ' ');
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
