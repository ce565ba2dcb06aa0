import { ModuleUrlError } from '../errors.ts';
import type { ModuleUrlDiagnostic } from './diagnostic.ts';
import { ModuleUrl } from './module-url.ts';
import { type Reading, readModuleUrl } from './read-module-url.ts';

/** What a caller may allow. */
export interface ModuleUrlOptions {
  /** Accept `http:` on `localhost`, `127.0.0.0/8` and `[::1]`, for development; default `false`. */
  readonly allowHttpLoopback?: boolean;
}

/** What there is to say of a module URL. */
export type ModuleUrlCheck =
  | {
      readonly ok: true;
      readonly moduleUrl: ModuleUrl;
      /** Warnings and infos. */
      readonly diagnostics: readonly ModuleUrlDiagnostic[];
    }
  | {
      readonly ok: false;
      readonly moduleUrl?: never;
      /** At least one of them is an error. */
      readonly diagnostics: readonly ModuleUrlDiagnostic[];
    };

/**
 * Tells whether a module URL may be used, and everything worth knowing about it; never throws for a string.
 *
 * @param source - the URL as an admin typed it, at most 8192 characters
 * @throws TypeError where `source` is not a string
 * @example
 * const { ok, diagnostics } = checkModuleUrl('https://svc.example/?token={short_token}');
 * // ok is false; diagnostics[0].fix is 'https://svc.example/?token={SHORT_TOKEN}'
 * @see https://url.spec.whatwg.org and RFC 3986: accepted is what both read the same way
 */
export function checkModuleUrl(source: string, options?: ModuleUrlOptions): ModuleUrlCheck {
  requireString(source, 'source');
  const allowHttpLoopback = options?.allowHttpLoopback === true;
  const reading = readModuleUrl(source, allowHttpLoopback);
  const fix = suggestFix(source, reading, allowHttpLoopback);
  if (fix !== undefined) for (const [draft] of reading.edits) draft.fix = fix;
  const diagnostics = Object.freeze(reading.drafts.map((draft) => Object.freeze(draft)));
  const moduleUrl = isGood(reading) && new ModuleUrl(reading.template, diagnostics);
  return moduleUrl ? { ok: true, moduleUrl, diagnostics } : { ok: false, diagnostics };
}

/**
 * Reads a module URL, or throws what {@link checkModuleUrl} reports.
 *
 * @param source - the URL as an admin typed it, at most 8192 characters
 * @throws ModuleUrlError with the code of the first error and all diagnostics; TypeError where `source` is not a string
 * @example
 * const moduleUrl = parseModuleUrl('https://svc.example/webhook?token={SHORT_TOKEN}');
 * moduleUrl.render(shortToken).href;
 */
export function parseModuleUrl(source: string, options?: ModuleUrlOptions): ModuleUrl {
  const { moduleUrl, diagnostics } = checkModuleUrl(source, options);
  if (moduleUrl) return moduleUrl;
  const { code, message } = diagnostics.find(isError) as ModuleUrlDiagnostic;
  throw new ModuleUrlError(code, message, diagnostics);
}

/** Wrong types would otherwise end as "undefined" or "[object Object]" in a URL. */
export function requireString(value: unknown, parameter: string): asserts value is string {
  if (typeof value !== 'string') throw new TypeError(`${parameter} must be a string.`);
}

function isError({ severity }: ModuleUrlDiagnostic): boolean {
  return severity === 'error';
}

function isGood(reading: Reading): reading is Reading & { template: object } {
  return !reading.drafts.some(isError);
}

// Mending the characters uncovers the scheme, mending the scheme uncovers the rest.
const MAX_ROUNDS = 4;

function suggestFix(source: string, reading: Reading, allowHttpLoopback: boolean) {
  let fixed = source;
  let left = reading;
  for (let round = 0; left.edits[0] && round < MAX_ROUNDS; round++) {
    fixed = mend(fixed, left);
    left = readModuleUrl(fixed, allowHttpLoopback);
    if (isGood(left)) return fixed;
  }
  return undefined;
}

function mend(source: string, { edits }: Reading): string {
  let mended = '';
  let at = 0;
  for (const [{ start, end }, replacement] of [...edits].sort(([a], [b]) => a.start - b.start)) {
    if (start < at) continue;
    mended += source.slice(at, start) + replacement;
    at = end;
  }
  return mended + source.slice(at);
}
