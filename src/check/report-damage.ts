import { INVISIBLE, MAX_LENGTH } from '../url/characters.ts';
import { forEachMatch } from '../url/for-each-match.ts';
import { type Report, reportEach } from './findings.ts';
import { findWrappedUrl } from './wrapped-url.ts';

const EDGE = RegExp(`^[\\s${INVISIBLE}\\u200d\\ufe00-\\ufe0f]+`);
// The joiner and the variation selectors may belong to an emoji before them.
const EDGE_END = RegExp(`^(?:[\\s\\S]?[\\s${INVISIBLE}]|[\\0-\\x7f][\\u200d\\ufe00-\\ufe0f])$`);
const INVISIBLE_RUN = RegExp(`[${INVISIBLE}]+`, 'g');

/**
 * Reports what makes a text no URL at all, so that whatever follows could only be guessed: the caller
 * mends it and reads again.
 *
 * @returns whether anything was found
 */
export function reportDamage(source: string, report: Report): boolean {
  const { length } = source;
  let damaged = false;
  const damage: Report = (...finding) => {
    damaged = true;
    report(...finding);
  };
  const start = EDGE.exec(source.slice(0, MAX_LENGTH))?.[0].length ?? 0;
  if (length > MAX_LENGTH) damage('too-long', MAX_LENGTH, length);
  else if (start === length) damage('empty-url', 0, length);
  if (damaged) return true;
  let end = length;
  while (EDGE_END.test(source.slice(Math.max(0, end - 2), end))) end--;
  const mended = source.slice(start, end);
  reportEdge(source.slice(0, start), 0, mended, damage);
  reportEdge(source.slice(end), end, mended, damage);
  if (!damaged) reportWrapping(source, damage);
  if (damaged && start === 0 && end === length) return true;
  reportHeadCharacters(source, start, damage);
  reportControls(source, start, end, damage);
  reportBackslashes(source, damage);
  // With the u flag, a surrogate that belongs to a pair is not seen as one.
  reportEach(damage, 'lone-surrogate', /[\ud800-\udfff]+/gu, source, 0, length);
  return damaged;
}

/** What stands before and behind the URL goes together. */
function reportEdge(text: string, start: number, mended: string, report: Report): void {
  if (text === '') return;
  const details = { replacement: '', mended };
  const end = start + text.length;
  if (text.trim() === '') report('surrounding-whitespace', start, end, details);
  else report('invisible-character', start, end, { ...details, severity: 'error' });
}

// Every level of encoding takes one round.
const ENCODED_URL = /^https?%(?:25)*3a(?:%(?:25)*2f|\/){2}/i;

function reportWrapping(source: string, report: Report): void {
  if (ENCODED_URL.test(source)) {
    report('encoded-url', 0, source.length, { replacement: decoded(source) });
    return;
  }
  // Line breaks may stand around a URL; within it they are for `reportControls`.
  const url = findWrappedUrl(source.replace(/[\t\r\n]/g, ' '));
  if (url === undefined || !source.includes(url)) return;
  report('wrapped-url', 0, source.length, { replacement: url });
}

/** Percent-decodes a text once; `undefined` where it is not UTF-8. */
export function decoded(source: string): string | undefined {
  try {
    return decodeURIComponent(source);
  } catch {
    return undefined;
  }
}

/** Before the host nothing may be hidden, and no slash be written as HTML does. */
function reportHeadCharacters(source: string, start: number, report: Report): void {
  const head = source.search(/\/|$/);
  const details = { replacement: '', severity: 'error' } as const;
  reportEach(report, 'invisible-character', INVISIBLE_RUN, source, start, head, details);
  const entities = /&#(?:x2f|x3a|47|58);/gi;
  forEachMatch(entities, source.slice(0, 40), ({ 0: entity, index }) => {
    const replacement = /x2f|47/i.test(entity) ? '/' : ':';
    report('html-entity', index, index + entity.length, { replacement, severity: 'error' });
  });
}

/** Mail programs break long lines and indent what follows: the indent goes with the break. */
function reportControls(source: string, start: number, end: number, report: Report): void {
  const controls = /[\0-\x1f\x7f]+/g;
  controls.lastIndex = start;
  for (let match = controls.exec(source); match; match = controls.exec(source)) {
    if (match.index >= end) return;
    let from = match.index;
    let to = from + match[0].length;
    if (/[\r\n]/.test(match[0])) {
      while (source[from - 1] === ' ') from--;
      while (source[to] === ' ' || source[to] === '\t') to++;
      controls.lastIndex = to;
    }
    // What begins anew is another URL.
    const replacement = /^https?:/i.test(source.slice(to, to + 6)) ? undefined : '';
    report('control-character', from, Math.min(to, end), { replacement });
  }
}

// JSON escapes slashes, quotation marks and characters; Markdown and shells escape punctuation.
const BACKSLASHES = /\\u[\da-f]{4}|\{\\|\\\/|\\[rnt]+$|\\["'_{}()*+.!?=&$~]|\\/gi;

function reportBackslashes(source: string, report: Report): void {
  if (!source.includes('\\')) return;
  const query = source.search(/[?#]|$/);
  // A backslash before an @ disguises the host: only a person can tell which host was meant.
  const authority = source.replace(/^[a-z]+:\/\//i, '').replace(/[/?#].*$/s, '');
  const isDisguise = authority.lastIndexOf('@') > authority.indexOf('\\');
  forEachMatch(BACKSLASHES, source, ({ 0: found, index }) => {
    const end = index + found.length;
    const replacement = isDisguise
      ? undefined
      : unescaped(found, index < query, end === source.length);
    report('backslash', index, end, { replacement });
  });
}

function unescaped(found: string, isBeforeQuery: boolean, isLast: boolean): string {
  if (found === '{\\' || found === '\\/') return found.replace('\\', '');
  if (/^\\u/i.test(found)) return String.fromCharCode(Number.parseInt(found.slice(2), 16));
  if (/^\\[rnt]/.test(found) || (isLast && /^\\["']?$/.test(found))) return '';
  if (found.length === 2) return found.slice(1);
  return isBeforeQuery ? '/' : '%5C';
}
