import { PLACEHOLDER } from '../token/placeholder.ts';
import { forEachMatch } from '../url/for-each-match.ts';
import type { Span } from '../url/template.ts';
import { foldText } from './fold-text.ts';
import { mayBeNear, type Nearness, nearnessOf } from './placeholder-nearness.ts';

/** A stretch of the source that is the placeholder, or nearly. */
export interface Spelling extends Span {
  /** What to report of it; absent for the canonical spelling. */
  readonly code?: 'angle-bracket-placeholder' | 'encoded-placeholder' | 'misspelled-placeholder';
}

/**
 * Finds every placeholder in `source`, well or badly spelled, from left to right.
 *
 * Plain words such as the parameter name in `?short_token=1` are left alone: without a brace they
 * count only in capitals or behind a sign like `:`, and only where they are the whole value.
 */
export function findSpellings(source: string): Spelling[] {
  const found: Spelling[] = [];
  const folded = foldText(source);
  let last = 0;
  let compared = 0;
  forEachMatch(WORDS, folded.text, ({ 0: words, index }) => {
    if (words.length < SHORTEST || words.length > LONGEST) return;
    if (words !== 'SHORT_TOKEN') {
      if (compared >= MOST_COMPARED || !mayBeNear(words)) return;
      compared++;
    }
    const nearness = nearnessOf(words);
    if (!nearness) return;
    const span = around(folded.text, last, index, index + words.length, nearness);
    if (!span) return;
    last = span.end;
    found.push(withCode(source, folded.toSource(span)));
  });
  return found.some(isAccepted) ? found.map((match) => withoutHash(source, match)) : found;
}

/** Whether it will be replaced. */
export function isAccepted({ code }: Spelling): boolean {
  return code !== 'misspelled-placeholder';
}

/** Beside a good one, a number sign before another begins the fragment. */
function withoutHash(source: string, match: Spelling): Spelling {
  const start = match.start + 1;
  const isFragment = source.slice(match.start, match.end) === `#${PLACEHOLDER}`;
  return isFragment ? { start, end: match.end } : match;
}

const WORDS = /short[:~*,=/]token|[a-z\d]+(?:[-_+. ]{1,3}[a-z\d]+)*/gi;
const SHORTEST = 5;
const LONGEST = 60;
// Whoever writes so many that are nearly the placeholder will not be helped by the next; but good ones
// are never passed over.
const MOST_COMPARED = 100;

const ENCODED = /^(?:%7[bB]SHORT_TOKEN%7[dD]|%3[cC]SHORT_TOKEN%3[eE])$/;

function withCode(source: string, { start, end }: Span): Spelling {
  const text = source.slice(start, end);
  if (text === PLACEHOLDER) return { start, end };
  if (text === '<SHORT_TOKEN>') return { start, end, code: 'angle-bracket-placeholder' };
  const code = ENCODED.test(text) ? 'encoded-placeholder' : 'misspelled-placeholder';
  return { start, end, code };
}

/*
 * What stands around the words. Before them: brackets; operators of templates (RFC 6570 and others),
 * quotation marks; the name of a scope or a helper. Behind them: operators, a filter, an alternative;
 * brackets. Without brackets: signs that other templates use.
 */
const OPENING = '((?:[{<[(] ?){1,6})';
const OPERATORS = '[-+#./;?&=,!|*@$%^~_: >"\'`]{0,4}';
const SCOPE = '(?:(?:\\w{1,20}\\(|(?:process\\.)?(?:env|vars?|data|params?)(?:[.:]|\\["?))\\$?)?';
const BEFORE = RegExp(`\\$?${OPENING}${OPERATORS}${SCOPE}$`, 'i');

const MODIFIERS = '[-+*?!.,;:=/%_|# "\'`]{0,4}?';
const FILTER = '(?:(?:\\| ?|:?[-=?+]|:)[\\w :"\'.-]{1,30}(?:\\([^)}]{0,20}\\))?|"?")?';
const CLOSING = '((?:["\' ]{0,2}[}>\\])]){1,6})';
const BEHIND = RegExp(`^${MODIFIERS}${FILTER}${MODIFIERS}${CLOSING}`);

const SIGNS = '[-$:@|_~^*!"\'`%#+{}<>[\\]. ]';
const SIGNS_BEFORE = RegExp(`(?:\\$env:|@\\w+\\.|${SIGNS}{1,6})$`, 'i');
const SIGNS_BEHIND = RegExp(`^${SIGNS}{1,6}`);

const CONTEXT = 80;

/** The signs that belong to some near words, or nothing where the words are only words. */
function around(
  text: string,
  last: number,
  start: number,
  end: number,
  near: Nearness,
): Span | undefined {
  const left = text.slice(Math.max(last, start - CONTEXT), start);
  const right = text.slice(end, end + CONTEXT);
  if (text.startsWith(PLACEHOLDER, start - 1))
    return aroundCanonical(text, last, start - 1, end + 1);
  const opening = BEFORE.exec(left);
  const closing = BEHIND.exec(right);
  if (opening && closing) {
    const span = { start: start - opening[0].length, end: end + closing[0].length };
    if (/[{}<>]/.test(`${opening[1]}${closing[1]}`)) {
      return balanced(text, last, span, opening[0], closing[0]);
    }
    return inRoundBrackets(text, span, near);
  }
  // A scope is named behind an at sign: @Model.SHORT_TOKEN.
  if (!near.isAll && text[start - 1] !== '@') return undefined;
  return inSigns(text, start, end, left, right, near);
}

