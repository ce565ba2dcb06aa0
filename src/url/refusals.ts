/**
 * Everything for which parsing refuses a module URL, and in a few words what to do.
 *
 * What else a check reports stands in `check/diagnostics.ts`, the sentences for people in
 * `check/texts/`.
 */
export const REFUSALS = {
  'ambiguous-host': 'write four decimal numbers',
  backslash: 'not every program reads it as /',
  'control-character': 'remove it',
  'credentials-in-url': 'remove what is before @',
  'dot-segment': 'browsers remove it',
  'empty-url': 'begin with https://',
  'encoded-url': 'decode it once',
  'insecure-scheme': 'use https',
  'invalid-host': 'write a domain or an IP address',
  'invalid-port': 'write one from 1 to 65535',
  'lone-surrogate': 'remove this half of a character',
  'malformed-authority': 'write two slashes and a host',
  'misspelled-placeholder': 'write {SHORT_TOKEN}',
  'misspelled-scheme': 'begin with https://',
  'non-ascii-host': 'write it in Punycode (xn--)',
  'non-canonical-host': 'write the address as browsers do',
  'placeholder-after-percent': 'the token would complete the escape',
  'placeholder-in-credentials': 'move it behind the host',
  'placeholder-in-host': 'move it behind the host',
  'placeholder-in-parameter-name': 'put a name and = before it',
  'placeholder-in-port': 'move it behind the port',
  'scheme-forbidden': 'use https',
  'scheme-missing': 'begin with https://',
  'surrounding-whitespace': 'remove it',
  'too-long': 'use 8192 characters at most',
  'unverified-punycode': 'use the option domainToAscii',
} as const satisfies Readonly<Record<string, string>>;

/** Why a module URL may not be used. Stable: messages may change, codes do not. */
export type RefusalCode = keyof typeof REFUSALS;

/** Codes of a `ModuleUrlError`: those of the URL, and those of one rendering. */
export type ModuleUrlErrorCode =
  | RefusalCode
  | 'token-invalid'
  | 'token-makes-dot-segment'
  | 'generator-timeout';
