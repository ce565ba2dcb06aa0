import { checkModuleUrl, type ModuleUrlOptions } from '../url/check-module-url.ts';
import type { CustomModuleDraft } from '../wire/custom-module.ts';
import { type CustomModuleIssue, type CustomModuleIssueCode, issueOf } from './issue.ts';
import { cleanName, labelFor, nameKey } from './names.ts';

/** What a person has filled in so far. */
export interface CustomModuleForm {
  readonly name?: string;
  readonly type?: string;
  readonly url?: string;
  /** Default: the slug of the name. */
  readonly label?: string;
}

/** What a draft is held against. */
export interface ValidateOptions extends ModuleUrlOptions {
  /** The organization's modules; deleted ones no longer take a name. */
  readonly existing?: Iterable<{ readonly name: string; readonly isDeleted?: boolean | null }>;
  /** Names of the built-in menus. */
  readonly reservedNames?: Iterable<string>;
}

/** Whether a module may be created, and everything worth knowing about it. */
export type CustomModuleCheck =
  | {
      readonly ok: true;
      /** What to send: name in NFC without white space around, label filled in. */
      readonly draft: CustomModuleDraft;
      /** Warnings and infos. */
      readonly issues: readonly CustomModuleIssue[];
    }
  | {
      readonly ok: false;
      readonly draft?: never;
      /** At least one of them is an error. */
      readonly issues: readonly CustomModuleIssue[];
    };

/**
 * Holds a draft against the rules for Custom Modules; never throws for what a form can contain.
 *
 * @param options.existing - modules whose names are taken, compared after NFC and trimming, capitals ignored
 * @param options.reservedNames - further names that are taken, compared alike
 * @throws TypeError where `draft` is not an object
 * @example
 * const { ok, draft, issues } = validateCustomModule(form, { existing: await client.list() });
 * if (ok) await client.create(draft);
 * else show(issues.filter(({ field }) => field === 'url'));
 */
export function validateCustomModule(
  draft: CustomModuleForm,
  options: ValidateOptions = {},
): CustomModuleCheck {
  if (typeof draft !== 'object' || draft === null) {
    throw new TypeError('draft must be an object.');
  }
  const name = cleanName(textOf(draft.name));
  const label = textOf(draft.label) || labelFor(name);
  const type = textOf(draft.type);
  const url = textOf(draft.url);
  const issues = [
    ...nameIssues(name, label, options).map(issueOf),
    ...typeIssues(type),
    ...urlIssues(url, options),
  ];
  return issues.some(({ severity }) => severity === 'error')
    ? { ok: false, issues }
    : { ok: true, draft: Object.freeze({ name, label, type, url }), issues };
}

/** What there is to say of a type. */
export function typeIssues(type: unknown): CustomModuleIssue[] {
  if (type === 'external' || type === 'internal') return [];
  return [issueOf(typeof type === 'string' && type.trim() ? 'type-unknown' : 'type-missing')];
}

/** What there is to say of a URL, with ranges and fixes as the check of the URL gives them. */
export function urlIssues(url: unknown, options: ModuleUrlOptions): CustomModuleIssue[] {
  const { diagnostics } = checkModuleUrl(textOf(url), options);
  return diagnostics.map((diagnostic) => Object.freeze({ field: 'url' as const, ...diagnostic }));
}

function nameIssues(
  name: string,
  label: string,
  { existing = [], reservedNames = [] }: ValidateOptions,
): CustomModuleIssueCode[] {
  if (name === '') return ['name-missing'];
  const key = nameKey(name);
  const found: CustomModuleIssueCode[] = [];
  // Among them those that turn the direction of text: a menu entry could show another name.
  if (/[\0-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/.test(name)) {
    found.push('name-control-character');
  }
  for (const { name: other, isDeleted } of existing) {
    if (isDeleted !== true && nameKey(other) === key) {
      found.push('name-taken');
      break;
    }
  }
  for (const other of reservedNames) {
    if (nameKey(other) === key) {
      found.push('name-reserved');
      break;
    }
  }
  if (label === '') found.push('label-empty');
  return found;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
