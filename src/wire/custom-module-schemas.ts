import type { CustomModule } from './custom-module.ts';
import { checks, type FieldCheck, type WireSchema } from './schemas.ts';

/** The fields that the OpenAPI document describes further. */
export const moduleChecks = {
  filled: (value: unknown) => typeof value === 'string' && value !== '',
  text: orAbsent((value) => typeof value === 'string'),
  flag: orAbsent((value) => typeof value === 'boolean'),
  texts: orAbsent((value) => Array.isArray(value) && value.every((id) => typeof id === 'string')),
  configuration: orAbsent((value) => typeof value === 'object' && isConfiguration(value as object)),
  records: (value: unknown) => Array.isArray(value),
};

const { filled, text, flag } = moduleChecks;

/** One Custom Module; fields that are not named here are kept. */
export const customModuleSchema: WireSchema<CustomModule> = {
  keepsOthers: true,
  fields: {
    _id: filled,
    name: filled,
    type: filled,
    url: filled,
    organizationId: text,
    label: text,
    isActive: flag,
    isDeleted: flag,
    permissions: moduleChecks.texts,
    configuration: moduleChecks.configuration,
    createdTime: text,
    updatedTime: text,
    deletedTime: text,
    createdBy: text,
    updatedBy: text,
  },
};

/** A successful answer to get, create and update. */
export const customModuleResponseSchema: WireSchema<{ readonly data: CustomModule }> = {
  fields: { status: checks.statusTrue, data: customModuleSchema },
};

/** A successful answer to list; its records are held against {@link customModuleSchema} one by one. */
export const customModulesResponseSchema: WireSchema<{ readonly data: readonly unknown[] }> = {
  fields: { status: checks.statusTrue, data: moduleChecks.records },
};

/** A successful answer to remove, which has no data. */
export const removedResponseSchema: WireSchema<{ readonly status: true }> = {
  fields: { status: checks.statusTrue },
};

/** Absent and `null` are the same: not known. */
function orAbsent(check: FieldCheck): FieldCheck {
  return (value) => value === undefined || value === null || check(value);
}

function isConfiguration({
  icon,
  order,
  openInNewTab,
}: {
  icon?: unknown;
  order?: unknown;
  openInNewTab?: unknown;
}): boolean {
  return (
    (icon == null || typeof icon === 'string') &&
    (order == null || typeof order === 'number') &&
    (openInNewTab == null || typeof openInNewTab === 'boolean')
  );
}
