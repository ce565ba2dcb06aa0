import { forEachMatch } from '../url/for-each-match.ts';
import { forEachPiece } from '../url/read-template.ts';
import type { Parts, Span } from '../url/template.ts';

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
