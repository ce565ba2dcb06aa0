import { PLACEHOLDER } from '../token/placeholder.ts';
import { escapeRun } from './escape.ts';
import { forEachMatch } from './find-placeholders.ts';
import { type Draft, draftOf } from './messages.ts';
import type { Placeholder, Template } from './template.ts';

const WORDS = PLACEHOLDER.slice(1, -1);

/*
 * What nearly everybody writes: https, a domain name, a path, and nothing in path, query and
 * fragment that anything could be said about. Left to the full reader are Punycode, local names, the
 * default port, dot segments, colons, brackets, dollar signs, and escapes that could hide one of
 * those or a letter. No repetition can begin with what may follow it, so the time is linear.
 */
const USUAL = RegExp(
  '^https://(?!xn--)[a-z\\d_-]+(?:\\.(?!xn--|local|internal|\\d)[a-z\\d_-]+)+(?::(?!443)[1-9]\\d{0,3})?' +
    `(?:/(?!\\.)${textOf('@')})+(?:\\?${textOf('@/?&')})?(?:#[\\w.~!*+,;=@/?&-]*)?$`,
);

function textOf(more: string): string {
  const chars = `[\\w.~!*+,;=${more}-]*`;
  return `${chars}(?:(?:%(?:2[0-46-9A-CF]|3[ABDF]|40|[89A-F][\\dA-F])|${PLACEHOLDER})${chars})*`;
}

const ONCE = [1];

const AMPERSAND = 0x26;
const HYPHEN = 0x2d;
const SLASH = 0x2f;
const COLON = 0x3a;
const LETTER_A = 0x41;

/**
 * Reads a usual module URL with at most one placeholder, many times as fast as the full reader;
 * gives `undefined` for one that the full reader may have something to say about.
 */
export function readQuickly(source: string): Template | undefined {
  // Within 2,000 characters no URL is too long for the full reader. A bearer begins with eyJ, of
  // which the last letter is rare in URLs.
  if (!USUAL.test(source) || source.length > 2000) return undefined;
  if (source.indexOf('J') > 0 && source.includes('eyJ')) return undefined;
  const path = source.indexOf('/', 8);
  // And within 70 no domain name.
  if (path > 70) return undefined;
  const origin = source.slice(0, path);
  const start = source.indexOf(WORDS) - 1;
  if (start < 0) return { source, origin, literals: [source], layers: [], placeholders: [] };
  const end = start + PLACEHOLDER.length;
  // The expression lets braces pass as a part of the placeholder only, and not in the fragment.
  if (source[start] !== '{' || source.indexOf(WORDS, end) > 0) return undefined;
  const mark = source.indexOf('?');
  const inPath = mark < 0 || start < mark;
  // As a whole segment or value, so that it is part of no inner URL.
  if (source[start - 1] !== (inPath ? '/' : '=')) return undefined;
  const placeholder: Placeholder | undefined = inPath
    ? { component: 'path', start, end }
    : placeholderInQuery(source, mark, start, end);
  const literals = [source.slice(0, start), source.slice(end)];
  return placeholder && { source, origin, literals, layers: ONCE, placeholders: [placeholder] };
}

// What browsers escape wherever it stands. But full-width forms may be braces, and the last character
// a space too many.
const ESCAPABLE = /[ \x80-\ud7ff\ue000-\uff00\uff5f-\uffff]+(?!$)/g;

// Where developers have their services; and a domain name that is as long.
const LOCALHOST = /^https:\/\/localhost(?=[:/])/;
const MASK = 'https://l.example';

/**
 * As {@link readQuickly}, for a URL that is usual but for the host `localhost` or for characters that
 * will be escaped.
 *
 * @param drafts - takes what there is to say of these; of no use where nothing could be read
 */
export function readMasked(source: string, drafts: Draft[]): Template | undefined {
  let masked = '';
  let escaped = '';
  let at = 0;
  if (LOCALHOST.test(source)) {
    at = MASK.length;
    masked = MASK;
    escaped = source.slice(0, at);
    drafts.push(draftOf('private-host', 8, at));
  }
  forEachMatch(ESCAPABLE, source, ({ 0: run, index }) => {
    const before = source.slice(at, index);
    at = index + run.length;
    // As long, so that positions stay; and usual, but not in a host or in a parameter's name.
    masked += before + '!'.repeat(run.length);
    escaped += before + escapeRun(run);
    drafts.push(draftOf('escaped-character', index, at));
  });
  const template = at ? readQuickly(masked + source.slice(at)) : undefined;
  if (!template) return undefined;
  const origin = source.slice(0, template.origin.length);
  const literals = (escaped + source.slice(at)).split(PLACEHOLDER);
  return { ...template, source, origin, literals };
}

function placeholderInQuery(
  source: string,
  mark: number,
  start: number,
  end: number,
): Placeholder | undefined {
  const equals = start - 1;
  let at = equals - 1;
  // By hand, since `lastIndexOf` takes longer than all of this.
  for (; at > mark; at--) {
    const c = source.charCodeAt(at);
    if (c === AMPERSAND) break;
    // A plus sign, an escape, and what could be written as one.
    if (c < HYPHEN || c === SLASH || (c > COLON && c < LETTER_A)) return undefined;
  }
  const parameter = source.slice(at + 1, equals);
  // Whether these letters stand elsewhere too, which they seldom do, is quicker to tell.
  if (source.indexOf(parameter, end) > 0 || (at > mark && source.indexOf(parameter, mark) < at)) {
    const key = `&${parameter}=`;
    if (source.indexOf(key, end) > 0) return undefined;
    const first = source.startsWith(key.slice(1), mark + 1);
    if (at > mark && (first || source.indexOf(key, mark) < at)) return undefined;
  }
  return { component: 'query', parameter, start, end };
}
