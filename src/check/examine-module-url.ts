import { PLACEHOLDER } from '../token/placeholder.ts';
import { findCanonical, findPlaceholders } from '../url/find-placeholders.ts';
import { readParts } from '../url/read-parts.ts';
import { cutAt, readPlaces } from '../url/read-template.ts';
import type { ModuleUrlOptions } from '../url/refuse-authority.ts';
import { refuseTarget } from '../url/refuse-target.ts';
import type { Parts, Span, Template } from '../url/template.ts';
import { explainNearMiss, findSpellings, isAccepted, type Spelling } from './find-spellings.ts';
import { type Finding, type Report, reportTo } from './findings.ts';
import { hasNothingToReport } from './has-nothing-to-report.ts';
import { reportAuthority } from './report-authority.ts';
import { reportBesidePlaceholder } from './report-beside-placeholder.ts';
import { reportDamage } from './report-damage.ts';
import { reportNested } from './report-nested.ts';
import { reportRefusals } from './report-refusals.ts';
import { reportRepeatedScheme, reportScheme } from './report-scheme.ts';
import { reportRepeated, reportTarget } from './report-target.ts';

/** Everything found, and the template where the reading came to its end. */
export interface Examination {
  readonly findings: Finding[];
  /** What parsing reads, where no finding is an error; written out when it is asked for. */
  readonly template?: () => Template;
}

/**
 * Reads a module URL as parsing does, by the same steps, and takes down everything worth knowing.
 *
 * Damage to the characters, the scheme or the slashes ends the reading: what follows could only be
 * guessed. The caller mends it and reads again.
 */
export function examineModuleUrl(source: string, options: ModuleUrlOptions): Examination {
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
  if (isPlain) {
    const places = readPlaces(source, parts, findCanonical(source), true);
    reportRepeated(source, parts, places.spans, report);
    if (!places.spans[0]) reportNoPlaceholder(source, parts, report);
    return { findings, template: () => cutAt(places, true) };
  }
  const spellings = findSpellings(source);
  const replaced = findPlaceholders(source).filter(({ start }) => start >= parts.pathStart);
  const misspelled = spellings.filter((spelling) => !isAccepted(spelling));
  const meant = replaced.filter((span) => !misspelled.some((other) => holds(other, span)));
  const isSame = meant.length === replaced.length;
  const leads: Span[] = [];
  const onLead = (lead: Span) => void leads.push(lead);
  const places = readPlaces(source, parts, replaced, false, isSame ? onLead : undefined);
  // What is reported of `{{SHORT_TOKEN}}` as a whole is not reported of the part that parsing replaces.
  const shown = isSame ? places : readPlaces(source, parts, meant, false, onLead);
  reportSpellings(source, spellings, report);
  reportAuthority(source, parts, spellings, options, report);
  const refuse = reportRefusals(source, parts, options, report);
  refuseTarget(spellings.some(isAccepted) ? places : shown, refuse);
  reportTarget(shown, spellings, report);
  reportNested(shown, leads, report);
  reportBesidePlaceholder(shown, report);
  if (!spellings[0]) reportNoPlaceholder(source, parts, report);
  return { findings, template: () => cutAt(places, false) };
}

function holds(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function reportSpellings(source: string, spellings: readonly Spelling[], report: Report): void {
  // Beside a good one, what looks like another may be meant as it stands.
  const doubtful = spellings.some(isAccepted);
  for (const spelling of spellings) {
    const { code, start, end } = spelling;
    if (code === undefined) continue;
    if (isAccepted(spelling)) {
      report(code, start, end, { replacement: PLACEHOLDER });
      continue;
    }
    report(code, start, end, {
      replacement: PLACEHOLDER,
      reason: explainNearMiss(source.slice(start, end)),
      severity: doubtful ? 'warning' : 'error',
      doubtful,
    });
  }
}

function reportNoPlaceholder(source: string, parts: Parts, report: Report): void {
  const { queryStart, fragmentStart } = parts;
  const before = source.slice(0, fragmentStart);
  const separator = queryStart === fragmentStart ? '?' : /[?&]$/.test(before) ? '' : '&';
  const replacement = `${before}${separator}token=${PLACEHOLDER}${source.slice(fragmentStart)}`;
  report('no-placeholder', 0, source.length, { replacement });
}
