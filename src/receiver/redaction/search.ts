import type { DecodedText } from './decoded-text.ts';

/** A stretch of a text that is to be masked. */
export interface Secret {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** What was found in a text, by its places in the source. */
export interface FoundSecrets {
  /** From left to right, without overlap. */
  readonly secrets: readonly Secret[];
  /** Where something begins that the end of the text cuts short; `undefined` where nothing does. */
  readonly open: number | undefined;
}

/**
 * A text that is searched, and what was found in it. The functions that read it take it as an argument:
 * closures made anew for every text would have to be compiled anew, too.
 */
export interface Search extends DecodedText {
  readonly secrets: Secret[];
  open: number | undefined;
  /** The next `]`, remembered so that many lists without an end do not all look for it. */
  closingBracket: number;
}

export function searchOf(text: DecodedText): Search {
  return { ...text, secrets: [], open: undefined, closingBracket: -1 };
}

/** @param start, end - places in the decoded text; `end` exclusive */
export function mask({ secrets, starts, ends }: Search, start: number, end: number): void {
  if (end > start) secrets.push({ start: starts[start] ?? 0, end: ends[end - 1] ?? 0 });
}

/** Notes that the text ends in the middle of what begins at `from`, if `at` is its end. */
export function noteEnd(search: Search, from: number, at: number): void {
  if (at >= search.length) search.open ??= search.starts[from];
}
