import { INVISIBLE, MAX_LENGTH } from './characters.ts';
import { type Report, reportEach } from './findings.ts';
import { findWrappedUrl } from './wrapped-url.ts';

const EDGE = RegExp(`^[\\s${INVISIBLE}]+`);
const EDGE_END = RegExp(`[\\s${INVISIBLE}]$`);

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
  if (length > MAX_LENGTH) {
    damage('too-long', MAX_LENGTH, length);
    return true;
  }
  const start = EDGE.exec(source)?.[0].length ?? 0;
  if (start === length) {
    damage('empty-url', 0, length);
    return true;
  }
  let end = length;
  while (EDGE_END.test(source.slice(end - 1, end))) end--;
  const mended = source.slice(start, end);
  reportEdge(source.slice(0, start), 0, mended, damage);
  reportEdge(source.slice(end), end, mended, damage);
  reportControls(source, start, end, damage);
  reportBackslashes(source, damage);
  // With the u flag, a surrogate that belongs to a pair is not seen as one.
  reportEach(damage, 'lone-surrogate', /[\ud800-\udfff]+/gu, source, 0, length);
  if (!damaged) reportWrapping(source, damage);
  return damaged;
}

/** What stands before and behind the URL goes together. */
function reportEdge(text: string, start: number, mended: string, report: Report): void {
  const details = { replacement: '', mended };
  const end = start + text.length;
  if (text === '') return;
  if (text.trim() === '') report('surrounding-whitespace', start, end, details);
  else report('invisible-character', start, end, { ...details, severity: 'error' });
}

/** Mail programs break long lines and indent what follows: the indent goes with the break. */
function reportControls(source: string, start: number, end: number, report: Report): void {
  const controls = /[\0-\x1f\x7f]+/g;
  controls.lastIndex = start;
  for (;;) {
    const match = controls.exec(source);
    if (!match || match.index >= end) return;
    let from = match.index;
    let to = from + match[0].length;
    if (/[\r\n]/.test(match[0])) {
      while (source[from - 1] === ' ') from--;
      while (source[to] === ' ' || source[to] === '\t') to++;
      controls.lastIndex = to;
    }
    report('control-character', from, Math.min(to, end), { replacement: '' });
  }
}

function reportBackslashes(source: string, report: Report): void {
  const { length } = source;
  const query = source.search(/[?#]|$/);
  const slashes = /\\\/|\\/g;
  for (let match = slashes.exec(source); match; match = slashes.exec(source)) {
    const { 0: found, index } = match;
    // JSON may write a slash as \/; at the very end it belongs to the text around the URL.
    const replacement = found === '\\/' || index < query ? '/' : index === length - 1 ? '' : '%5C';
    report('backslash', index, index + found.length, { replacement });
  }
}

function reportWrapping(source: string, report: Report): void {
  if (/^https?%3a(?:%2f|\/){2}/i.test(source)) {
    report('encoded-url', 0, source.length, { replacement: decoded(source) });
    return;
  }
  const url = findWrappedUrl(source);
  if (url !== undefined) report('wrapped-url', 0, source.length, { replacement: url });
}

function decoded(source: string): string | undefined {
  try {
    return decodeURIComponent(source);
  } catch {
    return undefined;
  }
}
