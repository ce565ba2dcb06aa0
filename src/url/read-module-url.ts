import type { ModuleUrlDiagnostic, ModuleUrlDiagnosticCode } from './diagnostic.ts';
import { explainNearMiss, findPlaceholders, PLACEHOLDER } from './find-placeholders.ts';
import { asciiHost, LOOPBACK, PRIVATE, readHost } from './host.ts';
import { MESSAGES } from './messages.ts';
import { readComponents } from './read-components.ts';
import type { Template } from './template.ts';

/** Notes one finding; `replacement` is what to write there instead, where that is known. */
export type Report = (
  code: ModuleUrlDiagnosticCode,
  start: number,
  end: number,
  replacement?: string,
) => void;

/** A diagnostic that is still being filled in. */
export type Draft = { -readonly [K in keyof ModuleUrlDiagnostic]: ModuleUrlDiagnostic[K] };

/** Everything found, and the template where the reading came to its end. */
export interface Reading {
  readonly drafts: readonly Draft[];
  readonly edits: readonly (readonly [draft: Draft, replacement: string])[];
  /** Good for rendering only where no draft is an error. */
  readonly template: Template | undefined;
}

/** RFC 9110 section 4.1 asks everybody to support 8000 octets at least. */
const MAX_LENGTH = 8192;

const SEVERITIES = { e: 'error', w: 'warning', i: 'info' } as const;

/**
 * Reads a module URL in full and reports whatever RFC 3986 and the WHATWG URL standard would not
 * read the same way.
 *
 * Damage to the characters, the scheme or the slashes ends the reading: what follows could only be
 * guessed. The caller mends it and reads again.
 */
export function readModuleUrl(source: string, allowHttpLoopback: boolean): Reading {
  const drafts: Draft[] = [];
  const edits: [Draft, string][] = [];
  const report: Report = (code, start, end, replacement) => {
    const text = MESSAGES[code];
    const severity = SEVERITIES[text[0] as 'e'];
    const draft: Draft = { code, severity, message: text.slice(1), start, end };
    if (code === 'misspelled-placeholder') {
      draft.message += ` (${explainNearMiss(source.slice(start, end))}).`;
    }
    drafts.push(draft);
    if (replacement !== undefined) edits.push([draft, replacement]);
  };
  reportCharacters(source, report);
  const template = drafts[0] ? undefined : readStructure(source, allowHttpLoopback, report);
  // Without a token to lose, http is a matter of taste.
  if (template && !template.layers[0]) {
    for (const draft of drafts) if (draft.code === 'insecure-scheme') draft.severity = 'warning';
  }
  return { drafts, edits, template };
}

function reportCharacters(source: string, report: Report): void {
  const { length } = source;
  const start = length - source.trimStart().length;
  const end = source.trimEnd().length;
  if (length > MAX_LENGTH) return report('too-long', MAX_LENGTH, length);
  if (start === length) return report('empty-url', 0, length);
  if (start > 0) report('surrounding-whitespace', 0, start, '');
  if (end < length) report('surrounding-whitespace', end, length, '');
  const query = source.search(/[?#]|$/);
  // With the u flag, a surrogate that belongs to a pair is not seen as one.
  for (const { 0: run, index } of source.matchAll(/[\0-\x1f\x7f]+|\\+|[\ud800-\udfff]+/gu)) {
    const to = index + run.length;
    if (run[0] === '\\') {
      report('backslash', index, to, (index > query ? '%5C' : '/').repeat(run.length));
    } else if (run > '\x7f') report('lone-surrogate', index, to);
    else if (index >= start && index < end) report('control-character', index, to, '');
  }
}

function readStructure(
  source: string,
  allowHttpLoopback: boolean,
  report: Report,
): Template | undefined {
  const matches = findPlaceholders(source);
  const [head, name, slashes] = /^([a-z][a-z\d+.-]*):(\/*)/i.exec(source) ?? [''];
  // A host with a port looks like a scheme: svc.example:8443/path.
  if (!name || /^(?:localhost|[\w-]+(?:\.[\w-]+)+):\d+(?:[/?#]|$)/.test(source)) {
    const [first] = matches;
    if (first && first.start < source.search(/[:/]|$/)) {
      return report('placeholder-in-scheme', first.start, first.end) as undefined;
    }
    return report('scheme-missing', 0, source.search(/[^/]|$/), 'https://') as undefined;
  }
  if (!/^https?$/i.test(name)) return report('scheme-forbidden', 0, name.length) as undefined;
  const from = head.length;
  const end = from + source.slice(from).search(/[/?#]|$/);
  if (slashes !== '//' || from === end) {
    return report('malformed-authority', name.length, from, '://') as undefined;
  }

  for (const { start, end, code } of matches) if (code) report(code, start, end, PLACEHOLDER);
  const at = source.slice(from, end).lastIndexOf('@') + 1;
  // An empty user name can go; what a real one was meant to be is for a person to say.
  if (at > 0) report('credentials-in-url', from, from + at, at > 1 ? undefined : '');
  const hostAt = from + at;
  const hostEnd = hostAt + source.slice(hostAt, end).search(/:(?![^[]*])|$/);
  const inside = matches.filter(({ start }) => start < end);
  for (const match of inside) {
    const part = match.start < hostAt ? 'credentials' : match.start < hostEnd ? 'host' : 'port';
    report(`placeholder-in-${part}`, match.start, match.end);
  }
  const port = source.slice(hostEnd + 1, end);
  let host = source.slice(hostAt, hostEnd);
  if (!inside[0]) {
    const [serialized, error] = readHost(host);
    host = serialized;
    if (error)
      report(error, hostAt, hostEnd, error === 'non-ascii-host' ? asciiHost(host) : undefined);
    else if (PRIVATE.test(host)) report('private-host', hostAt, hostEnd);
    if (host.slice(-1) === '.') report('trailing-dot-host', hostEnd - 1, hostEnd, '');
    if (port && !(/^\d{1,5}$/.test(port) && +port && +port < 65536))
      report('invalid-port', hostEnd + 1, end);
  }
  const scheme = name.toLowerCase();
  if (scheme === 'http' && !(allowHttpLoopback && LOOPBACK.test(host))) {
    report('insecure-scheme', 0, 4, 'https');
  }
  const shownPort = port && +port !== (scheme === 'http' ? 80 : 443) ? `:${+port}` : '';
  const origin = `${scheme}://${host}${shownPort}`;
  const rest = readComponents(source, end, matches.slice(inside.length), origin, report);
  if (!matches[0]) report('no-placeholder', 0, source.length);
  return { source, origin, ...rest };
}
