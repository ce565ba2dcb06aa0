import { forEachMatch } from '../url/for-each-match.ts';
import type { Parts, Places, Span } from '../url/template.ts';
import { MAX_FINDINGS, type Report } from './findings.ts';

const NAME = '[\\w.~-]{1,64}';
const BLANK = '[ \\xa0\\u2000-\\u200a\\u202f\\u3000]';
const ENCODED_BLANK = '\\+|%20|%0[9ad]';
const ENTITY_OF_TEXT = '&(?:quot|apos|nbsp|lt|gt|#34|#39);';
const QUOTE = `["'\`´“”„‘’«»]|%2[27]|${ENTITY_OF_TEXT}`;
const PUNCTUATION = '[.,;:!=)\\]}>|/*…。，、；：！？）]';

// What was copied with the placeholder.
const ONLY_BEFORE = RegExp(`^(?:=|%3d|[(]|${ENCODED_BLANK}|${BLANK}|${QUOTE})+$`, 'i');
const ONLY_BEHIND = RegExp(`^(?:${PUNCTUATION}|${ENCODED_BLANK}|${BLANK}|${QUOTE})+$`, 'i');
const TAG = /^<\/?\w+ ?\/?>$/;
const REMARK = RegExp(`^(?:${BLANK}|${ENCODED_BLANK}|\\()`, 'i');
const HASH_REMARK = RegExp(`^${BLANK}+#`);
// A value ends at the next delimiter, which the ampersand of an entity is not.
const VALUE = RegExp(`^(?:${ENTITY_OF_TEXT}|[^&#])*`, 'i');
// Where it is no part of JSON, of an inner URL or the like.
const WORDS = /^[\w.~ ()[\]<>-]+$/;
// A hyphen or the like that joins them shows that they are meant.
const IS_JOINED_BEFORE = /[-_.~]$/;
const IS_JOINED_BEHIND = /^[-_.~]/;

