import { MAX_LENGTH } from '../url/characters.ts';
import { ModuleUrl } from '../url/module-url.ts';
import { requireString } from '../url/parse-module-url.ts';
import type { ModuleUrlOptions } from '../url/refuse-authority.ts';
import type { ModuleUrlDiagnostic } from './diagnostics.ts';
import { examineModuleUrl } from './examine-module-url.ts';
import { type Finding, isError, isMendable, MAX_FINDINGS, mendAll, mendOne } from './findings.ts';

/** What there is to say of a module URL. */
export type ModuleUrlCheck =
  | {
      /** It may be used. */
      readonly ok: true;
      /** The module URL, read. */
      readonly moduleUrl: ModuleUrl;
      /** Warnings and infos. */
      readonly diagnostics: readonly ModuleUrlDiagnostic[];
      /** The whole URL with everything mended that a warning is about; absent where there is nothing to mend. */
      readonly fix?: string;
    }
  | {
      /** It may not be used. */
      readonly ok: false;
      /** Never there. */
      readonly moduleUrl?: never;
      /** At least one of them is an error. */
      readonly diagnostics: readonly ModuleUrlDiagnostic[];
      /**
       * The whole URL with every error and warning mended that can be; it passes the check and has
       * nothing left to mend. Absent where a person has to decide.
       */
      readonly fix?: string;
    };

/**
 * Tells whether a module URL may be used, and everything worth knowing about it; never throws for a string.
 *
 * @param source - the URL as an admin typed it, at most 8192 characters
 * @param options - what to allow beyond https and ASCII hosts
 * @returns the module URL where it may be used; the diagnostics; the mended URL where there is one
 * @throws TypeError where `source` is not a string
 * @example
 * const { ok, diagnostics, fix } = checkModuleUrl('https://svc.example/?token={short_token}');
 * // ok is false; diagnostics[0].code is 'misspelled-placeholder'
 * // fix is 'https://svc.example/?token={SHORT_TOKEN}'
 * @see https://url.spec.whatwg.org and RFC 3986: accepted is what both read the same way
 */
export function checkModuleUrl(source: string, options: ModuleUrlOptions = {}): ModuleUrlCheck {
  requireString(source, 'source');
  const { findings, template } = examineModuleUrl(source, options);
  if (findings.length === 0 && template) {
    return { ok: true, moduleUrl: new ModuleUrl(template()), diagnostics: NONE };
  }
  const diagnostics = describe(source, findings);
  const isMendableAtAll = findings.length < MAX_FINDINGS && findings.some(isMendable);
  const fix = isMendableAtAll ? mendWhole(source, findings, options) : undefined;
  const rest = fix === undefined ? { diagnostics } : { diagnostics, fix };
  return template && !findings.some(isError)
    ? { ok: true, moduleUrl: new ModuleUrl(template()), ...rest }
    : { ok: false, ...rest };
}

const NONE: readonly ModuleUrlDiagnostic[] = Object.freeze([]);

function describe(source: string, findings: readonly Finding[]): readonly ModuleUrlDiagnostic[] {
  return Object.freeze(
    findings.map((finding) => {
      const { code, severity, message, start, end } = finding;
      const fix = mendOne(source, finding);
      const diagnostic = { code, severity, message, start, end };
      return Object.freeze(fix === undefined ? diagnostic : { ...diagnostic, fix });
    }),
  );
}

// Mending what is around the URL uncovers the scheme, mending the scheme uncovers the rest. People
// need two rounds; a long text gets no more, since only an attacker's would take longer.
const MAX_ROUNDS = 8;
const MAX_READ = 2 * MAX_LENGTH;

function mendWhole(
  source: string,
  findings: readonly Finding[],
  options: ModuleUrlOptions,
): string | undefined {
  const rounds = Math.min(MAX_ROUNDS, Math.floor(MAX_READ / source.length));
  let mended = source;
  let left = findings;
  for (let round = 0; round < rounds && left.some(isMendable); round++) {
    mended = mendAll(mended, left);
    left = examineModuleUrl(mended, options).findings;
    // What was not taken down could not be mended.
    if (left.length >= MAX_FINDINGS) return undefined;
  }
  return left.some(isError) || left.some(isMendable) ? undefined : mended;
}
