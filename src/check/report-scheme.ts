import { REPEATED_SCHEME } from '../url/refuse-damage.ts';
import { editDistance } from './edit-distance.ts';
import { findSpellings } from './find-spellings.ts';
import type { Report } from './findings.ts';
import { FULL_WIDTH, halfWidth } from './full-width.ts';

// A word, then what could have been meant for a colon and two slashes.
const WORD = '([a-z\\x80-\\uff0e\\uff10-\\uff19\\uff1b-\\uffff]{2,8}|h ?t ?t ?p ?s?)';
const NEARLY = RegExp(`^${WORD}(\\s?[:;.,\\uff1a[\\]"']{0,3}[\\s/\\uff0f]{0,6})`, 'i');

// Registered schemes that are only two edits away from http or https.
const OTHERS =
  /^(?:s?ftps?|tftp|smtps?|ldaps?|rtsps?|nntps?|coaps?|imaps?|sips?|shttp|wss?|tcp|udp|rtmps?|rtp)$/;

// A host with a port looks like a scheme: svc.example:8443/path.
const HOST_AND_PORT = /^(?:localhost|[\w-]+\.[\w.-]+):\d+(?:[/?#]|$)/i;
const HOST = /^(?:localhost|\[[\da-f:.]+\]|[^\s/?#:.]+(?:\.[^\s/?#:.]+)+)\.?(?::\d*)?(?:[/?#]|$)/i;

/** Reports a scheme that stands twice, although the second reads as a host. */
export function reportRepeatedScheme(source: string, report: Report): boolean {
  const repeated = REPEATED_SCHEME.exec(source);
  if (!repeated) return false;
  report('misspelled-scheme', 0, repeated[0].length, { replacement: '' });
  return true;
}

/** Says what is wrong before the host of a text that does not begin with `https://` and a host. */
export function reportScheme(source: string, report: Report): void {
  const name = /^[a-z][a-z\d+.-]*(?=:)/i.exec(source)?.[0] ?? '';
  const [head = '', word = '', separator = ''] = NEARLY.exec(source) ?? [];
  if (HOST_AND_PORT.test(source)) reportMissing(source, report);
  else if (/^https?:(?:\/+(?![\s\uff0f/])|(?![\s\uff0f:/]))/i.test(source))
    reportSlashes(source, name, report);
  else if (isNearlyHttps(word, separator, source.slice(head.length))) {
    const scheme = nearlyScheme(word) ?? 'https';
    report('misspelled-scheme', 0, head.length, { replacement: `${scheme}://` });
  } else if (name) report('scheme-forbidden', 0, name.length);
  else reportMissing(source, report);
}

/** Not exactly two slashes behind the colon. */
function reportSlashes(source: string, name: string, report: Report): void {
  const slashes = /^\/*/.exec(source.slice(name.length + 1))?.[0] ?? '';
  const end = name.length + 1 + slashes.length;
  // Without a host there is nothing that two slashes would mend.
  const replacement = /^[^?#]/.test(source.slice(end)) ? '://' : undefined;
  report('malformed-authority', name.length, end, { replacement });
}

function isNearlyHttps(word: string, separator: string, rest: string): boolean {
  const slashes = separator.replace(/[^/\uff0f]/g, '').length;
  const hasColon = /[:;\uff1a]/.test(separator);
  const isExact = /^https?$/i.test(word);
  if (isExact && slashes === 1 && !hasColon) return HOST.test(rest);
  if (!(slashes > 1 || (hasColon && (slashes === 1 || isExact)))) return false;
  return nearlyScheme(word) !== undefined;
}

/** Which of the two schemes a word was meant to be. */
function nearlyScheme(word: string): 'http' | 'https' | undefined {
  const plain = word
    .replace(RegExp(`[${FULL_WIDTH}]`, 'g'), halfWidth)
    .replace(/ /g, '')
    .toLowerCase();
  if (OTHERS.test(plain)) return undefined;
  const toHttp = editDistance(plain, 'http', 2);
  const toHttps = editDistance(plain, 'https', 2);
  if (Math.min(toHttp, toHttps) > 2) return undefined;
  return toHttp < toHttps ? 'http' : 'https';
}

function reportMissing(source: string, report: Report): void {
  const [first] = findSpellings(source);
  const isScheme = first && first.start < source.search(/[:/?#]|$/);
  if (isScheme && /^[^/?#]*:/.test(source)) {
    report('placeholder-in-scheme', first.start, first.end);
    return;
  }
  const leading = /^(?::?\/{2,}|:)?/.exec(source)?.[0] ?? '';
  // A path alone does not tell which host it belongs to.
  const replacement = HOST.test(source.slice(leading.length)) ? 'https://' : undefined;
  report('scheme-missing', 0, leading.length, { replacement });
}
