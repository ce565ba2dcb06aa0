import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  customModuleResponseSchema,
  customModuleSchema,
  customModulesResponseSchema,
  removedResponseSchema,
} from '../../src/wire/custom-module-schemas.ts';
import { openApiDocument } from '../../src/wire/openapi.ts';
import { EXAMPLES } from '../../src/wire/openapi-examples.ts';
import { PATHS } from '../../src/wire/paths.ts';
import { readMessage } from '../../src/wire/read-message.ts';
import {
  failureSchema,
  generateResponseSchema,
  resolveRequestSchema,
  resolveResponseSchema,
  topLevelGenerateResponseSchema,
  type WireSchema,
} from '../../src/wire/schemas.ts';
import { followReferences, schemaErrors } from './support/json-schema.ts';
import '../support/property.ts';

type Node = Record<string, unknown>;

const document = openApiDocument('1.2.3') as Node;
const schemas = at(document, 'components', 'schemas') as Record<keyof typeof EXAMPLES, Node>;
followReferences((target) => at(document, ...target.replace(/^#\//, '').split('/')) as Node);

/** How the client reads an answer to generate: in `data`, or at the top level. */
const READERS: Partial<Record<keyof typeof EXAMPLES, readonly WireSchema<unknown>[]>> = {
  ResolveRequest: [resolveRequestSchema],
  GenerateResponse: [generateResponseSchema, topLevelGenerateResponseSchema],
  ResolveResponse: [resolveResponseSchema],
  CustomModule: [customModuleSchema],
  CustomModuleResponse: [customModuleResponseSchema],
  CustomModulesResponse: [customModulesResponseSchema],
  RemovedResponse: [removedResponseSchema],
  Failure: [failureSchema],
};

function isRead(name: keyof typeof EXAMPLES, json: unknown): boolean {
  return (READERS[name] ?? []).some((schema) => readMessage(schema, json).ok);
}

function at(node: unknown, ...path: string[]): unknown {
  return path.reduce((inside, key) => (inside as Node | undefined)?.[key], node);
}

/** Every object in the document, with the way to it. */
function* nodes(node: unknown, way = '#'): Generator<[string, Node]> {
  if (typeof node !== 'object' || node === null) return;
  yield [way, node as Node];
  for (const [key, inside] of Object.entries(node)) yield* nodes(inside, `${way}/${key}`);
}

describe('the OpenAPI document', () => {
  test('has the fields that OpenAPI 3.1 asks for, and no others at its root', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.info).toMatchObject({
      title: expect.any(String),
      version: '1.2.3',
      license: { name: 'MIT', identifier: 'MIT' },
    });
    const root = ['openapi', 'info', 'servers', 'paths', 'components'];
    expect(Object.keys(document).sort()).toEqual(root.sort());
  });

  test('describes every endpoint under the server that the client calls', () => {
    expect(document.servers).toEqual([{ url: 'https://apiweb.mile.app/api/v3' }]);
    const calls = Object.entries(document.paths as Node).flatMap(([path, item]) =>
      Object.keys(item as Node)
        .filter((key) => key !== 'parameters')
        .map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(calls).toEqual([
      `POST ${PATHS.generate}`,
      `POST ${PATHS.resolve}`,
      'GET /custom-modules',
      'POST /custom-module',
      'GET /custom-module/{id}',
      'PUT /custom-module/{id}',
      'DELETE /custom-module/{id}',
    ]);
  });

  test('names for every operation the statuses that the API documents', () => {
    for (const operation of operations()) {
      const statuses = Object.keys(operation.responses as Node);
      expect(statuses, String(operation.operationId)).toEqual(
        expect.arrayContaining(['200', '405', '406', '413', '429', '500', '502', '503', '504']),
      );
      expect(statuses.includes('415')).toBe('requestBody' in operation);
    }
  });

  test('gives each operation a name of its own, a description of every answer and a security rule', () => {
    expect(new Set(operations().map(({ operationId }) => operationId)).size).toBe(7);
    const open = operations().filter(({ security }) => (security as unknown[]).length === 0);
    expect(open.map(({ operationId }) => operationId)).toEqual(['resolveShortToken']);
    expect(at(document, 'components', 'securitySchemes', 'bearer')).toEqual({
      type: 'http',
      scheme: 'bearer',
    });
    for (const { responses } of operations()) {
      for (const [status, response] of Object.entries(responses as Node)) {
        expect(status).toMatch(/^[1-5]\d\d$/);
        const resolved = follow(response as Node);
        expect(resolved.description).toEqual(expect.stringMatching(/\w/));
      }
    }
  });

  test('has no reference that leads nowhere, and no schema that nobody refers to', () => {
    const references = [...nodes(document)].flatMap(([, node]) =>
      typeof node.$ref === 'string' ? [node.$ref] : [],
    );
    expect(references.length).toBeGreaterThan(5);
    for (const reference of references) expect(follow({ $ref: reference })).toBeTypeOf('object');
    for (const name of Object.keys(schemas)) {
      expect(references).toContain(`#/components/schemas/${name}`);
    }
  });

  test('closes no object, since readers are tolerant', () => {
    for (const [way, node] of nodes(schemas)) {
      expect(node, way).not.toHaveProperty('additionalProperties');
      expect(node, way).not.toHaveProperty('$schema');
    }
  });

  test('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });
});

describe('the document and the client read alike', () => {
  const names = Object.keys(EXAMPLES) as (keyof typeof EXAMPLES)[];

  test.each(names)('the example of %s', (name) => {
    expect(schemaErrors(schemas[name], EXAMPLES[name])).toEqual([]);
    if (READERS[name]) expect(isRead(name, EXAMPLES[name])).toBe(true);
    expect(schemas[name].examples).toEqual([EXAMPLES[name]]);
  });

  const RESOLVED = EXAMPLES.ResolveResponse;
  const GENERATED = EXAMPLES.GenerateResponse;
  test.each([
    ['ResolveRequest', {}],
    ['ResolveRequest', { shortToken: '' }],
    ['ResolveRequest', { shortToken: 'a b' }],
    ['ResolveRequest', { shortToken: 'x'.repeat(513) }],
    ['ResolveRequest', { shortToken: 7 }],
    ['ResolveRequest', 'abc'],
    ['GenerateResponse', { ...GENERATED, status: false }],
    ['GenerateResponse', { ...GENERATED, data: { shortToken: 'abc' } }],
    ['GenerateResponse', { ...GENERATED, data: { shortToken: 'abc', expiresAt: true } }],
    ['GenerateResponse', { ...GENERATED, data: { shortToken: 'abc', expiresAt: -1 } }],
    ['GenerateResponse', { ...GENERATED, data: { shortToken: 'abc', expiresAt: 'soon' } }],
    ['GenerateResponse', { ...GENERATED, data: { shortToken: 'abc', expiresAt: 8.65e15 } }],
    ['GenerateResponse', { ...GENERATED, data: { shortToken: 'abc', expiresAt: '0' } }],
    ['GenerateResponse', { status: false, ...GENERATED.data }],
    ['GenerateResponse', { ...GENERATED.data, expiresAt: 'soon' }],
    ['ResolveResponse', { ...RESOLVED, data: { ...RESOLVED.data, userId: '' } }],
    ['ResolveResponse', { ...RESOLVED, data: { ...RESOLVED.data, userId: ' \t' } }],
    ['ResolveResponse', { ...RESOLVED, data: { ...RESOLVED.data, userId: 'u'.repeat(1_025) } }],
    ['ResolveResponse', { ...RESOLVED, data: { ...RESOLVED.data, organizationId: 7 } }],
    ['ResolveResponse', { ...RESOLVED, data: { ...RESOLVED.data, bearerToken: 'a\nb' } }],
    ['ResolveResponse', { status: true }],
    ['CustomModule', { ...EXAMPLES.CustomModule, url: '' }],
    ['CustomModule', { ...EXAMPLES.CustomModule, isActive: 1 }],
    ['CustomModule', { ...EXAMPLES.CustomModule, permissions: [7] }],
    ['CustomModule', { ...EXAMPLES.CustomModule, configuration: { order: '1' } }],
    ['CustomModule', { name: 'A', type: 'external', url: 'https://a.example' }],
    ['CustomModuleResponse', { status: true, data: {} }],
    ['CustomModulesResponse', { status: true, data: {} }],
    ['RemovedResponse', { status: false }],
    ['Failure', { status: true }],
    ['Failure', []],
  ] as const)('%s refuses %j', (name, json) => {
    expect(schemaErrors(schemas[name], json)).not.toEqual([]);
    expect(isRead(name, json)).toBe(false);
  });

  test('any text for a token', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme-ascii' }));
    fc.assert(
      fc.property(text, (shortToken) => {
        const documented = schemaErrors(schemas.ResolveRequest, { shortToken }).length === 0;
        return readMessage(resolveRequestSchema, { shortToken }).ok === documented;
      }),
    );
  });

  test('any expiresAt', () => {
    const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, 8.64e15, 8.64e15 + 2));
    const date = fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true });
    const text = fc.oneof(
      fc.stringMatching(/^\d{1,17}$/),
      fc.stringMatching(/^20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-6]\d(:\d\d)?(Z|\+\d\d:?\d\d)$/),
      date.map((at) => at.toISOString()),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.oneof(number, text), (expiresAt) => {
        const json = { status: true, data: { shortToken: 'abc', expiresAt } };
        const documented = schemaErrors(schemas.GenerateResponse, json).length === 0;
        return isRead('GenerateResponse', json) === documented;
      }),
      // Days that a month does not have are read differently by engines, and not at all by some.
      { numRuns: 500 },
    );
  });

  test.each([
    ['ResolveRequest', { shortToken: 'x'.repeat(512), more: 1 }],
    [
      'GenerateResponse',
      { status: true, data: { shortToken: '!', expiresAt: '2026-01-01T00:00Z' } },
    ],
    ['GenerateResponse', GENERATED.data],
    ['GenerateResponse', { status: true, message: 'Success.', ...GENERATED.data }],
    ['GenerateResponse', { status: true, data: { ...GENERATED.data, expiresAt: '1767225900' } }],
    ['CustomModule', { ...EXAMPLES.CustomModule, deletedTime: null, more: 1 }],
    ['Failure', { status: false }],
  ] as const)('%s takes %j', (name, json) => {
    expect(schemaErrors(schemas[name], json)).toEqual([]);
    expect(isRead(name, json)).toBe(true);
  });
});

function operations(): Node[] {
  return Object.values(document.paths as Node).flatMap((item) =>
    Object.entries(item as Node).flatMap(([key, operation]) =>
      key === 'parameters' ? [] : [operation as Node],
    ),
  );
}

function follow(node: Node): Node {
  if (typeof node.$ref !== 'string') return node;
  const target = at(document, ...node.$ref.replace(/^#\//, '').split('/'));
  if (target === undefined) throw new Error(`${node.$ref} leads nowhere.`);
  return follow(target as Node);
}
