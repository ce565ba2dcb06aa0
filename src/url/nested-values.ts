import { forEachMatch } from './for-each-match.ts';
import { type Parts, type Span, startsOfValues } from './template.ts';

const COLON = '(?::|%(?:25)*3a)';
const SLASH = '(?:[/\\\\]|%(?:25)*(?:2f|5c))';
const NAME = '[\\w.~+-]{0,64}';

/*
 * In this order: an inner URL, which begins with a scheme and slashes or with two slashes as a value
 * (browsers read https:host too, and \ as /); a relative one with a query of its own; a name and an
 * equals sign within an encoded value; the end of a parameter of an inner URL; any other escape, whose
 * last letter does not belong to a scheme.
 */
const LEAD = `((?:https?${COLON}(?!${SLASH}{2})|(?:=|[a-z][a-z\\d+.-]{0,31}${COLON})${SLASH}{2}))`;
const RELATIVE = `(=${SLASH}[^?&=]*\\?${NAME}=)`;
const PARAMETER = `(%(?:25)*(?:3f|26)${NAME}%(?:25)*3d)`;
const ENDING = '(%(?:25)*2[36])';
const MARKS = RegExp(`${LEAD}|${RELATIVE}|${PARAMETER}|${ENDING}|%(?:25)*[\\da-f]{2}`, 'gi');

/**
 * Reads the values that hold placeholders, each once however many placeholders it holds.
 *
 * @param onLead - is told of each beginning of an inner URL with a token behind it
 * @returns how often the token has to be percent-encoded at each placeholder, at least once
 */
export function readEncodings(
  source: string,
  parts: Parts,
  spans: readonly Span[],
  onLead?: (lead: Span) => void,
): readonly number[] {
  const encodings: number[] = [];
  const starts = startsOfValues(source, parts, spans);
  for (let first = 0; first < spans.length; ) {
    const valueStart = starts[first] as number;
    let next = first + 1;
    while (starts[next] === valueStart) next++;
    const group = spans.slice(first, next);
    const end = (group[group.length - 1] as Span).start;
    const levels = readLevels(source.slice(valueStart, end), valueStart, group, onLead);
    for (const level of levels) encodings.push(level + 1);
    first = next;
  }
  return encodings;
}

/** How deep in inner URLs each span of one value stands. */
function readLevels(
  value: string,
  offset: number,
  spans: readonly Span[],
  onLead?: (lead: Span) => void,
): number[] {
  const levels: number[] = [];
  let level = 0;
  let next = 0;
  forEachMatch(
    MARKS,
    value,
    ({ 0: mark, 1: lead, 2: relative, 3: parameter, 4: ending, index }) => {
      const start = offset + index;
      for (; (spans[next] as Span).start < start; next++) levels.push(level);
      // Two readings take two encodings, however the inner URL is written.
      if (lead !== undefined) {
        level = Math.max(depthOf(mark), 1);
        onLead?.({ start, end: start + mark.length });
      } else if (relative !== undefined) level = Math.max(level, 1);
      else if (parameter !== undefined) level = depthOf(mark);
      else if (ending !== undefined) level = Math.min(level, depthOf(mark));
    },
  );
  while (levels.length < spans.length) levels.push(level);
  return levels;
}

/** How often the last escape of a mark was encoded: 1 for `%2F`, 2 for `%252F`, 0 for none. */
function depthOf(mark: string): number {
  const last = /%((?:25)*)[\da-f]{2}$/i.exec(mark);
  return last ? (last[1] as string).length / 2 + 1 : 0;
}
