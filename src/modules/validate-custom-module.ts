import { checkModuleUrl } from '../check/check-module-url.ts';
import type { ModuleUrlOptions } from '../url/refuse-authority.ts';
import type { CustomModuleDraft } from '../wire/custom-module.ts';
import { checkLabel, checkName, type TakenNames } from './check-name.ts';
import { type CustomModuleDiagnostic, diagnose, isAcceptable } from './diagnostics.ts';
import { cleanName } from './names.ts';

/** What a person has filled in so far. */
export interface CustomModuleForm {
  /** The name that the menu shows. */
  readonly name?: string;
  /** What it opens as. */
  readonly type?: string;
  /** The module URL. */
  readonly url?: string;
  /** A label of your own; by default the server makes one of the name. */
  readonly label?: string;
}

/** What a form is held against, and what to allow of its URL. */
export interface ValidateOptions extends ModuleUrlOptions, TakenNames {}

/** Whether a module may be created, and everything worth knowing about it. */
export type CustomModuleCheck =
  | {
      /** It may be created. */
      readonly ok: true;
      /** What to send: the name in NFC with single spaces, a label only where the form has one. */
      readonly draft: CustomModuleDraft;
      /** Warnings and infos. */
      readonly diagnostics: readonly CustomModuleDiagnostic[];
    }
  | {
      /** It may not be created. */
      readonly ok: false;
      /** Never there. */
      readonly draft?: never;
      /** At least one of them is an error. */
      readonly diagnostics: readonly CustomModuleDiagnostic[];
    };

/**
 * Holds a form against the rules for Custom Modules; it never throws for what a form can contain.
 *
 * Names are compared in NFC with single spaces, capitals ignored; one that only looks like another is
 * refused, too (UTS 39), and so is one with characters that cannot be seen.
 *
 * @param form - what is filled in so far
 * @param options - `existing` modules, `reservedNames` of built-in menus, `allowHttpLoopback`
 * @returns what to send where it may be created, and the diagnostics of every field
 * @throws TypeError where `form` is not an object
 * @example
 * const { ok, draft, diagnostics } = validateCustomModule(form, { existing: await client.list() });
 * if (ok) await client.create(draft);
 * else show(diagnostics.filter(({ field }) => field === 'url'));
 * @see https://www.unicode.org/reports/tr39/#Confusable_Detection
 */
export function validateCustomModule(
  form: CustomModuleForm,
  options: ValidateOptions = {},
): CustomModuleCheck {
  if (typeof form !== 'object' || form === null) throw new TypeError('form must be an object.');
  const name = cleanName(textOf(form.name));
  const label = textOf(form.label) || undefined;
  const type = textOf(form.type);
  const url = textOf(form.url);
  const diagnostics = [
    ...checkName(name, options).map(diagnose),
    ...checkLabel(label, name, options).map(diagnose),
    ...checkType(type),
    ...checkUrl(url, options),
  ];
  if (!isAcceptable(diagnostics)) return { ok: false, diagnostics };
  const draft = Object.freeze({ name, type, url, ...(label !== undefined && { label }) });
  return { ok: true, draft, diagnostics };
}

/** What there is to say of a type. */
export function checkType(type: unknown): CustomModuleDiagnostic[] {
  if (type === 'external' || type === 'internal') return [];
  if (typeof type !== 'string' || type.trim() === '') return [diagnose('type-missing')];
  return [diagnose(/^\s*(?:ex|in)ternal\s*$/i.test(type) ? 'type-misspelled' : 'type-unknown')];
}

/** What there is to say of a URL, with ranges and fixes as the check of the URL gives them. */
export function checkUrl(url: unknown, options: ModuleUrlOptions): CustomModuleDiagnostic[] {
  const { diagnostics } = checkModuleUrl(textOf(url), options);
  return diagnostics.map((diagnostic) => Object.freeze({ field: 'url' as const, ...diagnostic }));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
