import { forEachMatch } from '../url/for-each-match.ts';
import { messageOf } from '../url/refuse.ts';
import {
  DIAGNOSTICS,
  type DiagnosticSeverity,
  type ModuleUrlDiagnostic,
  type ModuleUrlDiagnosticCode,
} from './diagnostics.ts';

/** A finding before it is shown: with what to write in its place instead of the whole mended URL. */
export interface Finding {
  readonly code: ModuleUrlDiagnosticCode;
  readonly severity: DiagnosticSeverity;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** What to write between `start` and `end`; absent where only a person can tell. */
  readonly replacement: string | undefined;
  /** The whole URL with this mended, where that takes more than one place. */
  readonly mended: string | undefined;
  /** Whether only a person can tell that it is a mistake at all. */
  readonly doubtful: boolean;
}

/** What a finding has beyond its code and place. */
export interface FindingDetails {
  /** See {@link Finding.replacement}. */
  readonly replacement?: string | undefined;
  /** See {@link Finding.mended}. */
  readonly mended?: string;
  /** Where it is not the usual one of the code. */
  readonly severity?: DiagnosticSeverity | undefined;
  /** A word or two about this very place. */
  readonly reason?: string | undefined;
  /** See {@link Finding.doubtful}. */
  readonly doubtful?: boolean;
}

/** Takes down what was found between `start` and `end`. */
export type Report = (
  code: ModuleUrlDiagnosticCode,
  start: number,
  end: number,
  details?: FindingDetails,
) => void;

/**
 * How many findings are taken down. Nobody reads more of one URL, and an attacker's URL of 8192
 * characters would have thousands.
 */
export const MAX_FINDINGS = 64;

/** Makes a function that adds what it is told to `findings`, up to {@link MAX_FINDINGS}. */
export function reportTo(findings: Finding[]): Report {
  return (code, start, end, details = {}) => {
    const [severity, advice] = DIAGNOSTICS[code];
    // An error has to be among them, however late it comes.
    const isFull = findings.length >= MAX_FINDINGS;
    const isLate = isFull && ((details.severity ?? severity) !== 'error' || findings.some(isError));
    if (isLate) return;
    findings.push({
      code,
      severity: details.severity ?? severity,
      message: details.reason ? messageOf(code, advice, details.reason) : plainMessage(code),
      start,
      end,
      replacement: details.replacement,
      mended: details.mended,
      doubtful: details.doubtful === true,
    });
  };
}

// Put together once, since it takes longer than the rest of a finding.
const MESSAGES: Partial<Record<ModuleUrlDiagnosticCode, string>> = {};

function plainMessage(code: ModuleUrlDiagnosticCode): string {
  MESSAGES[code] ??= messageOf(code, DIAGNOSTICS[code][1]);
  return MESSAGES[code];
}

/** Reports every place that `pattern` finds in `source` between `start` and `end`. */
export function reportEach(
  report: Report,
  code: ModuleUrlDiagnosticCode,
  pattern: RegExp,
  source: string,
  start: number,
  end: number,
  details?: FindingDetails,
): void {
  forEachMatch(pattern, source.slice(start, end), ({ 0: found, index }) => {
    report(code, start + index, start + index + found.length, details);
  });
}

/** Whether it forbids the URL. */
export function isError({ severity }: Finding | ModuleUrlDiagnostic): boolean {
  return severity === 'error';
}

/** The source with this one finding mended. */
export function mendOne(source: string, finding: Finding): string | undefined {
  const { start, end, replacement, mended } = finding;
  if (mended !== undefined || replacement === undefined) return mended;
  return source.slice(0, start) + replacement + source.slice(end);
}

/**
 * Whether it belongs to mending everything at once: what is only told (`info`) is not broken, and
 * what may be meant as it stands is for a person to decide.
 */
export function isMendable({ severity, replacement, doubtful }: Finding): boolean {
  return replacement !== undefined && severity !== 'info' && !doubtful;
}

/** The source with every mendable finding mended; of two that overlap, the first. */
export function mendAll(source: string, findings: readonly Finding[]): string {
  let mended = '';
  let at = 0;
  for (const { start, end, replacement } of findings
    .filter(isMendable)
    .sort((a, b) => a.start - b.start)) {
    if (start < at) continue;
    mended += source.slice(at, start) + replacement;
    at = end;
  }
  return mended + source.slice(at);
}
