import { BEARER, INVISIBLE } from '../url/characters.ts';
import { forEachMatch } from '../url/for-each-match.ts';
import {
  type Parts,
  type Places,
  parameterName,
  type Span,
  startsOfValues,
} from '../url/template.ts';
import type { Spelling } from './find-spellings.ts';
import { type Report, reportEach } from './findings.ts';
import { forEachEscape, gaps } from './gaps.ts';
import { UTF8_ESCAPE } from './utf8-escape.ts';

// Templates of other systems. Not a quantifier as in a{3}, and not a GUID in braces.
const NAME = '[!@$]?[a-z_][\\w.:*+$-]{0,63}';
const UNKNOWN = RegExp(
  `\\{${NAME}\\}|\\{\\{ ?${NAME} ?\\}\\}|%7b(?![\\da-f]{8}-)(?=[\\w.-]{0,63}[g-z_])[\\w.-]{1,64}%7d|(?:<|%3c)[A-Z][A-Z\\d_]{2,63}(?:>|%3e)|\\[[A-Z][A-Z\\d_]{2,63}\\]`,
  'gi',
);
const MALFORMED = /%(?![\da-f]{2})[\da-f]?/gi;
const CAPITALS = /^(?:[<[]|%3[cC])[A-Z\d_]+(?:[>\]]|%3[eE])$/;

const INVISIBLE_ENCODED = '%e2%80%8[bcef]|%e2%81%a0|%ef%bb%bf|%c2%ad';
const INVISIBLE_RUN = RegExp(`[${INVISIBLE}]+|${INVISIBLE_ENCODED}`, 'gi');

/** Reports what deserves attention in path, query and fragment, but for what stands beside a placeholder. */
export function reportTarget(
  { source, parts, spans }: Places,
  spellings: readonly Spelling[],
  report: Report,
): void {
  const { pathStart, fragmentStart } = parts;
  reportEach(report, 'bearer-in-url', BEARER, source, pathStart, source.length);
  for (const { start, end } of gaps(pathStart, source.length, spellings)) {
    reportText(source, start, end, report);
  }
  forEachEscape(source, parts, spellings, (start, end) => report('escaped-character', start, end));
  reportUnescaped(source, parts, spellings, report);
  for (const { start, end } of spans) {
    if (start >= fragmentStart) report('token-in-fragment', start, end);
  }
  reportRepeated(source, parts, spans, report);
}

/*
 * What RFC 3986 does not allow and WHATWG leaves as it is. Brackets in a query are not worth a word:
 * every program that we know of reads them alike.
 */
const UNESCAPED_IN_PATH = /[|[\]]+/g;
const UNESCAPED_IN_QUERY = /[{}|^`]+/g;
const UNESCAPED_IN_FRAGMENT = /[{}|^[\]#]+/g;

function reportUnescaped(
  source: string,
  { pathStart, queryStart, fragmentStart }: Parts,
  spellings: readonly Spelling[],
  report: Report,
): void {
  const components = [
    [pathStart, queryStart, UNESCAPED_IN_PATH],
    [queryStart, fragmentStart, UNESCAPED_IN_QUERY],
    [fragmentStart + 1, source.length, UNESCAPED_IN_FRAGMENT],
  ] as const;
  for (const [from, to, pattern] of components) {
    const inside = spellings.filter(({ start, end }) => start >= from && end <= to);
    for (const { start, end } of gaps(from, to, inside)) {
      forEachMatch(pattern, source.slice(start, end), ({ 0: found, index }) => {
        const replacement = encodeURIComponent(found);
        report('unescaped-character', start + index, start + index + found.length, { replacement });
      });
    }
  }
}

function reportText(source: string, start: number, end: number, report: Report): void {
  const text = source.slice(start, end);
  forEachMatch(UNKNOWN, text, ({ 0: found, index }) => {
    if (/^(?:[<[]|%3c)/i.test(found) && !CAPITALS.test(found)) return;
    report('unknown-placeholder', start + index, start + index + found.length);
  });
  forEachMatch(MALFORMED, text, ({ 0: found, index }) => {
    // Right before a placeholder only a person can tell what is meant.
    const replacement =
      index + found.length === text.length && end < source.length ? undefined : '%25';
    report('malformed-percent-encoding', start + index, start + index + 1, { replacement });
  });
  reportEach(report, 'invisible-character', INVISIBLE_RUN, source, start, end, { replacement: '' });
}

/** A repeated parameter matters only where the token is in one of them. */
export function reportRepeated(
  source: string,
  parts: Parts,
  spans: readonly Span[],
  report: Report,
): void {
  const { queryStart, fragmentStart } = parts;
  // Nearly always there is one, and its letters stand nowhere else in the URL.
  const [only, second] = spans;
  if (!only || (!second && !isNameRepeated(source, queryStart, only.start))) return;
  const nameOf = rememberedNames();
  const ofTokens = new Set<string | undefined>();
  const starts = startsOfValues(source, parts, spans);
  for (const [i, { start }] of spans.entries()) {
    if (start < queryStart || start >= fragmentStart) continue;
    ofTokens.add(nameOf(source.slice((starts[i] as number) + 1, start)));
  }
  if (ofTokens.size === 0) return;
  const seen = new Set<string>();
  for (let at = queryStart + 1, end = at; at < fragmentStart; at = end + 1) {
    end = source.indexOf('&', at);
    if (end < 0 || end > fragmentStart) end = fragmentStart;
    const name = nameOf(source.slice(at, end));
    if (name === undefined || !ofTokens.has(name)) continue;
    if (seen.has(name)) report('duplicate-parameter', at, end);
    seen.add(name);
  }
}

const DECODABLE = RegExp(`^(?:[^%]|%[0-7][\\da-f]|${UTF8_ESCAPE})*$`, 'i');

/** As `parameterName`, but quick where thousands of names do not decode, which engines take long to say. */
function rememberedNames(): (parameter: string) => string | undefined {
  const names = new Map<string, string | undefined>();
  return (parameter) => {
    const start = parameter.slice(0, parameter.indexOf('=') + 1);
    if (!names.has(start)) {
      names.set(start, DECODABLE.test(start) ? parameterName(start) : start.slice(0, -1));
    }
    return names.get(start);
  };
}

/** Whether the letters before the `=` of a token stand elsewhere, or could in another spelling. */
function isNameRepeated(source: string, queryStart: number, start: number): boolean {
  const name = source.slice(Math.max(queryStart, source.lastIndexOf('&', start)) + 1, start);
  if (name.includes('%') || name.includes('+')) return true;
  const first = source.indexOf(name, queryStart);
  const isElsewhere = first + name.length !== start || source.indexOf(name, start) >= 0;
  // Another parameter may spell the same name with escapes.
  const hasEscapes = source.indexOf('%', queryStart) >= 0 || source.indexOf('+', queryStart) >= 0;
  return isElsewhere || (hasEscapes && /(?:^[^?#]*\?|&)[^=&#]*[%+]/.test(source));
}
