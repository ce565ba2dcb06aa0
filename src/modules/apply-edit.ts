import type { ModuleUrlOptions } from '../url/refuse-authority.ts';
import type { CustomModule, CustomModuleChanges } from '../wire/custom-module.ts';
import { checkLabel } from './check-name.ts';
import { type CustomModuleDiagnostic, diagnose, isAcceptable } from './diagnostics.ts';
import { isEqual } from './is-equal.ts';
import { cleanName } from './names.ts';
import { checkType, checkUrl } from './validate-custom-module.ts';

/** What an edit comes to. */
export type EditCheck =
  | {
      /** It may be applied. */
      readonly ok: true;
      /** The module as it will be. */
      readonly module: CustomModule;
      /** What to send: only the fields that differ; absent where none does, and then there is nothing to send. */
      readonly changes?: CustomModuleChanges;
      /** Warnings and infos. */
      readonly diagnostics: readonly CustomModuleDiagnostic[];
    }
  | {
      /** It may not be applied. */
      readonly ok: false;
      /** Never there. */
      readonly module?: never;
      /** Never there. */
      readonly changes?: never;
      /** At least one of them is an error. */
      readonly diagnostics: readonly CustomModuleDiagnostic[];
    };

/** What there is to say of each field that may be edited and has changed. */
const CHECKS: Readonly<
  Record<
    keyof CustomModuleChanges,
    (value: unknown, options: ModuleUrlOptions) => CustomModuleDiagnostic[]
  >
> = {
  label: (label) => checkLabel(typeof label === 'string' ? label : '', '', {}).map(diagnose),
  type: checkType,
  url: checkUrl,
  isActive: (value) => (typeof value === 'boolean' ? [] : [diagnose('is-active-invalid')]),
  permissions: (value) =>
    Array.isArray(value) && value.every((id) => typeof id === 'string')
      ? []
      : [diagnose('permissions-invalid')],
  configuration: (value) => (isConfiguration(value) ? [] : [diagnose('configuration-invalid')]),
  metadata: () => [],
};

/**
 * Applies an edit to a module, or says why it may not be: everything can be edited but the name,
 * which is the permission's name too. Never throws for what a form can contain.
 *
 * @param module - as the API gives it
 * @param edit - fields as the form has them; a `name` that is the old one but for white space is let pass
 * @param options - what to allow of a URL that changes
 * @returns the fields that differ, compared deeply, and the module as it will be; or the diagnostics
 * @example
 * const { ok, changes, diagnostics } = applyEdit(module, { url: form.url });
 * if (ok && changes) await client.update(module._id, changes);
 */
export function applyEdit(
  module: CustomModule,
  edit: CustomModuleChanges & { readonly name?: string },
  options: ModuleUrlOptions = {},
): EditCheck {
  const changes: Record<string, unknown> = {};
  const diagnostics: CustomModuleDiagnostic[] = [];
  if (edit.name !== undefined && cleanName(`${edit.name}`) !== cleanName(module.name)) {
    diagnostics.push(diagnose('name-changed'));
  }
  for (const key of Object.keys(CHECKS) as (keyof CustomModuleChanges)[]) {
    if (edit[key] === undefined || isEqual(edit[key], module[key])) continue;
    changes[key] = edit[key];
    diagnostics.push(...CHECKS[key](edit[key], options));
  }
  if (!isAcceptable(diagnostics)) return { ok: false, diagnostics };
  const edited = Object.freeze({ ...module, ...changes });
  return {
    ok: true,
    module: edited,
    ...(Object.keys(changes).length > 0 && { changes }),
    diagnostics,
  };
}

function isConfiguration(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { icon, order, openInNewTab } = value as Record<string, unknown>;
  return (
    (icon == null || typeof icon === 'string') &&
    (order == null || Number.isFinite(order)) &&
    (openInNewTab == null || typeof openInNewTab === 'boolean')
  );
}
