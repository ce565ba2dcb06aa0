import { escapeRun } from './escape.ts';
import { forEachMatch } from './findings.ts';
import type { Parts, Span, Template } from './template.ts';

// The percent-encode sets of the components (WHATWG URL) beyond the control characters, which never
// get this far, and the delimiters that end the component.
const PATH_ESCAPES = /[ "<>^`{}\x80-\uffff]+/g;
const QUERY_ESCAPES = /[ "<>'\x80-\uffff]+/g;
const FRAGMENT_ESCAPES = /[ "<>`\x80-\uffff]+/g;

/**
 * Cuts a URL at its placeholders: what to write out around them, and how often to encode the token
 * at each.
 *
 * @param encodings - as `readNesting` tells
 * @param isPlain - nothing has to be escaped
 */
export function readTarget(
  source: string,
  parts: Parts,
  spans: readonly Span[],
  encodings: readonly number[],
  isPlain: boolean,
): Template {
  const literals: string[] = [];
  let at = 0;
  for (const { start, end } of spans) {
    literals.push(isPlain ? source.slice(at, start) : escaped(source, parts, at, start));
    at = end;
  }
  literals.push(isPlain ? source.slice(at) : escaped(source, parts, at, source.length));
  return { source, parts, literals, encodings, spans };
}

/** The source from `from` to `to`, percent-encoded as browsers would. */
function escaped(source: string, parts: Parts, from: number, to: number): string {
  let text = source.slice(from, Math.min(to, parts.pathStart));
  forEachPiece(source, parts, { start: from, end: to }, (start, end, escapes) => {
    text += source.slice(start, end).replace(escapes, escapeRun);
  });
  return text;
}

/** Visits what will be percent-encoded, but for what stands in `spans`. */
export function forEachEscape(
  source: string,
  parts: Parts,
  spans: readonly Span[],
  visit: (start: number, end: number) => void,
): void {
  for (const gap of gaps(parts.pathStart, source.length, spans)) {
    forEachPiece(source, parts, gap, (from, to, escapes) => {
      forEachMatch(escapes, source.slice(from, to), ({ 0: run, index }) => {
        visit(from + index, from + index + run.length);
      });
    });
  }
}

/** Visits the parts of a stretch that stand in path, query and fragment, with the set of each. */
function forEachPiece(
  { length }: string,
  { pathStart, queryStart, fragmentStart }: Parts,
  stretch: Span,
  visit: (start: number, end: number, escapes: RegExp) => void,
): void {
  const components = [
    [pathStart, queryStart, PATH_ESCAPES],
    [queryStart, fragmentStart, QUERY_ESCAPES],
    [fragmentStart, length, FRAGMENT_ESCAPES],
  ] as const;
  for (const [from, to, escapes] of components) {
    const start = Math.max(from, stretch.start);
    const end = Math.min(to, stretch.end);
    if (start < end) visit(start, end, escapes);
  }
}

/** The stretches between `from` and `to` that no span covers. */
export function gaps(from: number, to: number, spans: readonly Span[]): readonly Span[] {
  const found: Span[] = [];
  let at = from;
  for (const { start, end } of spans) {
    if (start > at) found.push({ start: at, end: start });
    at = Math.max(at, end);
  }
  if (at < to) found.push({ start: at, end: to });
  return found;
}