const ENTITY = /&(?:amp|#0*(?:3[358]|47|58|6[13])|#x0*(?:2[136f]|3[adf]));/gi;
const FULL_WIDTH_DELIMITER = RegExp(
  `[\\uff1f\\uff06](?=${NAME}[=\\uff1d])|\\uff1d(?=[{<]SHORT_TOKEN)`,
  'g',
);
const QUERY_IN_PATH = RegExp(`(&|%3f|%26)(?:[^/?#&]{1,64}&)*${NAME}(=|%3d)$`, 'i');
// A slash or a colon would make it an inner URL.
const SECOND_QUERY = RegExp(`^[^=/:]+=[^=/:]*?/?(\\?|%26|%3f)${NAME}=$`, 'i');
// How far around a placeholder to look.
const CONTEXT = 200;
const QUERY_BEHIND = RegExp(`^\\?${NAME}=`);

/** Reports delimiters that do not delimit, and text with which the token would arrive. */
export function reportBesidePlaceholder(places: Places, report: Report): void {
  const { source, parts, spans } = places;
  reportDelimiters(source, parts, report);
  for (const span of spans.slice(0, MAX_FINDINGS)) {
    if (span.start < parts.queryStart) reportQueryInPath(source, parts, span, report);
    else if (span.start < parts.fragmentStart) reportSecondQuery(source, parts, span, report);
    reportText(source, parts, span, report);
  }
}

/** Delimiters as HTML writes them, and full-width ones. */
function reportDelimiters(source: string, parts: Parts, report: Report): void {
  const { pathStart, queryStart, fragmentStart } = parts;
  const target = source.slice(pathStart);
  forEachMatch(ENTITY, target, ({ 0: entity, index }) => {
    const start = pathStart + index;
    report('html-entity', start, start + entity.length, { replacement: characterOf(entity) });
  });
  forEachMatch(FULL_WIDTH_DELIMITER, target, ({ 0: wide, index }) => {
    const start = pathStart + index;
    const isFirst = wide === '？' && queryStart === fragmentStart;
    const replacement = wide === '＝' ? '=' : isFirst ? '?' : '&';
    report('misplaced-delimiter', start, start + 1, { replacement });
  });
}

function characterOf(entity: string): string {
  const [, hex, decimal] = /^&#(?:x([\da-f]+)|(\d+));$/i.exec(entity) ?? [];
  if (hex) return String.fromCharCode(Number.parseInt(hex, 16));
  return decimal ? String.fromCharCode(Number(decimal)) : '&';
}

/** A parameter in the path: `/&t={SHORT_TOKEN}`, `/%3Ft={SHORT_TOKEN}`. */
function reportQueryInPath(source: string, parts: Parts, { start }: Span, report: Report): void {
  const path = source.slice(Math.max(parts.pathStart, start - CONTEXT), start);
  const match = QUERY_IN_PATH.exec(path);
  if (!match || /:\/\/|%2f%2f/i.test(path)) return;
  const [, delimiter = '', equals = ''] = match;
  const at = start - path.length + match.index;
  report('misplaced-delimiter', at, at + delimiter.length, { replacement: '?' });
  if (equals !== '=') report('misplaced-delimiter', start - 3, start, { replacement: '=' });
}

/** `?a=1?t={SHORT_TOKEN}`, `??t=…`, `?a=1%26t=…`, `?t={SHORT_TOKEN}?lang=id`. */
function reportSecondQuery(
  source: string,
  { queryStart, fragmentStart }: Parts,
  { start, end }: Span,
  report: Report,
): void {
  const misplaced = (at: number, length: number, replacement: string) =>
    report('misplaced-delimiter', at, at + length, { replacement });
  const begin = Math.max(queryStart, source.lastIndexOf('&', start)) + 1;
  const before = source.slice(Math.max(begin, start - CONTEXT), start);
  const doubled = begin === queryStart + 1 ? (/^\?+/.exec(before)?.[0] ?? '') : '';
  if (doubled) misplaced(begin, doubled.length, '');
  const delimiter = SECOND_QUERY.exec(before)?.[1];
  if (delimiter && !/%(?:25)*(?:3a|2f)/i.test(before)) {
    const at = before.toLowerCase().lastIndexOf(delimiter.toLowerCase());
    misplaced(start - before.length + at, delimiter.length, '&');
  }
  const behind = source.slice(end, Math.min(fragmentStart, end + 100));
  if (QUERY_BEHIND.test(behind) && !/[/:]/.test(before)) misplaced(end, 1, '&');
}

/** Quotation marks, full stops and remarks that were copied with the placeholder, and other words. */
function reportText(source: string, parts: Parts, { start, end }: Span, report: Report): void {
  const isInPath = start < parts.queryStart;
  const before = textBefore(source, parts, start, isInPath);
  if (ONLY_BEFORE.test(before)) {
    report('text-beside-placeholder', start - before.length, start, { replacement: '' });
  } else if (before !== '') {
    // What is meant to stand there is for a person to say.
    if (isInPath || IS_JOINED_BEFORE.test(before)) return;
    if (!WORDS.test(before.replace(/%20|\+/g, ' '))) return;
    report('text-beside-placeholder', start - before.length, start);
    return;
  }
  const behind = textBehind(source, end, isInPath);
  const isLast = end + behind.length === source.length;
  const isRemark = isLast && REMARK.test(behind) && !behind.includes('://');
  if (ONLY_BEHIND.test(behind) || TAG.test(behind) || isRemark) {
    report('text-beside-placeholder', end, end + behind.length, { replacement: '' });
  } else if (isInPath || IS_JOINED_BEHIND.test(behind)) return;
  else if (WORDS.test(behind) || /^[{<]SHORT_TOKEN/.test(behind)) {
    report('text-beside-placeholder', end, end + behind.length);
  }
}

function textBefore(source: string, parts: Parts, start: number, isInPath: boolean): string {
  const { pathStart, queryStart, fragmentStart } = parts;
  const from = isInPath ? pathStart : start < fragmentStart ? queryStart : fragmentStart;
  const left = source.slice(Math.max(from, start - CONTEXT), start);
  const value = left.replace(isInPath ? /^.*\//s : /^.*[?&#]/s, '');
  return isInPath ? value : value.slice(value.indexOf('=') + 1);
}

function textBehind(source: string, end: number, isInPath: boolean): string {
  const right = source.slice(end, end + CONTEXT);
  if (HASH_REMARK.test(right)) return right;
  return isInPath ? right.replace(/[/?#].*$/s, '') : (VALUE.exec(right)?.[0] ?? '');
}
