// Not by Unicode property: older versions of Hermes cannot read those.
const PICTURE =
  '[\\u00a9\\u00ae\\u203c\\u2049\\u2100-\\u2bff\\u3030\\u303d\\u3297\\u3299\\u{1f000}-\\u{1faff}]';
const FLAG = '[\\u{1f1e6}-\\u{1f1ff}]{2}';
const KEYCAP = '[#*0-9]\\ufe0f?\\u20e3';
const TAGS = '[\\u{e0020}-\\u{e007e}]+\\u{e007f}';
const DRESSED = `${PICTURE}\\ufe0f?[\\u{1f3fb}-\\u{1f3ff}]?`;

/** Emoji: joined ones, flags, keycaps; what holds them together cannot be seen by itself. */
const EMOJI = RegExp(`${FLAG}|${KEYCAP}|${DRESSED}(?:${TAGS})?(?:\\u200d${DRESSED})*`, 'gu');

/** In these scripts a joiner between two letters decides how they are written. */
const JOINED = /([\u0600-\u06ff\u0900-\u0dff])[\u200c\u200d](?=[\u0600-\u06ff\u0900-\u0dff])/g;

const CONTROLS = '\0-\x1f\x7f-\x9f\ufff0-\ufffb';
const JOINERS_AND_DIRECTIONS = '\u200b-\u200f\u2028-\u202e\u2060-\u206f\u061c\ufeff';
const FILLERS = '\xad\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0';
const SELECTORS_AND_TAGS = '\u180b-\u180f\ufe00-\ufe0f\u{e0000}-\u{e0fff}';
const INVISIBLE = RegExp(
  `[${CONTROLS}${JOINERS_AND_DIRECTIONS}${FILLERS}${SELECTORS_AND_TAGS}]`,
  'u',
);

/** Whether a name holds a character that cannot be seen, so that it shows as another name. */
export function hasInvisible(name: string): boolean {
  return INVISIBLE.test(name.replace(EMOJI, '').replace(JOINED, '$1'));
}

/** Whether every surrogate has its other half. */
export function isWellFormed(name: string): boolean {
  return !/[\ud800-\udbff](?![\udc00-\udfff])|(?:^|[^\ud800-\udbff])[\udc00-\udfff]/.test(name);
}
