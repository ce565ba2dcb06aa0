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
 * A near miss is found from the inside: the two words first, then what stands around them. Every
 * repetition below has a bound and every window a fixed length, so that the time is linear.
 */
const WORDS = /short(?:[^a-z\d{}&=/?#%]|%20|%5f|%2d){0,2}tokens?/g;
const WINDOW = 20;
const GAP = '(?:[ +]|%20){0,3}';
// Group 1 is a sure sign; the rest may also be ordinary text and wants more evidence.
const OPENING = RegExp(
  `(?:(\\$?(?:{|%(?:25){0,3}7b){1,3}|(?:<|%(?:25){0,3}3c){1,2})|\\[{1,2}|%(?:25){0,3}5b|%{1,2}|[($:@])[-+#./;?&=,!@|*]?${GAP}$`,
);
const CLOSING = RegExp(
  `^${GAP}(?::\\d{1,4}|[*?!])?${GAP}(?:((?:}|%(?:25){0,3}7d){1,3}|(?:>|%(?:25){0,3}3e){1,2})|]{1,2}|%(?:25){0,3}5d|\\)|%{1,2}(?![\\da-f]{2}))`,
);

/**
 * Finds every placeholder in `source`, well or badly spelled, from left to right.
 *
 * Plain words such as the parameter name in `?short_token=1` are left alone: without a brace they
 * count only in capitals or behind a sign like `:`, and only where they are the whole value.
 */
export function findPlaceholders(source: string): PlaceholderMatch[] {
  const found: PlaceholderMatch[] = [];
  const folded = fold(source);
  let floor = 0;
  for (const { 0: words, index } of folded.matchAll(WORDS)) {
    const to = index + words.length;
    const opening = OPENING.exec(folded.slice(Math.max(floor, index - WINDOW), index));
    const closing = CLOSING.exec(folded.slice(to, to + WINDOW));
    const start = index - (opening ? opening[0].length : 0);
    const end = to + (closing ? closing[0].length : 0);
    const text = source.slice(start, end);
    const before = folded.charAt(start - 1);
    const after = folded.charAt(end);
    const capitals = source.slice(index, to) === 'SHORT_TOKEN';
    const wholeValue = /^[=/?&#]?$/.test(before) && /^[&#/?]?$/.test(after);
    if (text === PLACEHOLDER) found.push({ start, end });
    else if (text === '<SHORT_TOKEN>')
      found.push({ start, end, code: 'angle-bracket-placeholder' });
    else if (/^%(?:7bSHORT_TOKEN%7d|3cSHORT_TOKEN%3e)$/i.test(text) && capitals) {
      found.push({ start, end, code: 'encoded-placeholder' });
    } else if (
      // Part of a longer word, as in {MY_SHORT_TOKEN}: another placeholder, not this one.
      (opening || !/[\w-]/.test(before)) &&
      (closing || !/\w/.test(after)) &&
      (opening?.[1] ||
        closing?.[1] ||
        (opening && closing && capitals) ||
        (wholeValue && (opening || capitals)))
    ) {
      found.push({ start, end, code: 'misspelled-placeholder' });
    } else continue;
    floor = end;
  }
  return found;
}

// Most telling first; each pattern is tried on the whole near miss.
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/[^\0-\x7f]/, 'look-alike characters'],
  [/%25/, 'encoded twice'],
  [/[{}<>]{2}|(?:%7[bd]){2}/i, 'doubled braces'],
  [/^\$/, 'a dollar sign'],
  [/^(?!%[73]|[{<]).*|^[^%}>]*$/is, 'a brace is missing'],
  [/[ +]\W*s|%20|n[ +]/i, 'spaces'],
  [/^(?!.*SHORT_TOKEN).*short_token(?!s)/, 'capitals'],
];

/** Says in a word or two what is wrong with a near miss. */
export function explainNearMiss(text: string): string {
  const reason = REASONS.find(([pattern]) => pattern.test(text));
  return reason ? reason[1] : 'spelling';
}

// Cyrillic and Greek letters that look like one of SHORT_TOKEN, each before its look-alike.
const LOOK_ALIKES = 'ѕsЅsΗhНhһhОoоoΟoοoТtтtΤtτtКkкkΚkκkЕeеeΕeΝn';

/** Lower case, look-alikes and full-width forms as ASCII, unit for unit, so that positions stay. */
function fold(text: string): string {
  return text
    .replace(/[^\0-\x7f]/g, (c) => {
      const code = c.charCodeAt(0) - 0xfee0;
      const at = LOOK_ALIKES.indexOf(c);
      return code > 32 && code < 127 ? String.fromCharCode(code) : (LOOK_ALIKES[at + 1] as string);
    })
    .toLowerCase();
}
