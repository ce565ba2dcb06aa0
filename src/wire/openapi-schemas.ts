import { MAX_BEARER_LENGTH, MAX_TOKEN_LENGTH } from '../token/limits.ts';
import type { CustomModuleChanges, CustomModuleDraft } from './custom-module.ts';
import {
  customModuleResponseSchema,
  customModuleSchema,
  customModulesResponseSchema,
  moduleChecks,
  removedResponseSchema,
} from './custom-module-schemas.ts';
import { DIGITS, ISO_8601, LARGEST_MILLISECONDS } from './expires-at.ts';
import { EXAMPLES, type SchemaName } from './openapi-examples.ts';
import {
  checks,
  type FieldCheck,
  failureSchema,
  generateResponseSchema,
  MAX_ID_LENGTH,
  resolveRequestSchema,
  resolveResponseSchema,
  topLevelGenerateResponseSchema,
  type WireSchema,
} from './schemas.ts';

/** A piece of the document. */
export type Json = Record<string, unknown>;

/** Builds the schemas of the document from those that the client reads with. */
export function documentedSchemas(): Record<SchemaName, Json> {
  const message = { message: { type: 'string', description: 'For a person.' } };
  const failedCode = { failedCode: { type: 'string', description: 'For a program.' } };
  const data = (schema: Json) => ({ ...message, data: schema });
  const documents: Record<SchemaName, Json> = {
    ResolveRequest: jsonSchema(resolveRequestSchema),
    GenerateResponse: {
      description:
        'The two fields stand in `data`; an answer that has them at its top is read too.',
      anyOf: [
        jsonSchema(generateResponseSchema, message),
        jsonSchema(topLevelGenerateResponseSchema, message),
      ],
    },
    ResolveResponse: jsonSchema(resolveResponseSchema, message),
    CustomModule: jsonSchema(customModuleSchema),
    CustomModuleDraft: objectOf(draftFields(), Object.keys(draftFields())),
    CustomModuleChanges: objectOf(changedFields(), []),
    CustomModuleResponse: jsonSchema(customModuleResponseSchema, data(ref('CustomModule'))),
    CustomModulesResponse: jsonSchema(
      customModulesResponseSchema,
      data({ type: 'array', items: ref('CustomModule') }),
    ),
    RemovedResponse: jsonSchema(removedResponseSchema, message),
    Failure: jsonSchema(failureSchema, { ...message, ...failedCode }),
  };
  for (const name of Object.keys(documents) as SchemaName[]) {
    documents[name] = { ...documents[name], examples: [EXAMPLES[name]] };
  }
  return documents;
}

const ABSENT_TOO = 'Absent and null are the same: not known.';

/** What the checks among the schemas cannot say of themselves. */
const ABOUT: ReadonlyMap<FieldCheck, Json> = new Map<FieldCheck, Json>([
  [checks.statusTrue, { const: true }],
  [checks.statusTrueOrAbsent, { const: true }],
  [checks.statusFalse, { const: false }],
  [
    checks.shortToken,
    {
      type: 'string',
      pattern: visibleAscii(MAX_TOKEN_LENGTH),
      description: 'Opaque; a credential for 5 minutes: do not log, store or pass it on.',
    },
  ],
  [
    checks.bearerToken,
    {
      type: 'string',
      pattern: visibleAscii(MAX_BEARER_LENGTH),
      description: 'The real bearer of the user.',
    },
  ],
  [checks.id, { type: 'string', pattern: '\\S', maxLength: MAX_ID_LENGTH }],
  [
    checks.expiresAt,
    {
      description: 'Unix seconds; above 1e11 Unix milliseconds; or ISO 8601 with a zone.',
      oneOf: [
        { type: 'number', exclusiveMinimum: 0, maximum: LARGEST_MILLISECONDS },
        { type: 'string', pattern: DIGITS },
        { type: 'string', pattern: ISO_8601 },
      ],
    },
  ],
  [moduleChecks.filled, { type: 'string', minLength: 1 }],
  [moduleChecks.text, { type: ['string', 'null'], description: ABSENT_TOO }],
  [moduleChecks.flag, { type: ['boolean', 'null'], description: ABSENT_TOO }],
  [moduleChecks.texts, { type: ['array', 'null'], items: { type: 'string' } }],
  [
    moduleChecks.configuration,
    {
      type: ['object', 'null'],
      properties: {
        icon: { type: ['string', 'null'] },
        order: { type: ['number', 'null'] },
        openInNewTab: { type: ['boolean', 'null'] },
      },
    },
  ],
  [moduleChecks.records, { type: 'array' }],
]);

/** The schema as JSON Schema 2020-12; `more` replaces and adds properties. */
function jsonSchema({ fields }: WireSchema<unknown>, more: Json = {}): Json {
  const properties: Json = {};
  for (const [name, field] of Object.entries(fields)) {
    properties[name] = typeof field === 'object' ? jsonSchema(field) : about(field);
  }
  const required = Object.keys(fields).filter((name) => {
    const field = fields[name];
    return typeof field === 'object' || !field?.(undefined);
  });
  return objectOf({ ...properties, ...more }, required);
}

function about(check: FieldCheck): Json {
  const json = ABOUT.get(check);
  if (!json) throw new Error('A field has no description for the OpenAPI document.');
  return json;
}

function objectOf(properties: Json, required: readonly string[]): Json {
  return { type: 'object', properties, ...(required.length > 0 && { required }) };
}

function draftFields(): Record<keyof CustomModuleDraft, Json> {
  const filled = about(moduleChecks.filled);
  return { name: filled, label: filled, type: filled, url: filled };
}

function changedFields(): Record<keyof CustomModuleChanges, Json> {
  const { label, type, url } = draftFields();
  return {
    label,
    type,
    url,
    isActive: { type: 'boolean' },
    permissions: { type: 'array', items: { type: 'string' } },
    configuration: about(moduleChecks.configuration),
    metadata: {},
  };
}

function visibleAscii(most: number): string {
  return `^[\\x21-\\x7e]{1,${most}}$`;
}

/** A reference to a schema. */
export function ref(name: SchemaName): Json {
  return { $ref: `#/components/schemas/${name}` };
}
