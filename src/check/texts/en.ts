import { PLACEHOLDER } from '../../token/placeholder.ts';
import type { ModuleUrlDiagnosticCode } from '../diagnostics.ts';

/** What each diagnostic of a module URL means and what to do, in English. */
export const diagnostics: Readonly<Record<ModuleUrlDiagnosticCode, string>> = {
  'ambiguous-host':
    'Programs disagree on which address this is. Write a domain name or four decimal numbers, such as 192.0.2.1.',
  'angle-bracket-placeholder': `This spelling of the placeholder works. ${PLACEHOLDER} is the better one.`,
  backslash: 'Not every program reads a backslash as a slash. Write / instead, or %5C after the ?.',
  'bearer-in-url': `Everybody who sees the URL can use a bearer token in it. Take it out and write ${PLACEHOLDER} in its place.`,
  'control-character': 'There is a character here that cannot be seen. Remove it.',
  'credentials-in-url':
    'A user name or password in front of @ leaks and hides where the URL leads. Remove everything up to the @.',
  'dot-segment':
    'Browsers remove . and .. from the path, together with what is before them. Write the path without them.',
  'duplicate-parameter':
    'Two parameters have this name, so the service may read the wrong one. Rename or remove one of them.',
  'empty-url': 'There is no URL yet. Write one that begins with https://.',
  'encoded-placeholder': `This spelling of the placeholder works. ${PLACEHOLDER} is the better one.`,
  'encoded-url':
    'The whole URL is percent-encoded, perhaps because it was copied out of another URL. Write it as it is shown in an address bar, beginning with https://.',
  'escaped-character':
    'This character will be percent-encoded, as browsers do. There is nothing to change if the service expects that.',
  'html-entity':
    'This is how HTML writes a special character, here an ampersand. Write & itself, or the service gets a parameter of another name.',
  'insecure-scheme': 'Everybody on the way can read http. Begin the URL with https://.',
  'invalid-host':
    'This is neither a domain name nor an IP address. Check the part between // and the next /.',
  'invalid-port': 'A port is a number from 1 to 65535. Correct it or leave it out with its colon.',
  'invisible-character':
    'There is a character here that cannot be seen, perhaps from copying. Remove it.',
  'lone-surrogate': 'This is half of a character, perhaps from cutting text. Remove it.',
  'malformed-authority':
    'After https: come exactly two slashes and a host. Write https://host/path.',
  'malformed-percent-encoding':
    'A % has to be followed by two hexadecimal digits. Write a literal % as %25.',
  'misplaced-delimiter':
    'The first parameter comes after a ?, every other one after a &. Write them so, or the service does not find the token.',
  'misspelled-placeholder': `This looks like the placeholder but is not. Write ${PLACEHOLDER}, in capitals and with these braces.`,
  'misspelled-scheme': 'The beginning of the URL is misspelled. Write https:// once.',
  'nested-url':
    'The token goes to another website that is named inside this URL. Keep it only if you trust that website.',
  'no-placeholder': `Without ${PLACEHOLDER} the service cannot tell who opens it. Add it where the service expects a token, for example ?token=${PLACEHOLDER}.`,
  'non-ascii-host':
    'Write the host in Punycode, which begins with xn--, so that every program reads the same name.',
  'non-canonical-host':
    'This address can be written in several ways, and programs compare the letters. Write it as browsers do.',
  'placeholder-after-percent':
    'The token would be read as part of the % before it. Put another character between them or write % as %25.',
  'placeholder-in-credentials': `The token may not stand in front of an @. Move ${PLACEHOLDER} behind the host.`,
  'placeholder-in-host': `The token may not decide where the URL leads. Move ${PLACEHOLDER} behind the host, for example into ?token=${PLACEHOLDER}.`,
  'placeholder-in-parameter-name': `The token has to be the value of a parameter. Write a name and = before it, for example ?token=${PLACEHOLDER}.`,
  'placeholder-in-port': `The token may not stand in the port. Move ${PLACEHOLDER} behind it.`,
  'placeholder-in-scheme': `The URL has to begin with https://. Move ${PLACEHOLDER} behind the host.`,
  'private-host':
    'This host can only be reached from inside a network. Check that everybody who has the menu is in it.',
  'scheme-forbidden': 'Only web pages can be opened. Write a URL that begins with https://.',
  'scheme-missing': 'The beginning is missing. Write https:// in front.',
  'surrounding-whitespace': 'There is white space before or after the URL. Remove it.',
  'text-beside-placeholder':
    'This stands right beside the placeholder, so the service gets it together with the token. Remove it unless the service expects it.',
  'token-in-fragment':
    'What is behind # never reaches the server. Keep it there only if a script on the page reads the token.',
  'too-long': 'The URL is longer than 8192 characters. Shorten it.',
  'trailing-dot-host':
    'With a dot at the end the host counts as another website. Remove the dot if you do not mean that.',
  'unescaped-character':
    'Browsers accept this character as it is, but strict programs refuse it. Percent-encode it to be understood everywhere.',
  'unknown-placeholder': `This will not be replaced. Write ${PLACEHOLDER} if you mean the token, and leave it if the service expects the braces.`,
  'unverified-punycode':
    'Whether this Punycode is valid cannot be told here. Ask whoever develops the page to check hosts of all scripts (option domainToAscii).',
  'wrapped-url':
    'Something was copied together with the URL, such as quotation marks, brackets or a label. Write the URL alone.',
};
