import * as z from 'zod/mini';
import type { WireSchema } from './schemas.ts';

/** A message with the documented shape, or the paths where it has another; never a value. */
export type ReadMessage<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly issues: readonly string[] };

/**
 * Holds parsed JSON against a schema. The paths come from the schema alone: a key that only the
 * sender knows never shows up in them.
 */
export function readMessage<Value>(schema: WireSchema<Value>, json: unknown): ReadMessage<Value> {
  const result = z.safeParse(schema, json);
  if (result.success) return { ok: true, value: result.data };
  const issues = new Set(result.error.issues.map(({ path }) => path.join('.') || '(body)'));
  return { ok: false, issues: [...issues] };
}
