import type { WireSchema } from './schemas.ts';

/** A message with the documented shape, or the paths where it has another; never a value. */
export type ReadMessage<Value> =
  | {
      /** It has the documented shape. */
      readonly ok: true;
      /** What the schema names; other fields only where the schema keeps them. */
      readonly value: Value;
    }
  | {
      /** It has another shape. */
      readonly ok: false;
      /** Paths, for example `data.expiresAt`; `(body)` for the whole. */
      readonly issues: readonly string[];
    };

type Fields = Record<string, unknown>;

/**
 * Holds parsed JSON against a schema. The paths come from the schema alone: a key that only the
 * sender knows never shows up in them.
 */
export function readMessage<Value>(schema: WireSchema<Value>, json: unknown): ReadMessage<Value> {
  const issues: string[] = [];
  const value = readFields(schema, json, '', issues);
  return issues.length === 0 ? { ok: true, value: value as Value } : { ok: false, issues };
}

function readFields(
  schema: WireSchema<unknown>,
  json: unknown,
  path: string,
  issues: string[],
): Fields | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    issues.push(path || '(body)');
    return undefined;
  }
  const read: Fields = schema.keepsOthers ? { ...json } : {};
  for (const name of Object.keys(schema.fields)) {
    const field = schema.fields[name];
    // A name such as `constructor` is inherited by every object.
    const value = Object.hasOwn(json, name) ? (json as Fields)[name] : undefined;
    const at = path ? `${path}.${name}` : name;
    if (typeof field === 'object') read[name] = readFields(field, value, at, issues);
    else if (!field?.(value)) issues.push(at);
    else if (value !== undefined) read[name] = value;
  }
  return read;
}
