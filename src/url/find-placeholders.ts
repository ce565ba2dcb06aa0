import { PLACEHOLDER } from '../token/placeholder.ts';

/** A stretch of the source that is the placeholder, or nearly. */
export interface PlaceholderMatch {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** What to report of it; absent for the canonical spelling. */
  readonly code?: 'angle-bracket-placeholder' | 'encoded-placeholder' | 'misspelled-placeholder';
}

// Any letter beyond ASCII may look like one of ours; half of a pair is no letter, lest a match ends there.
const ALIEN = '\\x80-\\ud7ff\\ue000-\\uffff';

/*
 * The two words, and in group 1 what stands behind them. Every repetition in these has a bound, so
 * that the time is linear.
 */
const WORDS = RegExp(
  `${spelled('short')}(?:[-_+. ${ALIEN}]|%20|%5f){0,2}${spelled('token')}s?` +
    '((?:[+ *?!]|%20|:\\d{1,4}){0,3}(?:(?:[}>\uff5d\uff1e]|%(?:25){0,3}(?:7d|3e)){1,3}|[\\])%]{1,2}(?![\\da-f]{2})|%5d))?',
  'gi',
);

/** What stands in front of them, looked for in no more text than it can be long. */
const FRONT =
  /(?:\$?(?:[{<\uff5b\uff1c]|%(?:25){0,3}(?:7b|3c)){1,3}|[[($:%]{1,2}|%5b)(?:[-+#./;?&=,!|* ]|%20){0,3}$/i;
const FRONT_LENGTH = 37;

/** What is a sign of a placeholder by itself, while brackets and colons may be ordinary text. */
const SURE = /[{}<>\uff5b-\uff5d\uff1c-\uff1e]|%(?:25)*(?:7[bd]|3[ce])/i;

function spelled(word: string): string {
  return word.replace(/./g, `[$&${ALIEN}]`);
}

/**
 * Finds every placeholder in `source`, well or badly spelled, from left to right.
 *
 * Plain words such as the parameter name in `?short_token=1` are left alone: without a brace they
 * count only in capitals or behind a sign like `:`, and only where they are the whole value.
 */
export function findPlaceholders(source: string): PlaceholderMatch[] {
  const found: PlaceholderMatch[] = [];
  let last = 0;
  forEachMatch(WORDS, source, ({ 0: all, 1: behind = '', index: at }) => {
    const [front] = FRONT.exec(source.slice(Math.max(last, at - FRONT_LENGTH), at)) ?? [''];
    const start = at - front.length;
    const end = at + all.length;
    last = end;
    const text = source.slice(start, end);
    const around = front + behind;
    const capitals = all === `SHORT_TOKEN${behind}`;
    const before = source.charAt(start - 1);
    const after = source.charAt(end);
    if (text === PLACEHOLDER) found.push({ start, end });
    else if (text === '<SHORT_TOKEN>') {
      found.push({ start, end, code: 'angle-bracket-placeholder' });
    } else if (capitals && /^%(?:7b%7d|3c%3e)$/i.test(around)) {
      found.push({ start, end, code: 'encoded-placeholder' });
    } else if (
      // Part of a longer word, as in {MY_SHORT_TOKEN}: another placeholder, not this one.
      (front || !/[\w-]/.test(before)) &&
      (behind || !/\w/.test(after)) &&
      (SURE.test(around) ||
        (capitals && front && behind) ||
        ((capitals || front) && /^[=/?&#]?$/.test(before) && /^[&#/?]?$/.test(after)))
    ) {
      found.push({ start, end, code: 'misspelled-placeholder' });
    }
  });
  return found;
}

/** Visits what a global expression finds; several times as fast as `matchAll`, which copies it first. */
export function forEachMatch(
  pattern: RegExp,
  text: string,
  visit: (match: RegExpExecArray) => void,
): void {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) visit(match);
}

// Most telling first; each pattern is tried on the whole near miss.
const REASONS: readonly (readonly [reason: string, RegExp])[] = [
  ['look-alike characters', /[^\0-\x7f]/],
  ['encoded twice', /%25/],
  ['doubled', /[{}<>]{2}/],
  ['a dollar sign', /^\$/],
  ['braces missing', /^(?![{<%])|^[^}>%]*$/],
  ['spaces', / \W*s|n |%20/i],
  ['something extra', /SHORT_TOKEN/],
  ['capitals', /short_token/i],
];

/** Says in a word or two what is wrong with a near miss. */
export function explainNearMiss(text: string): string {
  const reason = REASONS.find(([, pattern]) => pattern.test(text));
  return reason ? reason[0] : 'spelling';
}
