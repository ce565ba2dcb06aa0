import { PLACEHOLDER } from './find-placeholders.ts';
import type { Placeholder, Template } from './template.ts';

const WORDS = PLACEHOLDER.slice(1, -1);

/*
 * What nearly everybody writes: https, a domain name, and nothing in path, query and fragment that
 * anything could be said about. Groups: origin, path. Left to the full reader are Punycode, local
 * names, the default port, dot segments, colons, brackets, dollar signs, inner URLs, and escapes
 * that could hide one of those or a letter. No repetition can begin with what may follow it, so the
 * time is linear.
 */
const USUAL = RegExp(
  '^(https://(?:(?!xn--)[a-z\\d_-]+\\.)+(?!xn--|local|internal)[a-z][a-z\\d_-]*(?::(?!443)[1-9]\\d{0,3})?)' +
    `((?:/(?!\\.)${textOf('@')})*)(?:\\?${textOf('@/?&')})?(?:#[\\w.~!*+,;=@/?&-]*)?$`,
);

function textOf(more: string): string {
  const chars = `[\\w.~!*+,;${more}-]*`;
  return `${chars}(?:(?:=(?!/)|%(?:2[0-46-9A-C]|2F(?!%2F)|3[BDF]|40|[89A-F][\\dA-F])|${PLACEHOLDER})${chars})*`;
}

const ONCE = [1];

/**
 * Reads a usual module URL with at most one placeholder, many times as fast as the full reader;
 * gives `undefined` for one that the full reader may have something to say about.
 */
export function readQuickly(source: string): Template | undefined {
  const match = USUAL.exec(source);
  if (!match) return undefined;
  const origin = match[1] as string;
  // Within these, neither a domain name nor a URL is too long for the full reader. The two letters
  // are from the beginning of a bearer, and rare in URLs.
  if (origin.length > 70 || source.length > 2000 || source.includes('yJ')) return undefined;
  const words = source.indexOf(WORDS);
  if (words < 0) return { source, origin, literals: [source], layers: [], placeholders: [] };
  const start = words - 1;
  const end = start + PLACEHOLDER.length;
  // The expression lets braces pass as a part of the placeholder only.
  if (source[start] !== '{' || source.indexOf(WORDS, end) > 0) return undefined;
  const mark = origin.length + (match[2] as string).length;
  const placeholder: Placeholder | undefined =
    start < mark ? { component: 'path', start, end } : placeholderInQuery(source, mark, start, end);
  const literals = [source.slice(0, start), source.slice(end)];
  return placeholder && { source, origin, literals, layers: ONCE, placeholders: [placeholder] };
}

function placeholderInQuery(
  source: string,
  mark: number,
  start: number,
  end: number,
): Placeholder | undefined {
  const at = Math.max(source.lastIndexOf('&', start), mark) + 1;
  const equals = source.indexOf('=', at);
  const parameter = source.slice(at, equals);
  if (equals < 0 || equals > start || /[+%]/.test(parameter)) return undefined;
  // Other parameters, of which one may have the same name, however it is spelled.
  if (source.indexOf('&', mark) > 0) {
    const key = `&${parameter}=`;
    if (/[^\w.~-]/.test(parameter) || source.indexOf(key, end) > 0) return undefined;
    const first = source.startsWith(key.slice(1), mark + 1);
    if (at > mark + 1 && (first || source.indexOf(key, mark) !== at - 1)) return undefined;
  }
  return { component: 'query', parameter, start, end };
}
