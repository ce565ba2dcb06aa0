import { PLACEHOLDER } from './find-placeholders.ts';
import type { Placeholder, Template } from './template.ts';

const WORDS = PLACEHOLDER.slice(1, -1);

/*
 * What nearly everybody writes: https, a domain name, a path, and nothing in path, query and
 * fragment that anything could be said about. Left to the full reader are Punycode, local names, the
 * default port, dot segments, colons, brackets, dollar signs, inner URLs, and escapes that could
 * hide one of those or a letter. No repetition can begin with what may follow it, so the time is linear.
 */
const USUAL = RegExp(
  '^https://(?!xn--)[a-z\\d_-]+(?:\\.(?!xn--|local|internal|\\d)[a-z\\d_-]+)+(?::(?!443)[1-9]\\d{0,3})?' +
    `(?:/(?!\\.)${textOf('@')})+(?:\\?${textOf('@/?&')})?(?:#[\\w.~!*+,;=@/?&-]*)?$`,
);

function textOf(more: string): string {
  const chars = `[\\w.~!*+,;${more}-]*`;
  return `${chars}(?:(?:=(?!/)|%(?:2[0-46-9A-C]|2F(?!%2F)|3[BDF]|40|[89A-F][\\dA-F])|${PLACEHOLDER})${chars})*`;
}

const ONCE = [1];

const AMPERSAND = 0x26;
const HYPHEN = 0x2d;
const SLASH = 0x2f;
const COLON = 0x3a;
const EQUALS = 0x3d;
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
  const placeholder: Placeholder | undefined =
    mark < 0 || start < mark
      ? { component: 'path', start, end }
      : placeholderInQuery(source, mark, start, end);
  const literals = [source.slice(0, start), source.slice(end)];
  return placeholder && { source, origin, literals, layers: ONCE, placeholders: [placeholder] };
}

/** As the whole value of a parameter. */
function placeholderInQuery(
  source: string,
  mark: number,
  start: number,
  end: number,
): Placeholder | undefined {
  const equals = start - 1;
  if (source.charCodeAt(equals) !== EQUALS) return undefined;
  let at = equals - 1;
  // By hand, since `lastIndexOf` takes longer than all of this.
  for (; at > mark; at--) {
    const c = source.charCodeAt(at);
    if (c === AMPERSAND) break;
    // A plus sign, an escape, and what an escape could stand for too.
    if (c < HYPHEN || c === SLASH || (c > COLON && c < LETTER_A)) return undefined;
  }
  const parameter = source.slice(at + 1, equals);
  // Whether these letters stand elsewhere too, which they seldom do, is quicker to tell.
  if (source.indexOf(parameter, end) > 0 || source.indexOf(parameter, mark) <= at) {
    const key = `&${parameter}=`;
    if (source.indexOf(key, end) > 0) return undefined;
    const first = source.startsWith(key.slice(1), mark + 1);
    if (at > mark && (first || source.indexOf(key, mark) < at)) return undefined;
  }
  return { component: 'query', parameter, start, end };
}
