import type { DecodedText } from './decoded-text.ts';

/** What stands where a secret was. */
export const MASK = '***';

/** A text with its secrets masked, and how much of it may be written already. */
export interface RedactedPart {
  readonly text: string;
  /** Where in the source something begins that the end of the text cuts short. */
  readonly open: number | undefined;
}

/**
 * A text that is searched. The functions that read it take it as an argument: closures made anew for
 * every text would have to be compiled anew, too.
 */
export interface Search extends DecodedText {
  readonly source: string;
  /** The source up to `redactedTo`, masked. */
  redacted: string;
  redactedTo: number;
  open: number | undefined;
  /** The next `]`, remembered so that many lists without an end do not all look for it. */
  closingBracket: number;
}

export function searchOf(source: string, text: DecodedText): Search {
  return {
    ...text,
    source,
    redacted: '',
    redactedTo: 0,
    open: undefined,
    closingBracket: -1,
  };
}

/**
 * Masks what is behind everything that is masked already.
 *
 * @param start, end - places in the decoded text; `end` exclusive
 */
export function mask(search: Search, start: number, end: number): void {
  if (end <= start) return;
  const { source, starts, ends } = search;
  search.redacted += source.slice(search.redactedTo, starts[start]) + MASK;
  search.redactedTo = ends[end - 1] ?? 0;
}

/** Notes that the text ends in the middle of what begins at `from`, if `at` is its end. */
export function noteEnd(search: Search, from: number, at: number): void {
  if (at >= search.length) search.open ??= search.starts[from];
}

export function redactedPart({ source, redacted, redactedTo, open }: Search): RedactedPart {
  return { text: redacted + source.slice(redactedTo), open };
}
