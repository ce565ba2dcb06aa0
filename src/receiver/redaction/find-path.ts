import { endsValue, QUESTION, SLASH } from './characters.ts';
import type { DecodedText } from './decoded-text.ts';
import type { SecretLog } from './secret-log.ts';

/** Segments around a secret one, in lower case. */
export interface SecretPath {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * Makes a function that masks the segment of `/open/T`, whatever the slashes and letters look like.
 *
 * @returns a function of the place of a slash, which gives where to go on
 */
export function pathReader(
  path: SecretPath,
  { codes, length, percents }: DecodedText,
  { mask, noteEnd }: SecretLog,
): (slash: number) => number {
  return (slash) => {
    // The last of many slashes, or each of them would look at all that follow.
    if (codes[slash + 1] === SLASH) return slash;
    const start = readSegments(path.before, slash);
    if (start === undefined || codes[start] !== SLASH) return slash;
    // The page without its token.
    const after = path.after.length > 0 ? readSegments(path.after, start) : undefined;
    if (after !== undefined && isSegmentEnd(after)) return after;
    const token = skipSlashes(start);
    const percent = percents[slash] ?? 0;
    let end = token;
    while (end < length && !(isSegmentEnd(end) && (percents[end] ?? 0) <= percent)) end += 1;
    noteEnd(slash, end);
    mask(token, end);
    return end;
  };

  /** @returns where the last of the segments ends */
  function readSegments(segments: readonly string[], from: number): number | undefined {
    let at = from;
    for (const segment of segments) {
      if (codes[at] !== SLASH) return undefined;
      at = skipSlashes(at);
      for (let i = 0; i < segment.length; i++) {
        if (codes[at + i] !== segment.charCodeAt(i)) return undefined;
      }
      at += segment.length;
    }
    return at;
  }

  function skipSlashes(from: number): number {
    let at = from;
    while (at < length && codes[at] === SLASH) at += 1;
    return at;
  }

  function isSegmentEnd(at: number): boolean {
    const char = codes[at];
    return at >= length || char === SLASH || char === QUESTION || endsValue(char);
  }
}
