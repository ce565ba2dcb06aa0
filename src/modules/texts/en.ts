import { PLACEHOLDER } from '../../token/placeholder.ts';
import { helpOf, type ModuleTexts } from './module-texts.ts';
import { ENGLISH_WAITING_PAGE } from './waiting-page-en.ts';

const diagnostics: ModuleTexts['diagnostics'] = {
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
  'escaped-character':
    'This character will be percent-encoded, as browsers do. There is nothing to change if the service expects that.',
  'insecure-scheme': 'Everybody on the way can read http. Begin the URL with https://.',
  'invalid-host':
    'This is neither a domain name nor an IP address. Check the part between // and the next /.',
  'invalid-port': 'A port is a number from 1 to 65535. Correct it or leave it out with its colon.',
  'lone-surrogate': 'This is half of a character, perhaps from cutting text. Remove it.',
  'malformed-authority':
    'After https: come exactly two slashes and a host. Write https://host/path.',
  'malformed-percent-encoding':
    'A % has to be followed by two hexadecimal digits. Write a literal % as %25.',
  'misspelled-placeholder': `This looks like the placeholder but is not. Write ${PLACEHOLDER}, in capitals and with these braces.`,
  'nested-url':
    'The token goes to another website that is named inside this URL. Keep it only if you trust that website.',
  'no-placeholder': `Without ${PLACEHOLDER} the service cannot tell who opens it. Add it where the service expects a token, for example ?token=${PLACEHOLDER}.`,
  'non-ascii-host':
    'Write the host in Punycode, which begins with xn--, so that every program reads the same name.',
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
  'token-in-fragment':
    'What is behind # never reaches the server. Keep it there only if a script on the page reads the token.',
  'too-long': 'The URL is longer than 8192 characters. Shorten it.',
  'trailing-dot-host':
    'With a dot at the end the host counts as another website. Remove the dot if you do not mean that.',
  'unknown-placeholder': `This will not be replaced. Write ${PLACEHOLDER} if you mean the token, and leave it if the service expects the braces.`,
};

/** English. */
export const texts: ModuleTexts = {
  lang: 'en',
  url: {
    tooltip: `Write ${PLACEHOLDER} where the service expects a token. Each click puts in a fresh one that lives five minutes.`,
    help: helpOf(diagnostics),
  },
  diagnostics,
  issues: {
    'label-empty': 'No label can be made of this name. Choose a name with a letter or a digit.',
    'name-changed':
      'The name cannot be edited, because the permission is named after it. To rename, delete the module and create it again.',
    'name-control-character':
      'The name has a character that cannot be seen. Type the name again by hand.',
    'name-missing': 'The module has no name yet. Write the name that the menu is to show.',
    'name-reserved': 'A built-in menu has this name. Choose another one.',
    'name-taken': 'Another module has this name; capitals make no difference. Choose another one.',
    'type-missing': 'The module has no type yet. Choose how it opens.',
    'type-unknown':
      'This type is not known here. It is kept as it is; check that the app that shows it knows it.',
  },
  waitingPage: ENGLISH_WAITING_PAGE,
};
