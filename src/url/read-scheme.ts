import { editDistance } from './edit-distance.ts';
import { findPlaceholders } from './find-placeholders.ts';
import type { Report } from './findings.ts';

// A scheme that was pasted in front of one that was there already.
const REPEATED = /^(?:https?(?::\/*|\/+))+(?=https?:?\/\/)/i;

// A word, then what could have been meant for a colon and two slashes.
const NEARLY = /^([a-z]{2,8})(\s?[:;.,\uff1a]{0,3}\s?[/\uff0f]{0,4}\s?)/i;

// Registered schemes that are only two edits away from https.
const OTHERS = /^(?:s?ftps?|tftp|smtps?|ldaps?|rtsps?|nntps?|coaps?|imaps?|sips?|shttp|wss?)$/i;

// A host with a port looks like a scheme: svc.example:8443/path.
const HOST_AND_PORT = /^(?:localhost|[\w-]+\.[\w.-]+):\d+(?:[/?#]|$)/i;
const HOST = /^(?:localhost|\[[\da-f:.]+\]|[^\s/?#:.]+(?:\.[^\s/?#:.]+)+)\.?(?::\d*)?(?:[/?#]|$)/i;

/** Reports a scheme that stands twice, although the second reads as a host. */
export function reportRepeatedScheme(source: string, report: Report): boolean {
  const repeated = REPEATED.exec(source)?.[0];
  if (repeated === undefined) return false;
  report('misspelled-scheme', 0, repeated.length, { replacement: '' });
  return true;
}

/** Says what is wrong before the host of a text that does not begin with `https://` and a host. */
export function reportScheme(source: string, report: Report): void {
  const name = /^[a-z][a-z\d+.-]*(?=:)/i.exec(source)?.[0] ?? '';
  const slashes = /^[^:]*:(\/*)/.exec(source)?.[1] ?? '';
  const nearly = NEARLY.exec(source);
  if (HOST_AND_PORT.test(source)) reportMissing(source, report);
  else if (/^https?$/i.test(name) && !/^[:\s\uff0f]/.test(source.slice(name.length + 1))) {
    const end = name.length + 1 + slashes.length;
    // Without a host there is nothing that two slashes would mend.
    const replacement = end < source.length && !/[?#]/.test(source[end] ?? '') ? '://' : undefined;
    report('malformed-authority', name.length, end, { replacement });
  } else if (nearly && isNearlyHttps(nearly)) {
    const [head, word] = nearly as unknown as readonly [string, string];
    const scheme = /^http$/i.test(word) ? 'http' : 'https';
    report('misspelled-scheme', 0, head.length, { replacement: `${scheme}://` });
  } else if (name) report('scheme-forbidden', 0, name.length);
  else reportMissing(source, report);
}

function isNearlyHttps([, word = '', separator = '']: RegExpExecArray): boolean {
  const exact = /^https?$/i.test(word);
  const slashes = separator.replace(/[^/\uff0f]/g, '').length;
  const colon = /[:;\uff1a]/.test(separator);
  if (!(slashes > 1 || (colon && (slashes === 1 || exact)))) return false;
  return exact || (!OTHERS.test(word) && editDistance(word.toLowerCase(), 'https', 2) <= 2);
}

function reportMissing(source: string, report: Report): void {
  const [first] = findPlaceholders(source);
  if (first && first.start < source.search(/[:/?#]|$/)) {
    report('placeholder-in-scheme', first.start, first.end);
    return;
  }
  const leading = /^(?::?\/{2,}|:)?/.exec(source)?.[0] ?? '';
  // A path alone does not tell which host it belongs to.
  const replacement = HOST.test(source.slice(leading.length)) ? 'https://' : undefined;
  report('scheme-missing', 0, leading.length, { replacement });
}
