import type { ModuleUrlDiagnosticCode } from './diagnostic.ts';

/**
 * The English message of every code, behind the first letter of its severity.
 *
 * Kept short: this table is a fifth of what the entry `.` weighs.
 */
export const MESSAGES: Readonly<Record<ModuleUrlDiagnosticCode, string>> = {
  'ambiguous-host':
    'eNot every program reads this as the same address: write four decimal numbers.',
  'angle-bracket-placeholder': 'iBetter written {SHORT_TOKEN}.',
  backslash: 'eNot every program reads \\ as /.',
  'bearer-in-url': 'wLooks like a bearer token, which everybody who sees the URL can use.',
  'control-character': 'eRemove the control character.',
  'credentials-in-url': 'eRemove what is before @: it leaks, and it disguises the host.',
  'dot-segment': 'eBrowsers remove . and .. from a path.',
  'duplicate-parameter': 'wRepeats a parameter that holds the token.',
  'empty-url': 'eEnter a URL.',
  'encoded-placeholder': 'iBetter written {SHORT_TOKEN}.',
  'escaped-character': 'iWill be percent-encoded.',
  'insecure-scheme': 'eEverybody on the way can read http: use https.',
  'invalid-host': 'eNot a host name or IP address.',
  'invalid-port': 'eA port is a number from 1 to 65535.',
  'lone-surrogate': 'eRemove the half character.',
  'malformed-authority': 'eWrite two slashes and a host.',
  'malformed-percent-encoding': 'wWrite a literal % as %25.',
  'misspelled-placeholder': 'eWrite the placeholder exactly as {SHORT_TOKEN}',
  'nested-url': 'wThe token will reach another origin.',
  'no-placeholder': 'iThe service will not learn who opened it.',
  'non-ascii-host': 'eWrite the host in Punycode (xn--).',
  'placeholder-after-percent': 'eThe token would be read as part of an escape.',
  'placeholder-in-credentials': 'eThe placeholder can not stand before @.',
  'placeholder-in-host': 'eThe placeholder can not stand in the host.',
  'placeholder-in-parameter-name':
    'eThe placeholder can not stand in a parameter name: put = before it.',
  'placeholder-in-port': 'eThe placeholder can not stand in the port.',
  'placeholder-in-scheme': 'eThe placeholder can not stand in the scheme.',
  'private-host': 'wOnly reachable from its own machine or network.',
  'scheme-forbidden': 'eOnly https can be opened.',
  'scheme-missing': 'eBegin with https://.',
  'surrounding-whitespace': 'eRemove the white space.',
  'token-in-fragment': 'iOnly a script on the page can read a token in the fragment.',
  'too-long': 'eLonger than 8192 characters.',
  'trailing-dot-host': 'wWith a dot at its end the host is another origin.',
  'unknown-placeholder': 'wNot a known placeholder.',
};
