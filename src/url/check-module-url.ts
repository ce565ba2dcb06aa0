import type { ModuleUrlDiagnostic } from './diagnostics.ts';
import { type Finding, isError, isMendable, MAX_FINDINGS, mendAll, mendOne } from './findings.ts';
import type { DomainToAscii } from './host.ts';
import { ModuleUrl } from './module-url.ts';
import { ModuleUrlError } from './module-url-error.ts';
import { readModuleUrl } from './read-module-url.ts';

/** What a caller may allow. */
export interface ModuleUrlOptions {
  /**
   * Accept `http:` on `localhost`, names below it, `127.0.0.0/8` and `[::1]`, for development; default
   * `false`.
   */
  readonly allowHttpLoopback?: boolean;
  /**
   * Knows the Punycode of every host in the world: `domainToAscii` of
   * `@mileapp/custom-module-url/idna`, or `domainToASCII` of `node:url`. With it such a host gets a fix
   * and its Punycode is accepted; default: the scripts that every version of Unicode reads alike.
   */
  readonly domainToAscii?: DomainToAscii;
}

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
  const { findings, template } = readModuleUrl(source, options);
  if (findings.length === 0 && template) {
    return { ok: true, moduleUrl: new ModuleUrl(template, NONE), diagnostics: NONE };
  }
  const diagnostics = describe(source, findings);
  const isMendableAtAll = findings.length < MAX_FINDINGS && findings.some(isMendable);
  const fix = isMendableAtAll ? mendWhole(source, findings, options) : undefined;
  const rest = fix === undefined ? { diagnostics } : { diagnostics, fix };
  return template && !findings.some(isError)
    ? { ok: true, moduleUrl: new ModuleUrl(template, diagnostics), ...rest }
    : { ok: false, ...rest };
}

const NONE: readonly ModuleUrlDiagnostic[] = Object.freeze([]);

/**
 * Reads a module URL, or throws what {@link checkModuleUrl} reports.
 *
 * @param source - the URL as an admin typed it, at most 8192 characters
 * @param options - what to allow beyond https and ASCII hosts
 * @returns the module URL, which never changes
 * @throws ModuleUrlError with the code of the first error and all diagnostics; TypeError where `source` is not a string
 * @example
 * const moduleUrl = parseModuleUrl('https://svc.example/webhook?token={SHORT_TOKEN}');
 * const { href } = moduleUrl.render(shortToken);
 * @see {@link checkModuleUrl}, which returns what is wrong instead
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

// Mending what is around the URL uncovers the scheme, mending the scheme uncovers the rest.
const MAX_ROUNDS = 8;

function mendWhole(
  source: string,
  findings: readonly Finding[],
  options: ModuleUrlOptions,
): string | undefined {
  let mended = source;
  let left = findings;
  for (let round = 0; round < MAX_ROUNDS && left.some(isMendable); round++) {
    mended = mendAll(mended, left);
    left = readModuleUrl(mended, options).findings;
    // What was not taken down could not be mended.
    if (left.length >= MAX_FINDINGS) return undefined;
  }
  return left.some(isError) || left.some(isMendable) ? undefined : mended;
}
