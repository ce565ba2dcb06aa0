import { PLACEHOLDER } from '../token/placeholder.ts';
import { forEachMatch } from './findings.ts';
import { type Nearness, nearnessOf } from './nearness.ts';
import type { Span } from './template.ts';

/** A stretch of the source that is the placeholder, or nearly. */
export interface PlaceholderMatch extends Span {
  /** What to report of it; absent for the canonical spelling. */
  readonly code?: 'angle-bracket-placeholder' | 'encoded-placeholder' | 'misspelled-placeholder';
}

/** Finds the canonical spelling only, from left to right. */
export function findCanonical(source: string): PlaceholderMatch[] {
  const found: PlaceholderMatch[] = [];
  let start = source.indexOf(PLACEHOLDER);
  while (start >= 0) {
    const end = start + PLACEHOLDER.length;
    found.push({ start, end });
    start = source.indexOf(PLACEHOLDER, end);
  }
  return found;
}

/*
 * Letters of the scripts that have look-alikes of ours; anything that may stand between two words;
 * and the signs around them, plain, percent-encoded however often, or as HTML writes them.
 */
const LETTER =
  '(?:[a-z\\d\\xc0-\\u024f\\u0370-\\u1cff\\u1d00-\\u1fff\\u2100-\\u218f\\ua4d0-\\ua4ff\\uff10-\\uff19' +
  '\\uff21-\\uff3a\\uff41-\\uff5a\\u3007]|\\ud835[\\udc00-\\udfff])';
const BLANK = '[ \\xa0\\xad\\u2000-\\u200f\\u202f\\u205f\\u2060\\u3000\\ufeff]';
const BETWEEN = `(?:${BLANK}|[-_+.\\u2010-\\u2015\\u2212\\uff0d\\uff3f]|%(?:20|2d|5f|c2%a0))`;
const ENCODED = '%(?:25)*';

const BRACES_OPEN = `[{<\\uff5b\\uff1c\\u2329\\u27e8\\u3008«‹]|${ENCODED}(?:7b|3c)|&(?:lt|lbrace|lcub|#0*123|#0*60|#x0*7b|#x0*3c);`;
const BRACES_CLOSE = `[}>\\uff5d\\uff1e\\u232a\\u27e9\\u3009»›]|${ENCODED}(?:7d|3e)|&(?:gt|rbrace|rcub|#0*125|#0*62|#x0*7d|#x0*3e);`;
const BRACKETS_OPEN = `[[(\\uff08\\uff3b「【]|${ENCODED}(?:5b|28)|&(?:lsqb|lbrack|lpar|#0*91|#0*40);`;
const BRACKETS_CLOSE = `[\\])\\uff09\\uff3d」】]|${ENCODED}(?:5d|29)|&(?:rsqb|rbrack|rpar|#0*93|#0*41);`;
const OPEN = `(?:${BRACES_OPEN}|${BRACKETS_OPEN})`;
const CLOSE = `(?:${BRACES_CLOSE}|${BRACKETS_CLOSE})`;

// Within the brackets: operators of templates (RFC 6570 and others), quotation marks, filters.
const QUOTE = `["'\`]|%2[27]|&(?:quot|apos|#34|#39);`;
const OPERATOR = `(?:[-+#./;?&=,!|*@$%^~_:]|${QUOTE}|${BLANK}|%(?:20|24|25))`;
const FILTER = '\\| ?\\w{1,20}(?:\\([^)}]{0,20}\\))?';
const MODIFIER = `(?:[-+*?!.,;:=/%_|]|${QUOTE}|${BLANK}|%(?:20|25)|:\\d{1,4}|${FILTER})`;

// Words, or any escape, whose last letters do not belong to the words behind it.
const CANDIDATES = RegExp(
  `${ENCODED}[\\da-f]{2}|&#?\\w{1,8};|(${LETTER}+(?:${BETWEEN}{1,3}${LETTER}+)*)`,
  'gi',
);
const LONGEST_CANDIDATE = 60;

const BEFORE = RegExp(`(?:\\$|%24)?(${OPEN}{1,6})${OPERATOR}{0,4}$`, 'i');
const AFTER = RegExp(`^${MODIFIER}{0,4}?(${CLOSE}{1,6})`, 'i');
const SIGNS = `(?:[$:@|_~^*!“”‘’]|%(?![\\da-f]{2})|%(?:22|24|25|27|3a|40|60|7c)|${QUOTE})`;
const SIGNS_BEFORE = RegExp(`${SIGNS}{1,3}$`, 'i');
const SIGNS_AFTER = RegExp(`^${SIGNS}{1,3}`, 'i');
const CONTEXT = 80;

/**
 * Finds every placeholder in `source`, well or badly spelled, from left to right.
 *
 * Plain words such as the parameter name in `?short_token=1` are left alone: without a brace they
 * count only in capitals or behind a sign like `:`, and only where they are the whole value.
 */
export function findPlaceholders(source: string): PlaceholderMatch[] {
  const found: PlaceholderMatch[] = [];
  let last = 0;
  forEachMatch(CANDIDATES, source, ({ 1: words, index }) => {
    if (words === undefined || words.length > LONGEST_CANDIDATE || words.length < 5) return;
    const near = nearnessOf(words);
    const span = near && around(source, last, index, index + words.length, near);
    if (!span) return;
    found.push(withCode(source, span));
    last = span.end;
  });
  return found;
}

const ENCODED_PLACEHOLDER = /^(?:%7[bB]SHORT_TOKEN%7[dD]|%3[cC]SHORT_TOKEN%3[eE])$/;

