/** How bad a finding is: an `error` forbids the URL, a `warning` deserves attention, an `info` tells. */
export type DiagnosticSeverity = 'error' | 'warning' | 'info';

/**
 * Everything that can be said of a module URL: its usual severity, and in a few words what to do.
 *
 * The sentences for people stand in `texts/`, which has to name every code of this table.
 */
export const DIAGNOSTICS = {
  'ambiguous-host': ['error', 'programs disagree on what it is; write four decimal numbers'],
  'angle-bracket-placeholder': ['info', 'better write {SHORT_TOKEN}'],
  backslash: ['error', 'not every program reads it as /'],
  'bearer-in-url': ['warning', 'everybody who sees the URL can use it'],
  'control-character': ['error', 'remove it'],
  'credentials-in-url': ['error', 'remove what is before @; it leaks and disguises the host'],
  'dot-segment': ['error', 'browsers remove it'],
  'duplicate-parameter': ['warning', 'the wrong one may be read'],
  'empty-url': ['error', 'begin with https://'],
  'encoded-placeholder': ['info', 'better write {SHORT_TOKEN}'],
  'encoded-url': ['error', 'decode it once'],
  'escaped-character': ['info', 'it will be percent-encoded, as browsers do'],
  'html-entity': ['warning', 'write & itself'],
  'insecure-scheme': ['error', 'use https; http can be read on the way'],
  'invalid-host': ['error', 'write a domain name or an IP address'],
  'invalid-port': ['error', 'write a number from 1 to 65535'],
  'invisible-character': ['warning', 'remove it'],
  'lone-surrogate': ['error', 'remove this half of a character'],
  'malformed-authority': ['error', 'write two slashes and a host'],
  'malformed-percent-encoding': ['warning', 'write a literal % as %25'],
  'misplaced-delimiter': ['warning', 'separate parameters with ? first, then with &'],
  'misspelled-placeholder': ['error', 'write {SHORT_TOKEN}'],
  'misspelled-scheme': ['error', 'begin with https://'],
  'nested-url': ['warning', 'the token will reach another origin'],
  'no-placeholder': ['info', 'the service cannot tell who opens it'],
  'non-ascii-host': ['error', 'write it in Punycode (xn--)'],
  'non-canonical-host': ['error', 'write the address as browsers do'],
  'placeholder-after-percent': ['error', 'the token would be read as part of the escape'],
  'placeholder-in-credentials': ['error', 'move it behind the host'],
  'placeholder-in-host': ['error', 'move it behind the host'],
  'placeholder-in-parameter-name': ['error', 'put a name and = before it'],
  'placeholder-in-port': ['error', 'move it behind the port'],
  'placeholder-in-scheme': ['error', 'move it behind the host'],
  'private-host': ['warning', 'it cannot be reached from everywhere'],
  'scheme-forbidden': ['error', 'use https'],
  'scheme-missing': ['error', 'begin with https://'],
  'surrounding-whitespace': ['error', 'remove it'],
  'text-beside-placeholder': ['warning', 'the service will get it with the token'],
  'token-in-fragment': ['info', 'only a script on the page can read it'],
  'too-long': ['error', 'use 8192 characters at most'],
  'trailing-dot-host': ['warning', 'it counts as another origin'],
  'unescaped-character': ['info', 'strict programs want it percent-encoded'],
  'unknown-placeholder': ['warning', 'it will not be replaced'],
  'unverified-punycode': ['error', 'check it with the option domainToAscii'],
  'wrapped-url': ['error', 'write the URL alone'],
} as const satisfies Readonly<Record<string, readonly [DiagnosticSeverity, string]>>;

/** What can be said of a module URL. Stable: messages may change, codes do not. */
export type ModuleUrlDiagnosticCode = keyof typeof DIAGNOSTICS;

/** Codes of a `ModuleUrlError`: those of the URL, and those of one rendering. */
export type ModuleUrlErrorCode =
  | ModuleUrlDiagnosticCode
  | 'token-invalid'
  | 'token-makes-dot-segment'
  | 'generator-timeout';

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
