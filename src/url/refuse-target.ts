import { forEachMatch } from './for-each-match.ts';
import type { Refuse } from './refuse.ts';
import { type Parts, type Places, type Span, startsOfValues } from './template.ts';

/** WHATWG URL, single-dot and double-dot URL path segments, the slash before them included. */
const DOT_SEGMENT = /\/(?:\.|%2e){1,2}(?![^/?#])/gi;

/** Refuses what would be read otherwise than it is written in path, query and fragment. */
export function refuseTarget(places: Places, refuse: Refuse): void {
  const { source, parts, encodings, spans } = places;
  const { pathStart, queryStart } = parts;
  forEachMatch(DOT_SEGMENT, source.slice(pathStart, queryStart), ({ 0: found, index }) => {
    refuse('dot-segment', pathStart + index, pathStart + index + found.length);
  });
  const starts = startsOfValues(source, parts, spans);
  for (let i = 0; i < spans.length; i++) {
    const span = spans[i] as Span;
    refuseEscape(source, parts, span, encodings[i] as number, refuse);
    refuseName(source, parts, span, starts[i] as number, refuse);
  }
}

/** A token that would complete an escape, here or inside an inner URL. */
function refuseEscape(
  source: string,
  parts: Parts,
  { start, end }: Span,
  encodings: number,
  refuse: Refuse,
): void {
  const before = source.slice(Math.max(parts.pathStart, start - 40), start);
  const broken = /%((?:25)*)[\da-f]?$/i.exec(before);
  if (broken && (broken[1] as string).length <= 2 * (encodings - 1)) {
    refuse('placeholder-after-percent', start - before.length + broken.index, end);
  }
}

/** A token in the query that would be a name instead of a value. */
function refuseName(
  source: string,
  { queryStart, fragmentStart }: Parts,
  { start, end }: Span,
  valueStart: number,
  refuse: Refuse,
): void {
  if (start < queryStart || start >= fragmentStart) return;
  const parameter = source.slice(valueStart + 1, start);
  if (parameter.includes('=')) return;
  // An equals sign that was percent-encoded is part of what is wrong.
  refuse('placeholder-in-parameter-name', /%3d$/i.test(parameter) ? start - 3 : start, end);
}
