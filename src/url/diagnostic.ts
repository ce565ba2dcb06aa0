/** How bad a finding is: an `error` forbids the URL, a `warning` wants a look, an `info` tells. */
export type DiagnosticSeverity = 'error' | 'warning' | 'info';

/** What can be said of a module URL. Stable: messages may change, codes do not. */
export type ModuleUrlDiagnosticCode =
  | 'ambiguous-host'
  | 'angle-bracket-placeholder'
  | 'backslash'
  | 'bearer-in-url'
  | 'control-character'
  | 'credentials-in-url'
  | 'dot-segment'
  | 'duplicate-parameter'
  | 'empty-url'
  | 'encoded-placeholder'
  | 'escaped-character'
  | 'insecure-scheme'
  | 'invalid-host'
  | 'invalid-port'
  | 'lone-surrogate'
  | 'malformed-authority'
  | 'malformed-percent-encoding'
  | 'misspelled-placeholder'
  | 'nested-url'
  | 'no-placeholder'
  | 'non-ascii-host'
  | 'placeholder-after-percent'
  | 'placeholder-in-credentials'
  | 'placeholder-in-host'
  | 'placeholder-in-parameter-name'
  | 'placeholder-in-port'
  | 'placeholder-in-scheme'
  | 'private-host'
  | 'scheme-forbidden'
  | 'scheme-missing'
  | 'surrounding-whitespace'
  | 'token-in-fragment'
  | 'too-long'
  | 'trailing-dot-host'
  | 'unknown-placeholder';

/** Codes of a `ModuleUrlError`: those of the URL, and those of one rendering. */
export type ModuleUrlErrorCode =
  | ModuleUrlDiagnosticCode
  | 'token-invalid'
  | 'token-makes-dot-segment'
  | 'generator-timeout';

/** One finding about a module URL. */
export interface ModuleUrlDiagnostic {
  readonly code: ModuleUrlDiagnosticCode;
  readonly severity: DiagnosticSeverity;
  /** For a person; it never quotes the URL. */
  readonly message: string;
  /** Where it begins in the source, in UTF-16 code units. */
  readonly start: number;
  /** Where it ends in the source, exclusive. */
  readonly end: number;
  /** The whole URL with everything that can be mended mended; it passes `checkModuleUrl` itself. */
  readonly fix?: string;
}
