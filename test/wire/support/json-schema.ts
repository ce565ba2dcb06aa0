/** The keywords of JSON Schema 2020-12 that the document uses; any other is an error, not a shrug. */
const KEYWORDS: Record<string, (rule: never, value: unknown) => boolean> = {
  type: (type: string | string[], value) => [type].flat().includes(typeOf(value)),
  const: (constant: unknown, value) => value === constant,
  pattern: (pattern: string, value) =>
    typeof value !== 'string' || new RegExp(pattern, 'u').test(value),
  minLength: (least: number, value) => typeof value !== 'string' || [...value].length >= least,
  maxLength: (most: number, value) => typeof value !== 'string' || [...value].length <= most,
  items: (schema: Schema, value) =>
    !Array.isArray(value) || value.every((item) => schemaErrors(schema, item).length === 0),
  maximum: (most: number, value) => typeof value !== 'number' || value <= most,
  anyOf: (options: Schema[], value) =>
    options.some((option) => schemaErrors(option, value).length === 0),
  $ref: (target: string, value) => schemaErrors(referred(target), value).length === 0,
  exclusiveMinimum: (least: number, value) => typeof value !== 'number' || value > least,
  required: (keys: string[], value) =>
    keys.every((key) => typeOf(value) !== 'object' || key in (value as object)),
  properties: (properties: Record<string, Schema>, value) =>
    typeOf(value) !== 'object' ||
    Object.entries(properties).every(
      ([key, inner]) =>
        !(key in (value as object)) ||
        schemaErrors(inner, (value as Record<string, unknown>)[key]).length === 0,
    ),
  oneOf: (options: Schema[], value) =>
    options.filter((option) => schemaErrors(option, value).length === 0).length === 1,
  description: () => true,
  examples: () => true,
};

export type Schema = Record<string, unknown>;

let referred = (target: string): Schema => {
  throw new Error(`there is no document to look for ${target} in`);
};

/** Says where references lead. */
export function followReferences(follow: (target: string) => Schema): void {
  referred = follow;
}

/** The keywords of a schema that a value does not meet. */
export function schemaErrors(schema: Schema, value: unknown): string[] {
  return Object.entries(schema).flatMap(([keyword, rule]) => {
    const holds = KEYWORDS[keyword];
    if (!holds) throw new Error(`the document uses ${keyword}, which this reader does not know`);
    return holds(rule as never, value) ? [] : [keyword];
  });
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
