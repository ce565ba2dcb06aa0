import { CUSTOM_MODULE_PATHS } from './custom-module.ts';
import type { SchemaName } from './openapi-examples.ts';
import { documentedSchemas, type Json, ref } from './openapi-schemas.ts';
import { DEFAULT_BASE_URL, PATHS } from './paths.ts';

/**
 * Builds the OpenAPI 3.1 document of the short-token and Custom Module endpoints from the schemas
 * that the client reads with.
 *
 * @param version - of the package, for `info.version`
 * @see https://spec.openapis.org/oas/v3.1.0
 */
export function openApiDocument(version: string): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'MileApp short tokens and Custom Modules',
      version,
      summary: 'Trade a bearer for a 5-minute short token, and a short token for its user.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: DEFAULT_BASE_URL }],
    paths: {
      [PATHS.generate]: { post: generateOperation() },
      [PATHS.resolve]: { post: resolveOperation() },
      [CUSTOM_MODULE_PATHS.list]: {
        get: moduleOperation('listCustomModules', 'All modules.', 'CustomModulesResponse'),
      },
      [CUSTOM_MODULE_PATHS.one]: {
        post: moduleOperation(
          'createCustomModule',
          'Create a module, and the permission to view it.',
          'CustomModuleResponse',
          'CustomModuleDraft',
        ),
      },
      [`${CUSTOM_MODULE_PATHS.one}/{id}`]: {
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { type: 'string', pattern: '^[\\w-]{1,64}$' },
          },
        ],
        get: moduleOperation('getCustomModule', 'One module.', 'CustomModuleResponse'),
        put: moduleOperation(
          'updateCustomModule',
          'Change a module; its name stays.',
          'CustomModuleResponse',
          'CustomModuleChanges',
        ),
        delete: moduleOperation(
          'deleteCustomModule',
          'Delete a module; it is kept, marked as deleted.',
          'RemovedResponse',
        ),
      },
    },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: documentedSchemas(),
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

/** What every endpoint may answer. */
function commonResponses(): Json {
  const refusal = { $ref: '#/components/responses/Refused' };
  const busy = { $ref: '#/components/responses/Busy' };
  return {
    405: refusal,
    406: refusal,
    413: refusal,
    429: busy,
    500: refusal,
    502: refusal,
    503: busy,
    504: refusal,
  };
}

function generateOperation(): Json {
  return {
    operationId: 'generateShortToken',
    summary: 'Mint a short token for the owner of the bearer.',
    security: [{ bearer: [] }],
    responses: {
      200: content('A fresh short token.', 'GenerateResponse'),
      401: refused('The bearer is missing, expired or revoked.'),
      ...commonResponses(),
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
    requestBody: body('ResolveRequest'),
    responses: {
      200: content('The user whom the token stands for.', 'ResolveResponse'),
      400: refused('The token is expired, unknown, used or malformed; it is not said which.'),
      415: refused('The body is not JSON in UTF-8.'),
      ...commonResponses(),
    },
  };
}

function moduleOperation(
  operationId: string,
  summary: string,
  response: SchemaName,
  request?: SchemaName,
): Json {
  return {
    operationId,
    summary,
    security: [{ bearer: [] }],
    ...(request && { requestBody: body(request) }),
    responses: {
      200: content('Done.', response),
      ...(operationId === 'createCustomModule' && { 201: content('Created.', response) }),
      400: refused('The request does not fit; `failedCode` may say why.'),
      401: refused('The bearer is missing, expired or revoked.'),
      403: refused('The user may not do this (`cmod-035`, `cmod-039`).'),
      404: refused('There is no such module (`cmod-033`).'),
      409: refused('There is a module of this name (`cmod-031`).'),
      ...(request && { 415: refused('The body is not JSON in UTF-8.') }),
      ...commonResponses(),
    },
  };
}

function body(name: SchemaName): Json {
  return { required: true, content: { 'application/json': { schema: ref(name) } } };
}

function refused(description: string): Json {
  return content(description, 'Failure');
}

function content(description: string, name: SchemaName): Json {
  return { description, content: { 'application/json': { schema: ref(name) } } };
}
