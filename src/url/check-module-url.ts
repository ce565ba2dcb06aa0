import type { ModuleUrlDiagnostic } from './diagnostic.ts';
import { type Draft, draftOf } from './messages.ts';
import { ModuleUrl } from './module-url.ts';
import { ModuleUrlError } from './module-url-error.ts';
import { readModuleUrl } from './read-module-url.ts';
import { readMasked, readQuickly } from './read-quickly.ts';
import type { Template } from './template.ts';

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
  const usual = readQuickly(source);
  if (usual) return accept(usual, usual.layers[0] ? NONE : frozen([withoutPlaceholder(source)]));
  const remarks: Draft[] = [];
  const quick = readMasked(source, remarks);
  if (quick) {
    if (!quick.layers[0]) remarks.unshift(withoutPlaceholder(source));
    return accept(quick, frozen(remarks));
  }
  const allowHttpLoopback = options?.allowHttpLoopback === true;
  const { drafts, template } = readModuleUrl(source, allowHttpLoopback);
  const fix = suggestFix(source, drafts, allowHttpLoopback);
  for (const draft of drafts.filter(isMendable)) {
    if (fix === undefined) delete draft.fix;
    else draft.fix = fix;
  }
  const diagnostics = frozen(drafts);
  return template && !drafts.some(isError)
    ? accept(template, diagnostics)
    : { ok: false, diagnostics };
}

function accept(template: Template, diagnostics: readonly ModuleUrlDiagnostic[]): ModuleUrlCheck {
  return { ok: true, moduleUrl: new ModuleUrl(template, diagnostics), diagnostics };
}

function withoutPlaceholder({ length }: string): Draft {
  return draftOf('no-placeholder', 0, length);
}

function frozen(drafts: readonly Draft[]): readonly ModuleUrlDiagnostic[] {
  for (const draft of drafts) Object.freeze(draft);
  return Object.freeze(drafts);
}

const NONE: readonly ModuleUrlDiagnostic[] = Object.freeze([]);

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

function isMendable({ fix }: ModuleUrlDiagnostic): boolean {
  return fix !== undefined;
}

// Mending the characters uncovers the scheme, mending the scheme uncovers the rest.
const MAX_ROUNDS = 4;

function suggestFix(source: string, drafts: readonly Draft[], allowHttpLoopback: boolean) {
  let fixed = source;
  let left = drafts;
  for (let round = 0; left.some(isMendable) && round < MAX_ROUNDS; round++) {
    fixed = mend(fixed, left);
    left = readModuleUrl(fixed, allowHttpLoopback).drafts;
    if (!left.some(isError)) return fixed;
  }
  return undefined;
}

function mend(source: string, drafts: readonly Draft[]): string {
  let mended = '';
  let at = 0;
  for (const { start, end, fix } of drafts.filter(isMendable).sort((a, b) => a.start - b.start)) {
    if (start < at) continue;
    mended += source.slice(at, start) + fix;
    at = end;
  }
  return mended + source.slice(at);
}
