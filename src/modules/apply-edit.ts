import type { ModuleUrlOptions } from '../url/check-module-url.ts';
import type { CustomModule, CustomModuleChanges } from '../wire/custom-module.ts';
import { type CustomModuleIssue, issueOf } from './issue.ts';
import { cleanName } from './names.ts';
import { typeIssues, urlIssues } from './validate-custom-module.ts';

/** What an edit comes to. */
export type EditCheck =
  | {
      readonly ok: true;
      /** The module as it will be. */
      readonly module: CustomModule;
      /** What to send: only the fields that differ. */
      readonly changes: CustomModuleChanges;
      /** Warnings and infos. */
      readonly issues: readonly CustomModuleIssue[];
    }
  | {
      readonly ok: false;
      readonly module?: never;
      readonly changes?: never;
      readonly issues: readonly CustomModuleIssue[];
    };

/** The breaking build tells when a field may be edited that is not copied. */
const EDITABLE: Readonly<Record<keyof CustomModuleChanges, true>> = {
  label: true,
  type: true,
  url: true,
  isActive: true,
  permissions: true,
  configuration: true,
  metadata: true,
};

/**
 * Applies an edit to a module, or says why it may not be: everything can be edited but the name,
 * which is the permission's name too.
 *
 * @param edit - fields as the form has them; a `name` that is the old one but for white space around it is let pass
 * @example
 * const { ok, changes, issues } = applyEdit(module, { url: form.url });
 * if (ok) await client.update(module._id, changes);
 */
export function applyEdit(
  module: CustomModule,
  edit: CustomModuleChanges & { readonly name?: string },
  options: ModuleUrlOptions = {},
): EditCheck {
  const changes: Record<string, unknown> = {};
  for (const key of Object.keys(EDITABLE) as (keyof CustomModuleChanges)[]) {
    if (edit[key] !== undefined && edit[key] !== module[key]) changes[key] = edit[key];
  }
  const issues = [
    ...(edit.name === undefined || cleanName(edit.name) === cleanName(module.name)
      ? []
      : [issueOf('name-changed')]),
    ...(edit.label?.trim() === '' ? [issueOf('label-empty')] : []),
    ...('type' in changes ? typeIssues(changes.type) : []),
    ...('url' in changes ? urlIssues(changes.url, options) : []),
  ];
  if (issues.some(({ severity }) => severity === 'error')) return { ok: false, issues };
  return { ok: true, module: Object.freeze({ ...module, ...changes }), changes, issues };
}
