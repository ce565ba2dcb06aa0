/** The canonical spelling. */
export const PLACEHOLDER = '{SHORT_TOKEN}';

/** A stretch of the source that is the placeholder, or nearly. */
export interface PlaceholderMatch {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** What to report of it; absent for the canonical spelling. */
  readonly code?: 'angle-bracket-placeholder' | 'encoded-placeholder' | 'misspelled-placeholder';
}

/*
 * The two words with what stands around them, in lower case and with \x7f for any letter beyond
 * ASCII. Groups: what stands in front, the words, what stands behind. Every repetition has a bound,
 * so that the time is linear.
 */
const NEARLY =
  /((?:\$?(?:[{<]|%(?:25){0,3}(?:7b|3c)){1,3}|[[($:%]{1,2}|%5b)(?:[-+#./;?&=,!|* ]|%20){0,3})?([s\x7f][h\x7f][o\x7f][r\x7f][t\x7f](?:[-_+. \x7f]|%20|%5f){0,2}[t\x7f][o\x7f][k\x7f][e\x7f][n\x7f]s?)((?:[+ *?!]|%20|:\d{1,4}){0,3}(?:(?:[}>]|%(?:25){0,3}(?:7d|3e)){1,3}|[\])%]{1,2}(?![\da-f]{2})|%5d))?/g;

/** What is a sign of a placeholder by itself, while brackets and colons may be ordinary text. */
const SURE = /[{}<>]|%(?:25)*(?:7[bd]|3[ce])/;

/**
 * Finds every placeholder in `source`, well or badly spelled, from left to right.
 *
 * Plain words such as the parameter name in `?short_token=1` are left alone: without a brace they
 * count only in capitals or behind a sign like `:`, and only where they are the whole value.
 */
export function findPlaceholders(source: string): PlaceholderMatch[] {
  const found: PlaceholderMatch[] = [];
  const folded = fold(source);
  for (const { 0: all, 1: front = '', 3: behind = '', index: start } of folded.matchAll(NEARLY)) {
    const end = start + all.length;
    const text = source.slice(start, end);
    const capitals = text.slice(front.length, -behind.length || end) === 'SHORT_TOKEN';
    const before = folded.charAt(start - 1);
    const after = folded.charAt(end);
    if (text === PLACEHOLDER) found.push({ start, end });
    else if (text === '<SHORT_TOKEN>')
      found.push({ start, end, code: 'angle-bracket-placeholder' });
    else if (capitals && /^%(?:7b%7d|3c%3e)$/.test(front + behind)) {
      found.push({ start, end, code: 'encoded-placeholder' });
    } else if (
      // Part of a longer word, as in {MY_SHORT_TOKEN}: another placeholder, not this one.
      (front || !/[\w-]/.test(before)) &&
      (behind || !/\w/.test(after)) &&
      (SURE.test(front + behind) ||
        (capitals && front && behind) ||
        ((capitals || front) && /^[=/?&#]?$/.test(before) && /^[&#/?]?$/.test(after)))
    ) {
      found.push({ start, end, code: 'misspelled-placeholder' });
    }
  }
  return found;
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

/**
 * Lower case, full-width forms as ASCII and \x7f for other letters, unit for unit, so that positions
 * stay. Halves of a pair become what no pattern matches, so that no match ends between them.
 */
function fold(text: string): string {
  return text
    .replace(/[^\0-\x7f]/g, (c) => {
      const code = c.charCodeAt(0) - 0xfee0;
      return String.fromCharCode(
        /[\ud800-\udfff]/.test(c) ? 1 : code > 32 && code < 127 ? code : 127,
      );
    })
    .toLowerCase();
}
