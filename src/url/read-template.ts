import { escapeRun } from './escape.ts';
import { readEncodings } from './nested-values.ts';
import type { Parts, Places, Span, Template } from './template.ts';

// The percent-encode sets of the components (WHATWG URL) beyond the control characters, which never
// get this far, and the delimiters that end the component.
const PATH_ESCAPES = /[ "<>^`{}\x80-\uffff]+/g;
const QUERY_ESCAPES = /[ "<>'\x80-\uffff]+/g;
const FRAGMENT_ESCAPES = /[ "<>`\x80-\uffff]+/g;

/**
 * Tells how often to encode the token at each placeholder.
 *
 * @param plain - no value has a URL of its own
 * @param onLead - as `readEncodings` has it
 */
export function readPlaces(
  source: string,
  parts: Parts,
  spans: readonly Span[],
  plain: boolean,
  onLead?: (lead: Span) => void,
): Places {
  const encodings = plain ? onceEach(spans) : readEncodings(source, parts, spans, onLead);
  return { source, parts, encodings, spans };
}

/**
 * Cuts a URL at its placeholders: what to write out around them.
 *
 * @param plain - nothing has to be escaped
 */
export function cutAt(places: Places, plain: boolean): Template {
  const { source, parts, encodings, spans } = places;
  const literals: string[] = [];
  let at = 0;
  for (const { start, end } of spans) {
    literals.push(plain ? source.slice(at, start) : escaped(source, parts, at, start));
    at = end;
  }
  literals.push(plain ? source.slice(at) : escaped(source, parts, at, source.length));
  // Named one by one: to spread them takes longer than all the rest.
  return { source, parts, encodings, spans, literals };
}

const ONCE: readonly number[] = [1];

function onceEach(spans: readonly Span[]): readonly number[] {
  return spans.length === 1 ? ONCE : spans.map(() => 1);
}

/** The source from `from` to `to`, percent-encoded as browsers would. */
function escaped(source: string, parts: Parts, from: number, to: number): string {
  let text = source.slice(from, Math.min(to, parts.pathStart));
  forEachPiece(source, parts, { start: from, end: to }, (start, end, escapes) => {
    text += source.slice(start, end).replace(escapes, escapeRun);
  });
  return text;
}

/** Visits the parts of a stretch that stand in path, query and fragment, with the set of each. */
export function forEachPiece(
  { length }: string,
  { pathStart, queryStart, fragmentStart }: Parts,
  stretch: Span,
  visit: (start: number, end: number, escapes: RegExp) => void,
): void {
  const visitPart = (from: number, to: number, escapes: RegExp) => {
    const start = Math.max(from, stretch.start);
    const end = Math.min(to, stretch.end);
    if (start < end) visit(start, end, escapes);
  };
  visitPart(pathStart, queryStart, PATH_ESCAPES);
  visitPart(queryStart, fragmentStart, QUERY_ESCAPES);
  visitPart(fragmentStart, length, FRAGMENT_ESCAPES);
}
