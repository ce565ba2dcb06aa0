import { PLACEHOLDER } from '../token/placeholder.ts';
import type { ModuleUrlDiagnosticCode } from './diagnostic.ts';
import { explainNearMiss, findPlaceholders, forEachMatch } from './find-placeholders.ts';
import { hostProblem, LOOPBACK, PRIVATE } from './host.ts';
import { type Draft, draftOf } from './messages.ts';
import { readTarget } from './read-target.ts';
import type { Template } from './template.ts';

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
  readonly drafts: Draft[];
  /** Good for rendering only where no draft is an error. */
  readonly template: Template | undefined;
}

/** RFC 9110 section 4.1 asks everybody to support 8000 octets at least. */
const MAX_LENGTH = 8192;

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
  const shape = source.length <= MAX_LENGTH && SHAPE.exec(source);
  const template = shape ? readShape(source, shape, allowHttpLoopback, report) : undefined;
  if (!shape) reportCharacters(source, report);
  if (!shape && !drafts[0]) reportHead(source, report);
  // Without a token to lose, http is for the admin to decide.
  if (template?.layers.length === 0) {
    for (const draft of drafts) if (draft.code === 'insecure-scheme') draft.severity = 'warning';
  }
  return { drafts, template };
}

/** Makes a function that adds what it is told of `source` to `drafts`. */
function reportTo(drafts: Draft[], source: string): Report {
  const report: Report = (code, start, end, fix, pattern) => {
    if (pattern) {
      forEachMatch(pattern, source.slice(start, end), ({ 0: found, index }) => {
        report(code, start + index, start + index + found.length, fix);
      });
      return;
    }
    const draft = draftOf(code, start, end);
    if (fix !== undefined) draft.fix = fix;
    if (code === 'misspelled-placeholder') {
      const reason = explainNearMiss(source.slice(start, end));
      draft.message = draft.message.replace(':', ` (${reason}):`);
    }
    drafts.push(draft);
  };
  return report;
}

function reportCharacters(source: string, report: Report): void {
  const { length } = source;
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

/** What is wrong before the host. */
function reportHead(source: string, report: Report): void {
  const [head, name = ''] = /^([a-z][a-z\d+.-]*):\/*/i.exec(source) ?? [''];
  // A host with a port looks like a scheme: svc.example:8443/path.
  if (!name || /^(?:localhost|[\w-]+\.[\w.-]+):\d+(?:[/?#]|$)/.test(source)) {
    const [first] = findPlaceholders(source);
    if (first && first.start < source.search(/[:/?#]|$/)) {
      report('placeholder-in-scheme', first.start, first.end);
    } else report('scheme-missing', 0, source.search(/[^/]|$/), 'https://');
  } else if (!/^https?$/i.test(name)) report('scheme-forbidden', 0, name.length);
  else report('malformed-authority', name.length, head.length, '://');
}

/*
 * A look ahead at the characters, then what both standards read as scheme, user information, host,
 * port, path and query. The host may have colons in brackets; the first outside begins the port.
 */
const SHAPE =
  /^(?=[^\0-\x1f\x7f\\\ud800-\udfff]*[^\s\0-\x1f\x7f\\\ud800-\udfff]$)([Hh][Tt]{2}[Pp][Ss]?):\/\/(?=[^/?#])([^/?#]*@)?((?:\[[^/?#]*\])?[^/?#:]*)(?::([^/?#]*))?([^?#]*)(\?[^#]*)?/u;

function readShape(
  source: string,
  shape: RegExpExecArray,
  allowHttpLoopback: boolean,
  report: Report,
): Template {
  const matches = findPlaceholders(source);
  // By number, since taking the array apart costs as much as matching did.
  const scheme = (shape[1] as string).toLowerCase();
  const user = shape[2] ?? '';
  const host = (shape[3] as string).toLowerCase();
  const port = shape[4];
  const at = scheme.length + 3 + user.length;
  const colon = at + host.length;
  const end = port === undefined ? colon : colon + 1 + port.length;
  const mark = end + (shape[5] as string).length;
  let misplaced = 0;

  // An empty user name can go; what a real one was meant to be is for a person to say.
  if (user) report('credentials-in-url', at - user.length, at, user[1] ? undefined : '');
  for (const match of matches) {
    if (match.code) report(match.code, match.start, match.end, PLACEHOLDER);
    if (match.start >= end) continue;
    const part = match.start < at ? 'credentials' : match.start < colon ? 'host' : 'port';
    report(`placeholder-in-${part}`, match.start, match.end);
    misplaced++;
  }
  const problem = !misplaced && hostProblem(host);
  if (problem) report(problem, at, colon);
  else if (PRIVATE.test(host)) report('private-host', at, colon);
  if (host.slice(-1) === '.') report('trailing-dot-host', colon - 1, colon, '');
  if (port && !(/^\d{1,5}$/.test(port) && +port && +port < 65536)) {
    report('invalid-port', colon + 1, end);
  }
  if (scheme === 'http' && !(allowHttpLoopback && LOOPBACK.test(host))) {
    report('insecure-scheme', 0, 4, 'https');
  }
  if (!matches[0]) report('no-placeholder', 0, source.length);
  const shownPort = port && +port !== (scheme === 'http' ? 80 : 443) ? `:${+port}` : '';
  return readTarget(
    source,
    end,
    mark,
    mark + (shape[6] ?? '').length,
    `${scheme}://${host}${shownPort}`,
    matches.slice(misplaced),
    report,
  );
}
