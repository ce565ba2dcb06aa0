import * as z from 'zod/mini';
import type { CustomModule } from './custom-module.ts';
import { parts, type WireSchema } from './schemas.ts';

// As in schemas.ts: objects and predicates, since each further kind of schema costs bytes. A loose
// object keeps the fields that it does not name.

const filled = z.custom<string>((value) => typeof value === 'string' && value !== '');
const text = optional<string>((value) => typeof value === 'string');
const flag = optional<boolean>((value) => typeof value === 'boolean');

/** One Custom Module. */
export const customModuleSchema: WireSchema<CustomModule> = z.looseObject({
  _id: filled,
  name: filled,
  type: filled,
  url: filled,
  organizationId: text,
  label: text,
  isActive: flag,
  isDeleted: flag,
  permissions: optional<readonly string[]>(
    (value) => Array.isArray(value) && value.every((id) => typeof id === 'string'),
  ),
  configuration: optional<object>(
    (value) => typeof value === 'object' && isConfiguration(value as Record<string, unknown>),
  ),
  createdTime: text,
  updatedTime: text,
  deletedTime: text,
  createdBy: text,
  updatedBy: text,
}) as WireSchema<CustomModule>;

/** A successful answer to get, create and update. */
export const customModuleResponseSchema: WireSchema<{ readonly data: CustomModule }> = z.object({
  status: parts.statusTrue,
  data: customModuleSchema,
});

/** A successful answer to list. */
export const customModulesResponseSchema: WireSchema<{ readonly data: readonly CustomModule[] }> =
  z.object({ status: parts.statusTrue, data: z.array(customModuleSchema) });

/** A successful answer to remove, which has no data. */
export const removedResponseSchema: WireSchema<{ readonly status: true }> = z.object({
  status: parts.statusTrue,
});

/** Absent and `null` are the same: not known. */
function optional<Value>(isValue: (value: unknown) => boolean) {
  return z.optional(z.custom<Value | null>((value) => value === null || isValue(value)));
}

function isConfiguration({ icon, order, openInNewTab }: Record<string, unknown>): boolean {
  return (
    (icon == null || typeof icon === 'string') &&
    (order == null || typeof order === 'number') &&
    (openInNewTab == null || typeof openInNewTab === 'boolean')
  );
}
