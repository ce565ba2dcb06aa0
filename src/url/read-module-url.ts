import { PLACEHOLDER } from '../token/placeholder.ts';
import {
  explainNearMiss,
  findCanonical,
  findPlaceholders,
  isAccepted,
  type PlaceholderMatch,
} from './find-placeholders.ts';
import { type Finding, type Report, reportTo } from './findings.ts';
import { readNesting } from './nested-values.ts';
import { type AuthorityOptions, readParts, reportAuthority } from './read-authority.ts';
import { reportRepeatedScheme, reportScheme } from './read-scheme.ts';
import { readTarget } from './read-target.ts';
import { reportBesidePlaceholder } from './report-beside-placeholder.ts';
import { reportDamage } from './report-damage.ts';
import { reportRepeated, reportTarget } from './report-target.ts';
import type { Parts, Template } from './template.ts';

/** Everything found, and the template where the reading came to its end. */
export interface Reading {
  readonly findings: Finding[];
  /** Good for rendering only where no finding is an error. */
  readonly template?: Template;
}

/**
 * Reads a module URL and reports whatever RFC 3986 and the WHATWG URL standard would not read the
 * same way.
 *
 * Damage to the characters, the scheme or the slashes ends the reading: what follows could only be
 * guessed. The caller mends it and reads again.
 */
export function readModuleUrl(source: string, options: AuthorityOptions): Reading {
  const findings: Finding[] = [];
  const report = reportTo(findings);
  const isPlain = hasNothingToReport(source);
  if (!isPlain && (reportDamage(source, report) || reportRepeatedScheme(source, report))) {
    return { findings };
  }
  const parts = readParts(source);
  if (!parts) {
    reportScheme(source, report);
    return { findings };
  }
  const matches = isPlain ? findCanonical(source) : findPlaceholders(source);
  const spans = isPlain
    ? matches
    : matches.filter((match) => isAccepted(match) && match.start >= parts.pathStart);
  const nesting = isPlain ? undefined : readNesting(source, parts, spans);
  const encodings = nesting ? nesting.encodings : spans.length === 1 ? ONCE : spans.map(() => 1);
  const template = readTarget(source, parts, spans, encodings, isPlain);
  if (!nesting) reportRepeated(source, parts, spans, report);
  else {
    reportSpellings(source, matches, report);
    reportAuthority(source, parts, matches, options, report);
    reportTarget(template, matches, nesting.leads, report);
    reportBesidePlaceholder(template, report);
  }
  if (!matches[0]) reportNoPlaceholder(source, parts, report);
  return { findings, template };
}

const ONCE: readonly number[] = [1];

/*
 * What nearly everybody writes: https, a domain name, a path, a query, a fragment, and in none of them
 * anything that could be reported. Left out are Punycode, local names, the default port, dot segments,
 * and escapes that could hide a delimiter, a letter or a character without a width. No repetition can begin with what may follow
 * it, so the time is linear.
 */
const DOMAIN = '(?!xn--)[a-z\\d_-]+(?:\\.(?!xn--|local|internal|\\d)[a-z\\d_-]+)+';
const PORT = '(?::(?!443)[1-9]\\d{0,3})?';
const CHARACTER = '[\\w~!*,-]|%(?!C2|E2|EF)(?:2[0-46-9A-CF]|3[ABDF]|40|[89A-F][\\dA-F])';
const SEGMENT = `/(?:${PLACEHOLDER}(?=[/?#]|$)|(?!\\.)(?:[.=;+@]|${CHARACTER})*)`;
const PARAMETER = `(?:[.+]|${CHARACTER})+(?:=(?:${PLACEHOLDER}(?=[&#]|$)|(?:[.+/=;@]|${CHARACTER})*))?`;
const FRAGMENT = '(?:#[\\w.~!*+,;=@/?&-]*)?';
const PLAIN = RegExp(
  `^https://${DOMAIN}${PORT}(?:${SEGMENT})*(?:\\?${PARAMETER}(?:&${PARAMETER})*)?${FRAGMENT}$`,
);

// Whatever is longer has a domain name or a URL that may be too long.
const LONGEST_PLAIN = 2000;
const LONGEST_HOST = 70;

/** Tells quickly that nothing can be reported of a usual URL, but for what is repeated or absent. */
function hasNothingToReport(source: string): boolean {
  return (
    source.length <= LONGEST_PLAIN &&
    PLAIN.test(source) &&
    source.indexOf('/', 8) <= LONGEST_HOST &&
    !source.includes('eyJ') &&
    !hasOtherWords(source)
  );
}

/** Whether the words of the placeholder stand somewhere without its braces. */
function hasOtherWords(source: string): boolean {
  for (let at = source.indexOf('TOKEN'); at >= 0; at = source.indexOf('TOKEN', at + 1)) {
    if (!source.startsWith(PLACEHOLDER, at - 7)) return true;
  }
  return false;
}

function reportSpellings(
  source: string,
  matches: readonly PlaceholderMatch[],
  report: Report,
): void {
  // Beside a good one, what looks like another may be meant as it stands.
  const doubtful = matches.some(isAccepted);
  for (const match of matches) {
    const { code, start, end } = match;
    if (code === undefined) continue;
    if (isAccepted(match)) report(code, start, end, { replacement: PLACEHOLDER });
    else {
      report(code, start, end, {
        replacement: PLACEHOLDER,
        reason: explainNearMiss(source.slice(start, end)),
        severity: doubtful ? 'warning' : 'error',
        doubtful,
      });
    }
  }
}

function reportNoPlaceholder(source: string, parts: Parts, report: Report): void {
  const { queryStart, fragmentStart } = parts;
  const before = source.slice(0, fragmentStart);
  const separator = queryStart === fragmentStart ? '?' : /[?&]$/.test(before) ? '' : '&';
  const replacement = `${before}${separator}token=${PLACEHOLDER}${source.slice(fragmentStart)}`;
  report('no-placeholder', 0, source.length, { replacement });
}
