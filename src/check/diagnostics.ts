import { REFUSALS, type RefusalCode } from '../url/refusals.ts';

/** How bad a finding is: an `error` forbids the URL, a `warning` deserves attention, an `info` tells. */
export type DiagnosticSeverity = 'error' | 'warning' | 'info';

/** What a check reports beyond what parsing refuses: the usual severity, and in a few words what to do. */
const REPORTS = {
  'angle-bracket-placeholder': ['info', 'better write {SHORT_TOKEN}'],
  'bearer-in-url': ['warning', 'everybody who sees the URL can use it'],
  'duplicate-parameter': ['warning', 'the wrong one may be read'],
  'encoded-placeholder': ['info', 'better write {SHORT_TOKEN}'],
  'escaped-character': ['info', 'it will be percent-encoded, as browsers do'],
  'html-entity': ['warning', 'write & itself'],
  'invisible-character': ['warning', 'remove it'],
  'malformed-percent-encoding': ['warning', 'write a literal % as %25'],
  'misplaced-delimiter': ['warning', 'separate parameters with ? first, then with &'],
  'nested-url': ['warning', 'the token will reach another origin'],
  'no-placeholder': ['info', 'the service cannot tell who opens it'],
  'placeholder-in-scheme': ['error', 'move it behind the host'],
  'private-host': ['warning', 'it cannot be reached from everywhere'],
  'text-beside-placeholder': ['warning', 'the service will get it with the token'],
  'token-in-fragment': ['info', 'only a script on the page can read it'],
  'trailing-dot-host': ['warning', 'it counts as another origin'],
  'unescaped-character': ['info', 'strict programs want it percent-encoded'],
  'unknown-placeholder': ['warning', 'it will not be replaced'],
  'wrapped-url': ['error', 'write the URL alone'],
} as const satisfies Readonly<Record<string, readonly [DiagnosticSeverity, string]>>;

/** What can be said of a module URL. Stable: messages may change, codes do not. */
export type ModuleUrlDiagnosticCode = RefusalCode | keyof typeof REPORTS;

/** The usual severity, and in a few words what to do. */
type Row = readonly [severity: DiagnosticSeverity, advice: string];

/** Everything that can be said of a module URL. The sentences for people stand in `texts/`, which has to name every code. */
export const DIAGNOSTICS: Readonly<Record<ModuleUrlDiagnosticCode, Row>> = {
  ...rowsOf(REFUSALS),
  ...REPORTS,
};

/** Whatever is refused is an error. */
function rowsOf(refusals: Readonly<Record<RefusalCode, string>>): Record<RefusalCode, Row> {
  const rows = Object.entries(refusals).map(([code, advice]): [string, Row] => [
    code,
    ['error', advice],
  ]);
  return Object.fromEntries(rows) as Record<RefusalCode, Row>;
}

/** One finding about a module URL. */
export interface ModuleUrlDiagnostic {
  /** What it is about; stable. */
  readonly code: ModuleUrlDiagnosticCode;
  /** How bad it is. */
  readonly severity: DiagnosticSeverity;
  /** For a person; it never quotes the URL. */
  readonly message: string;
  /** Where it begins in the source, in UTF-16 code units. */
  readonly start: number;
  /** Where it ends in the source, exclusive. */
  readonly end: number;
  /** The whole URL with this one thing mended, where it can be; what else was found is still there. */
  readonly fix?: string;
}
