import { type Report, reportEach } from './findings.ts';
import type { Parts, Span, Template } from './template.ts';

const NAME = '[\\w.~-]{1,64}';
const BLANK = '[ \\xa0\\u2000-\\u200a\\u202f\\u3000]';
const QUOTE = `["'\`´“”„‘’«»]|%2[27]|&(?:quot|apos|#34|#39);`;
const ONLY_BEFORE = RegExp(`^(?:=|\\+|%20|%3d|${BLANK}|${QUOTE})+$`, 'i');
const ONLY_BEHIND = RegExp(`^(?:[.,;:!)\\]}>|/*…]|\\+|%20|${BLANK}|${QUOTE})+$`, 'i');
const WIDE_QUESTION_MARK = RegExp(`\\uff1f(?=${NAME}=)`, 'g');
const ENTITY = /&(?:amp|#0*38|#x0*26);/gi;
const QUERY_IN_PATH = RegExp(`(&|%3f|%26)(?:[^/?#&]{1,64}&)*${NAME}=$`, 'i');
// A slash or a colon would make it an inner URL.
const SECOND_QUERY = RegExp(`^[^=/:]+=[^=/:]*?(\\?|%26|%3f)${NAME}=$`, 'i');
const QUERY_BEHIND = RegExp(`^\\?${NAME}=`);
const COMMENT = RegExp(`^(?:${BLANK}|\\+|%20)`, 'i');

/** Reports delimiters that do not delimit, and text with which the token would arrive. */
export function reportNeighbours(template: Template, report: Report): void {
  const { source, parts, spans } = template;
  reportEach(report, 'html-entity', ENTITY, source, parts.pathStart, source.length, {
    replacement: '&',
  });
  const isFirst = parts.queryStart === parts.fragmentStart;
  reportEach(
    report,
    'misplaced-delimiter',
    WIDE_QUESTION_MARK,
    source,
    parts.pathStart,
    source.length,
    {
      replacement: isFirst ? '?' : '&',
    },
  );
  for (const span of spans) {
    if (span.start < parts.queryStart) reportQueryInPath(source, parts, span, report);
    else if (span.start < parts.fragmentStart) reportSecondQuery(source, parts, span, report);
    reportText(source, parts, span, report);
  }
}

/** A parameter in the path: `/&t={SHORT_TOKEN}`, `/%3Ft={SHORT_TOKEN}`. */
function reportQueryInPath(source: string, parts: Parts, { start }: Span, report: Report): void {
  const path = source.slice(Math.max(parts.pathStart, start - 400), start);
  const match = QUERY_IN_PATH.exec(path);
  if (!match || /:\/\/|%2f%2f/i.test(path)) return;
  const at = start - path.length + match.index;
  report('misplaced-delimiter', at, at + (match[1] as string).length, { replacement: '?' });
}

/** `?a=1?t={SHORT_TOKEN}`, `??t=…`, `?a=1%26t=…`, `?t={SHORT_TOKEN}?lang=id`. */
function reportSecondQuery(
  source: string,
  parts: Parts,
  { start, end }: Span,
  report: Report,
): void {
  const { queryStart, fragmentStart } = parts;
  const misplaced = (at: number, length: number, replacement: string) =>
    report('misplaced-delimiter', at, at + length, { replacement });
  const begin = Math.max(queryStart, source.lastIndexOf('&', start)) + 1;
  const before = source.slice(begin, start);
  const doubled = begin === queryStart + 1 ? /^\?+/.exec(before)?.[0].length : undefined;
  if (doubled) misplaced(begin, doubled, '');
  const match = SECOND_QUERY.exec(before);
  const delimiter = match?.[1];
  if (delimiter && !/%(?:25)*(?:3a|2f)/i.test(before)) {
    const at = begin + before.toLowerCase().lastIndexOf(delimiter.toLowerCase());
    misplaced(at, delimiter.length, '&');
  }
  const behind = source.slice(end, fragmentStart);
  if (QUERY_BEHIND.test(behind) && !/[/:]/.test(before)) misplaced(end, 1, '&');
}

/** Quotation marks, full stops and comments that were copied with the placeholder. */
function reportText(source: string, parts: Parts, { start, end }: Span, report: Report): void {
  const inPath = start < parts.queryStart;
  const from = inPath
    ? parts.pathStart
    : start < parts.fragmentStart
      ? parts.queryStart
      : parts.fragmentStart;
  const left = source.slice(Math.max(from, start - 200), start);
  const last = left.slice(left.search(inPath ? /[^/]*$/ : /[^?&#]*$/));
  const before = inPath ? last : last.slice(last.indexOf('=') + 1);
  const right = source.slice(end, end + 200);
  const behind = right.slice(0, right.search(inPath ? /[/?#]|$/ : /[&#]|$/));
  const isJunkBefore = before !== '' && ONLY_BEFORE.test(before);
  if (isJunkBefore) {
    report('text-beside-placeholder', start - before.length, start, { replacement: '' });
  }
  if (before !== '' && !isJunkBefore) return;
  const isComment = COMMENT.test(behind) && end + behind.length === source.length;
  if (behind !== '' && (ONLY_BEHIND.test(behind) || isComment)) {
    report('text-beside-placeholder', end, end + behind.length, { replacement: '' });
  }
}
