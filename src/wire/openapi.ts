import * as z from 'zod/mini';
import { MAX_BEARER_LENGTH, MAX_TOKEN_LENGTH } from '../token/limits.ts';
import { failure, MESSAGES, success } from './envelope.ts';
import type { GenerateData, ResolveData, ResolveRequestBody } from './messages.ts';
import { DEFAULT_BASE_URL, PATHS } from './paths.ts';
import {
  failureSchema,
  generateResponseSchema,
  parts,
  resolveRequestSchema,
  resolveResponseSchema,
  type WireSchema,
} from './schemas.ts';

type Json = Record<string, unknown>;

/** Messages as the API documents them; the document carries each beside the schema that it fits. */
export const EXAMPLES = {
  ResolveRequest: { shortToken: 'abc123def456ghi789' } satisfies ResolveRequestBody,
  GenerateResponse: success<GenerateData>({
    shortToken: 'abc123def456ghi789',
    expiresAt: 1_767_225_900,
  }),
  ResolveResponse: success<ResolveData>({
    bearerToken: 'eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl',
    userId: '6530f1c2a4b5d6e7f8091a2b',
    organizationId: '6530f1c2a4b5d6e7f8091a2c',
  }),
  Failure: failure(MESSAGES.shortTokenInvalid),
} as const;

/**
 * Builds the OpenAPI 3.1 document of the two short-token endpoints from the schemas that the client
 * reads with.
 *
 * @param version - of the package, for `info.version`
 */
export function openApiDocument(version: string): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'MileApp short tokens',
      version,
      summary: 'Trade a bearer for a 5-minute short token, and a short token for its user.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: DEFAULT_BASE_URL }],
    paths: {
      [PATHS.generate]: { post: generateOperation() },
      [PATHS.resolve]: { post: resolveOperation() },
    },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: {
        ResolveRequest: jsonSchema('ResolveRequest', resolveRequestSchema),
        GenerateResponse: jsonSchema('GenerateResponse', generateResponseSchema, MESSAGE),
        ResolveResponse: jsonSchema('ResolveResponse', resolveResponseSchema, MESSAGE),
        Failure: jsonSchema('Failure', failureSchema, { ...MESSAGE, ...FAILED_CODE }),
      },
      responses: {
        Refused: refused('The request was refused.'),
        Busy: {
          ...refused('Not now; ask again after the time in Retry-After.'),
          headers: {
            'Retry-After': {
              description: 'Seconds to wait, or an HTTP date (RFC 9110, section 10.2.3).',
              schema: { type: 'string' },
            },
          },
        },
      },
    },
  };
}

// Fields that come with the answers and that no reader depends on.
const MESSAGE: Json = { message: { type: 'string', description: 'For a person.' } };
const FAILED_CODE: Json = { failedCode: { type: 'string', description: 'For a program.' } };

/** What the predicates among the schemas cannot say of themselves. */
const ABOUT: readonly (readonly [z.ZodMiniType, Json])[] = [
  [parts.statusTrue, { const: true }],
  [parts.statusFalse, { const: false }],
  [
    parts.shortToken,
    {
      type: 'string',
      pattern: visibleAscii(MAX_TOKEN_LENGTH),
      description: 'Opaque; a credential for 5 minutes: do not log, store or pass it on.',
    },
  ],
  [
    parts.bearerToken,
    {
      type: 'string',
      pattern: visibleAscii(MAX_BEARER_LENGTH),
      description: 'The real bearer of the user.',
    },
  ],
  [parts.userId, { type: 'string', minLength: 1 }],
  [parts.organizationId, { type: 'string', minLength: 1 }],
  [
    parts.expiresAt,
    {
      description: 'Unix seconds; above 1e11 Unix milliseconds; or ISO 8601 with a zone.',
      oneOf: [
        { type: 'number', exclusiveMinimum: 0 },
        { type: 'string', minLength: 1 },
      ],
    },
  ],
];

function jsonSchema(name: keyof typeof EXAMPLES, schema: WireSchema<unknown>, more?: Json): Json {
  const metadata = z.registry<Json>();
  for (const [part, about] of ABOUT) metadata.add(part, about);
  // Predicates are not representable; the registry above speaks for each of them.
  const options = { metadata, io: 'input', unrepresentable: 'any' } as const;
  const { $schema, properties, ...rest } = z.toJSONSchema(schema, options) as Json;
  return { ...rest, properties: { ...(properties as Json), ...more }, examples: [EXAMPLES[name]] };
}

function visibleAscii(most: number): string {
  return `^[\\x21-\\x7e]{1,${most}}$`;
}

function generateOperation(): Json {
  return {
    operationId: 'generateShortToken',
    summary: 'Mint a short token for the owner of the bearer.',
    security: [{ bearer: [] }],
    responses: {
      200: content('A fresh short token.', 'GenerateResponse'),
      401: { $ref: '#/components/responses/Refused' },
      429: { $ref: '#/components/responses/Busy' },
      503: { $ref: '#/components/responses/Busy' },
    },
  };
}

function resolveOperation(): Json {
  return {
    operationId: 'resolveShortToken',
    summary: 'Say whom a short token stands for. The token is the credential.',
    security: [],
    parameters: [
      {
        name: 'Idempotency-Key',
        in: 'header',
        required: false,
        description: 'The same key gets the same answer again for as long as the token lives.',
        schema: { type: 'string', minLength: 1 },
      },
    ],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: ref('ResolveRequest') } },
    },
    responses: {
      200: content('The user whom the token stands for.', 'ResolveResponse'),
      400: refused('The token is expired, unknown, used or malformed; it is not said which.'),
      429: { $ref: '#/components/responses/Busy' },
      503: { $ref: '#/components/responses/Busy' },
    },
  };
}

function refused(description: string): Json {
  return content(description, 'Failure');
}

function content(description: string, name: keyof typeof EXAMPLES): Json {
  return { description, content: { 'application/json': { schema: ref(name) } } };
}

function ref(name: keyof typeof EXAMPLES): Json {
  return { $ref: `#/components/schemas/${name}` };
}
