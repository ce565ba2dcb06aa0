import { endsValue, QUESTION, SLASH, startsWith } from './characters.ts';
import { mask, noteEnd, type Search } from './search.ts';

/** Segments around a secret one. */
export interface SegmentsAround<Segment = string> {
  readonly before: readonly Segment[];
  readonly after: readonly Segment[];
}

/** Their characters, as `codesOf` gives them. */
export type SecretPath = SegmentsAround<Uint16Array>;

/**
 * Masks the segment of `/open/T`, whatever the slashes and letters look like.
 *
 * @returns where to go on
 */
export function readPath(search: Search, path: SecretPath, slash: number): number {
  const { codes, length, percents } = search;
  const start = readSegments(search, path.before, slash);
  if (start === undefined || codes[start] !== SLASH) return slash;
  // The page without its token.
  const after = path.after.length > 0 ? readSegments(search, path.after, start) : undefined;
  if (after !== undefined && isSegmentEnd(search, after)) return after;
  const token = skipSlashes(codes, start);
  const percent = percents[slash] ?? 0;
  let end = token;
  while (end < length && !(isSegmentEnd(search, end) && (percents[end] ?? 0) <= percent)) end += 1;
  noteEnd(search, slash, end);
  mask(search, token, end);
  return end;
}

/** @returns where the last of the segments ends */
function readSegments(
  { codes }: Search,
  segments: readonly Uint16Array[],
  from: number,
): number | undefined {
  let at = from;
  for (const segment of segments) {
    if (codes[at] !== SLASH) return undefined;
    at = skipSlashes(codes, at);
    if (!startsWith(codes, segment, at)) return undefined;
    at += segment.length;
  }
  return at;
}

function skipSlashes(codes: Uint16Array, from: number): number {
  let at = from;
  while (codes[at] === SLASH) at += 1;
  return at;
}

function isSegmentEnd({ codes, length }: Search, at: number): boolean {
  const char = codes[at];
  return at >= length || char === SLASH || char === QUESTION || endsValue(char);
}