/** The canonical spelling with more braces or a dollar sign around it. */
function aroundCanonical(text: string, last: number, start: number, end: number): Span {
  const isAlone = !/[{$ #@]/.test(text.charAt(start - 1)) && !/[} ]/.test(text.charAt(end));
  if (isAlone) return { start, end };
  const opening = /(?:\$|\$?(?:\{ ?)+)$/.exec(text.slice(Math.max(last, start - CONTEXT), start));
  const closing = /^(?: ?\})+/.exec(text.slice(end, end + CONTEXT));
  const before = opening?.[0] ?? '';
  const behind = closing?.[0] ?? '';
  const span = { start: start - before.length, end: end + behind.length };
  return balanced(text, last, span, `${before}{`, `}${behind}`);
}

/** Square and round brackets may be ordinary text, unless they and a call around them are all. */
function inRoundBrackets(text: string, span: Span, near: Nearness): Span | undefined {
  const isNear = near.isCapital || (near.edits <= 1 && !near.isTokenAlone);
  if (!isNear) return undefined;
  if (isWholeValue(text, span)) return span;
  const call = /[$@%]?[\w.]{0,24}$/.exec(text.slice(Math.max(0, span.start - 25), span.start));
  const start = span.start - (call?.[0].length ?? 0);
  const end = text.startsWith('%(', start) && text[span.end] === 's' ? span.end + 1 : span.end;
  return near.isCapital && isWholeValue(text, { start, end }) ? { start, end } : undefined;
}

/** One brace alone, braces the wrong way round, other signs, or nothing at all. */
function inSigns(
  text: string,
  start: number,
  end: number,
  left: string,
  right: string,
  near: Nearness,
): Span | undefined {
  const opening = /[{}<>]+ ?$/.exec(left)?.[0] ?? '';
  const closing = /^ ?[{}<>]+/.exec(right)?.[0] ?? '';
  const isSure = near.isCapital && !near.isTokenAlone;
  // One brace alone may belong to JSON, where a colon follows a name.
  const isName = /^["']?[:=]/.test(right);
  if (opening + closing !== '' && isSure && near.edits <= 1 && !isName) {
    return { start: start - opening.length, end: end + closing.length };
  }
  const before = SIGNS_BEFORE.exec(left)?.[0] ?? '';
  const behind = SIGNS_BEHIND.exec(right)?.[0] ?? '';
  let from = start - before.length;
  // A number sign begins the fragment, unless it stands where a value begins.
  if (before.includes('#') && text[from - 1] !== '=')
    from = start - before.length + before.lastIndexOf('#') + 1;
  const hash = before.includes('#') ? -1 : behind.indexOf('#');
  const span = { start: from, end: end + (hash < 0 ? behind.length : hash) };
  const isBare = span.start === start;
  const isNear = isBare ? isSure && near.edits === 0 : near.edits <= 1;
  return isNear &&
    (isSure || !near.isTokenAlone || (near.isCapital && !isBare)) &&
    isWholeValue(text, span)
    ? span
    : undefined;
}

/** Whether a stretch is all of a path segment, a value or a fragment, or of one in an inner URL. */
function isWholeValue(text: string, { start, end }: Span): boolean {
  return /^$|[=/?&#]/.test(text.charAt(start - 1)) && /^$|[&#/?]/.test(text.charAt(end));
}

/**
 * Leaves out the outer brackets that belong to what stands around, as in `{"t":{SHORT_TOKEN}}`; and
 * takes in a sign before the bracket that would stay beside the token, as in `=#{SHORT_TOKEN}`.
 */
function balanced(text: string, last: number, span: Span, opening: string, closing: string): Span {
  let { start, end } = span;
  let extra = count(closing, /[}>\])]/g) - count(opening, /[{<[(]/g);
  if (extra > 0) {
    const before = text.slice(Math.max(last, start - 200), start).replace(/^.*[?&#]/s, '');
    for (let open = opened(before); extra > 0 && open > 0; open--, extra--) {
      // The bracket, and what stands between it and the one before.
      do end--;
      while (!/[}>\])]/.test(text.charAt(end - 1)));
    }
  } else if (extra < 0) {
    const behind = text.slice(end, end + 200).replace(/[&#].*$/s, '');
    for (let open = closed(behind); extra < 0 && open > 0; open--, extra++) {
      start += /^\$?[{<[(] ?/.exec(text.slice(start, end))?.[0].length ?? 0;
    }
  }
  const isBeginning = /[=][#@%]$/.test(text.slice(Math.max(last, start - 2), start));
  const isSign = isBeginning && !text.startsWith('%{', start - 1);
  return { start: isSign ? start - 1 : start, end };
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** How many brackets are open where a text ends. */
function opened(text: string): number {
  return unmatched(text.match(BRACKETS) ?? [], OPENING_BRACKETS);
}

/** How many brackets a text closes that were open where it begins. */
function closed(text: string): number {
  return unmatched((text.match(BRACKETS) ?? []).reverse(), CLOSING_BRACKETS);
}

const BRACKETS = /[{<[(}>\])]/g;
const OPENING_BRACKETS = '{<[(';
const CLOSING_BRACKETS = '}>])';

function unmatched(brackets: readonly string[], opening: string): number {
  let open = 0;
  for (const bracket of brackets) {
    open = opening.includes(bracket) ? open + 1 : Math.max(0, open - 1);
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
