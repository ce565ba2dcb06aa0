import type { ModuleUrlDiagnostic, ModuleUrlDiagnosticCode } from './diagnostic.ts';
import { explainNearMiss, findPlaceholders, PLACEHOLDER } from './find-placeholders.ts';
import { hostProblem, LOOPBACK, PRIVATE } from './host.ts';
import { HINTS } from './messages.ts';
import { readTarget } from './read-target.ts';
import type { Template } from './template.ts';

/** A diagnostic in the making: until the whole is known, `fix` is what to write in its place. */
export type Draft = { -readonly [K in keyof ModuleUrlDiagnostic]: ModuleUrlDiagnostic[K] };

/** Reports every place between `start` and `end` that `pattern` finds, or all of it without one. */
export type Report = (
  code: ModuleUrlDiagnosticCode,
  start: number,
  end: number,
  fix?: string,
  pattern?: RegExp,
) => void;

/** Everything found, and the template where the reading came to its end. */
export interface Reading {
  readonly drafts: readonly Draft[];
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
  const report = reportTo(drafts, source);
  reportCharacters(source, report);
  const template = drafts[0] ? undefined : readStructure(source, allowHttpLoopback, report);
  // Without a token to lose, http is for the admin to decide.
  const insecure = drafts.find(({ code }) => code === 'insecure-scheme');
  if (insecure && template?.layers.length === 0) insecure.severity = 'warning';
  return { drafts, template };
}

/** Makes a function that adds what it is told of `source` to `drafts`. */
export function reportTo(drafts: Draft[], source: string): Report {
  const report: Report = (code, start, end, fix, pattern) => {
    if (pattern) {
      // Most patterns find nothing in most URLs, which `search` tells without an iterator.
      const text = source.slice(start, end);
      if (text.search(pattern) < 0) return;
      for (const { 0: found, index } of text.matchAll(pattern)) {
        report(code, start + index, start + index + found.length, fix);
      }
      return;
    }
    const hint = HINTS[code];
    const reason =
      code === 'misspelled-placeholder' ? ` (${explainNearMiss(source.slice(start, end))})` : '';
    const message = `${code.replace(/-/g, ' ')}${reason}: ${hint.slice(1)}`;
    const draft: Draft = { code, severity: SEVERITIES[hint[0] as 'e'], message, start, end };
    drafts.push(fix === undefined ? draft : { ...draft, fix });
  };
  return report;
}

function reportCharacters(source: string, report: Report): void {
  const { length } = source;
  // Nothing to say of most, which one expression tells faster than the many below.
  if (length <= MAX_LENGTH && !/^\s|^$|[\0-\x1f\x7f\\\ud800-\udfff]|\s$/.test(source)) return;
  const start = length - source.trimStart().length;
  const end = source.trimEnd().length;
  if (length > MAX_LENGTH) report('too-long', MAX_LENGTH, length);
  else if (start === length) report('empty-url', 0, length);
  else {
    if (start > 0) report('surrounding-whitespace', 0, start, '');
    if (end < length) report('surrounding-whitespace', end, length, '');
    const query = source.search(/[?#]|$/);
    report('control-character', start, end, '', /[\0-\x1f\x7f]+/g);
    report('backslash', 0, query, '/', /\\/g);
    report('backslash', query, length, '%5C', /\\/g);
    // With the u flag, a surrogate that belongs to a pair is not seen as one.
    report('lone-surrogate', 0, length, undefined, /[\ud800-\udfff]+/gu);
  }
}

function readStructure(
  source: string,
  allowHttpLoopback: boolean,
  report: Report,
): Template | undefined {
  const matches = findPlaceholders(source);
  const [first] = matches;
  const [head, name = '', slashes] = /^([a-z][a-z\d+.-]*):(\/*)/i.exec(source) ?? [''];
  const from = head.length;
  const end = from + source.slice(from).search(/[/?#]|$/);
  // A host with a port looks like a scheme: svc.example:8443/path.
  if (!name || /^(?:localhost|[\w-]+\.[\w.-]+):\d+(?:[/?#]|$)/.test(source)) {
    if (first && first.start < source.search(/[:/?#]|$/)) {
      report('placeholder-in-scheme', first.start, first.end);
    } else report('scheme-missing', 0, source.search(/[^/]|$/), 'https://');
  } else if (!/^https?$/i.test(name)) report('scheme-forbidden', 0, name.length);
  else if (slashes !== '//' || from === end) {
    report('malformed-authority', name.length, from, '://');
  } else {
    for (const { start, end, code } of matches) if (code) report(code, start, end, PLACEHOLDER);
    const at = from + source.slice(from, end).lastIndexOf('@') + 1;
    const colon = at + source.slice(at, end).search(/:(?![^[]{0,99}])|$/);
    const host = source.slice(at, colon).toLowerCase();
    const port = source.slice(colon + 1, end);
    const scheme = name.toLowerCase();
    const rest = matches.filter(({ start }) => start >= end);

    // An empty user name can go; what a real one was meant to be is for a person to say.
    if (at > from) report('credentials-in-url', from, at, at > from + 1 ? undefined : '');
    for (const match of matches.slice(0, -rest.length || matches.length)) {
      const part = match.start < at ? 'credentials' : match.start < colon ? 'host' : 'port';
      report(`placeholder-in-${part}`, match.start, match.end);
    }
    const problem = rest.length === matches.length && hostProblem(host);
    if (problem) report(problem, at, colon);
    else if (PRIVATE.test(host)) report('private-host', at, colon);
    if (host.slice(-1) === '.') report('trailing-dot-host', colon - 1, colon, '');
    if (port && !(/^\d{1,5}$/.test(port) && +port && +port < 65536))
      report('invalid-port', colon + 1, end);
    if (scheme === 'http' && !(allowHttpLoopback && LOOPBACK.test(host))) {
      report('insecure-scheme', 0, 4, 'https');
    }
    const shownPort = port && +port !== (scheme === 'http' ? 80 : 443) ? `:${+port}` : '';
    const origin = `${scheme}://${host}${shownPort}`;
    if (!first) report('no-placeholder', 0, source.length);
    return readTarget(source, end, origin, rest, report);
  }
  return undefined;
}
