/** A stretch of a URL, end exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Takes the marks `«` and `»` out of `text` and tells what stood between them. */
export function unmark(text: string): { source: string; ranges: readonly Range[] } {
  let source = '';
  const ranges: Range[] = [];
  for (const [at, part] of text.split(/[«»]/).entries()) {
    const start = source.length;
    source += part;
    if (at % 2 === 1) ranges.push({ start, end: source.length });
  }
  return { source, ranges };
}
