import { PLACEHOLDER } from '../token/placeholder.ts';
import { forEachMatch } from './for-each-match.ts';
import type { Span } from './template.ts';

const SPELLINGS = /\{SHORT_TOKEN\}|<SHORT_TOKEN>|%7[bB]SHORT_TOKEN%7[dD]|%3[cC]SHORT_TOKEN%3[eE]/g;

/** Finds the placeholders in each of the four spellings that are replaced, from left to right. */
export function findPlaceholders(source: string): Span[] {
  const found: Span[] = [];
  forEachMatch(SPELLINGS, source, ({ 0: spelling, index }) => {
    found.push({ start: index, end: index + spelling.length });
  });
  return found;
}

/** Finds the first spelling only, which is quicker. */
export function findCanonical(source: string): Span[] {
  const found: Span[] = [];
  const text: string = PLACEHOLDER;
  for (let start = source.indexOf(text); start >= 0; start = source.indexOf(text, start + 1)) {
    found.push({ start, end: start + text.length });
  }
  return found;
}