function withCode(source: string, { start, end }: Span): PlaceholderMatch {
  const text = source.slice(start, end);
  if (text === PLACEHOLDER) return { start, end };
  if (text === '<SHORT_TOKEN>') return { start, end, code: 'angle-bracket-placeholder' };
  if (ENCODED_PLACEHOLDER.test(text)) return { start, end, code: 'encoded-placeholder' };
  return { start, end, code: 'misspelled-placeholder' };
}

/** The signs that belong to some near words, or nothing where the words are only words. */
function around(
  source: string,
  last: number,
  start: number,
  end: number,
  near: Nearness,
): Span | undefined {
  const left = source.slice(Math.max(last, start - CONTEXT), start);
  const right = source.slice(end, end + CONTEXT);
  const opening = BEFORE.exec(left);
  const closing = AFTER.exec(right);
  const span = {
    start: start - (opening?.[0].length ?? 0),
    end: end + (closing?.[0].length ?? 0),
  };
  if (opening || closing) {
    return isMeant(source, span, near, opening?.[1], closing?.[1])
      ? balanced(source, last, span, opening, closing)
      : undefined;
  }
  const before = SIGNS_BEFORE.exec(left)?.[0] ?? '';
  const after = SIGNS_AFTER.exec(right)?.[0] ?? '';
  const bare = { start: start - before.length, end: end + after.length };
  const isNear = before === '' ? near.isCapital && near.edits === 0 : near.edits <= 1;
  return isNear && !near.isTokenAlone && isWholeValue(source, bare) ? bare : undefined;
}

const EACH_OPEN = RegExp(OPEN, 'gi');
const EACH_CLOSE = RegExp(CLOSE, 'gi');
const EACH_BRACKET = RegExp(`${OPEN}|${CLOSE}`, 'gi');
const IS_OPEN = RegExp(`^${OPEN}$`, 'i');
const HAS_BRACES = RegExp(`${BRACES_OPEN}|${BRACES_CLOSE}`, 'i');

/** Whether words with an opening or a closing bracket, or both, are meant to be the placeholder. */
function isMeant(source: string, span: Span, near: Nearness, opening = '', closing = ''): boolean {
  if (!HAS_BRACES.test(opening + closing)) {
    if (!isWholeValue(source, span)) return false;
    return near.isCapital || (near.edits <= 1 && !near.isTokenAlone);
  }
  if (opening && closing) return true;
  // One brace alone may belong to JSON, where a colon follows a name.
  const isName = /^["']?(?::|%3a|=|%3d)/i.test(source.slice(span.end, span.end + 4));
  return near.isCapital && near.edits <= 1 && !near.isTokenAlone && !isName;
}

/** Whether a stretch is all of a path segment, a value or a fragment, or of one in an inner URL. */
function isWholeValue(source: string, { start, end }: Span): boolean {
  return (
    /(?:^|[=/?&#]|%(?:25)*(?:3d|2f))$/i.test(source.slice(Math.max(0, start - 12), start)) &&
    /^(?:$|[&#/?]|%(?:25)*(?:26|23|2f))/i.test(source.slice(end, end + 12))
  );
}

/**
 * Leaves out the outer brackets that belong to what stands around, as in `{"t":{SHORT_TOKEN}}`; and
 * takes in a sign before the bracket that would stay beside the token, as in `=#{SHORT_TOKEN}`.
 */
function balanced(
  source: string,
  last: number,
  span: Span,
  opening: RegExpExecArray | null,
  closing: RegExpExecArray | null,
): Span {
  const opens = opening?.[1]?.match(EACH_OPEN) ?? [];
  const closes = closing?.[1]?.match(EACH_CLOSE) ?? [];
  let { start, end } = span;
  let extra = closes.length - opens.length;
  const before = source.slice(Math.max(last, start - 400), start);
  for (let open = unmatched(before, true); extra > 0 && open > 0; open--, extra--) {
    end -= closes[closes.length - 1]?.length ?? 0;
    closes.pop();
  }
  for (let open = unmatched(source.slice(end, end + 400), false); extra < 0 && open > 0; open--) {
    const sigil = /^(?:\$|%24)/i.exec(source.slice(start, end))?.[0].length ?? 0;
    start += sigil + (opens.shift()?.length ?? 0);
    extra++;
  }
  const isSign = /[=][#@]$/.test(source.slice(Math.max(last, start - 2), start));
  return { start: isSign && opens.length > 0 ? start - 1 : start, end };
}

/** How many brackets of this value stay open to its right, or to its left. */
function unmatched(text: string, opening: boolean): number {
  const value = opening
    ? text.slice(text.search(/[^?&#]*$/))
    : text.slice(0, text.search(/[&#]|$/));
  let depth = 0;
  let open = 0;
  const brackets = value.match(EACH_BRACKET) ?? [];
  for (const bracket of opening ? brackets : brackets.reverse()) {
    const opens = IS_OPEN.test(bracket) === opening;
    depth = opens ? depth + 1 : Math.max(0, depth - 1);
    open = depth;
  }
  return open;
}

// Most telling first; each pattern is tried on the whole near miss.
const REASONS: readonly (readonly [reason: string, RegExp])[] = [
  ['look-alike characters', /[^\0-\x7f]/],
  ['encoded twice', /%25(?:25)*[\da-f]{2}/i],
  ['doubled', /[{}<>]{2}/],
  ['a dollar sign', /^\$/],
  ['braces missing', /^(?![{<%&])|^[^}>%;]*$/],
  ['spaces', / \W*s|n |%20/i],
  ['something extra', /SHORT_TOKEN/],
  ['capitals', /short_token/i],
];

/** Says in a word or two what is wrong with a near miss. */
export function explainNearMiss(text: string): string {
  const reason = REASONS.find(([, pattern]) => pattern.test(text));
  return reason ? reason[0] : 'spelling';
}
