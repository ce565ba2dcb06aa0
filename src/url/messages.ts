import type { ModuleUrlDiagnostic, ModuleUrlDiagnosticCode } from './diagnostic.ts';

/**
 * For every code the first letter of its severity, and what its words leave to be said.
 *
 * Kept short, since it is a good part of what the entry `.` weighs.
 */
export const HINTS: Readonly<Record<ModuleUrlDiagnosticCode, string>> = {
  'ambiguous-host': 'eprograms disagree on what it is; write four decimal numbers',
  'angle-bracket-placeholder': 'ibetter write {SHORT_TOKEN}',
  backslash: 'enot every program reads it as /',
  'bearer-in-url': 'weverybody who sees the URL can use it',
  'control-character': 'eremove it',
  'credentials-in-url': 'eremove what is before @; it leaks, and it disguises the host',
  'dot-segment': 'ebrowsers remove it',
  'duplicate-parameter': 'wthe wrong one may be read',
  'empty-url': 'ebegin with https://',
  'encoded-placeholder': 'ibetter write {SHORT_TOKEN}',
  'escaped-character': 'iit will be percent-encoded, as browsers do',
  'insecure-scheme': 'euse https; http can be read on the way',
  'invalid-host': 'ewrite a domain name or an IP address',
  'invalid-port': 'ewrite a number from 1 to 65535',
  'lone-surrogate': 'eremove this half of a character',
  'malformed-authority': 'ewrite two slashes and a host',
  'malformed-percent-encoding': 'wwrite a literal % as %25',
  'misspelled-placeholder': 'ewrite {SHORT_TOKEN}',
  'nested-url': 'wthe token will reach another origin',
  'no-placeholder': 'ithe service can not tell who opens it',
  'non-ascii-host': 'ewrite it in Punycode (xn--)',
  'placeholder-after-percent': 'ethe token would be read as part of the escape',
  'placeholder-in-credentials': 'emove it behind the host',
  'placeholder-in-host': 'emove it behind the host',
  'placeholder-in-parameter-name': 'eput = before it',
  'placeholder-in-port': 'emove it behind the port',
  'placeholder-in-scheme': 'emove it behind the host',
  'private-host': 'wit can not be reached from everywhere',
  'scheme-forbidden': 'euse https',
  'scheme-missing': 'ebegin with https://',
  'surrounding-whitespace': 'eremove it',
  'token-in-fragment': 'ionly a script on the page can read it',
  'too-long': 'euse 8192 characters at most',
  'trailing-dot-host': 'wit counts as another origin',
  'unknown-placeholder': 'wit will not be replaced',
};

/** A diagnostic in the making: until the whole is known, `fix` is what to write in its place. */
export type Draft = { -readonly [K in keyof ModuleUrlDiagnostic]: ModuleUrlDiagnostic[K] };

const SEVERITIES = { e: 'error', w: 'warning', i: 'info' } as const;

// Put together once, since it takes longer than the rest of a draft.
const MESSAGES: Partial<Record<ModuleUrlDiagnosticCode, string>> = {};

/** The finding `code`, without a fix. */
export function draftOf(code: ModuleUrlDiagnosticCode, start: number, end: number): Draft {
  const hint = HINTS[code];
  MESSAGES[code] ??= `${code.replace(/-/g, ' ')}: ${hint.slice(1)}`;
  return { code, severity: SEVERITIES[hint[0] as 'e'], message: MESSAGES[code], start, end };
}
