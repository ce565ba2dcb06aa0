import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EXAMPLES, openApiDocument } from '../../src/wire/openapi.ts';
import { PATHS } from '../../src/wire/paths.ts';
import { readMessage } from '../../src/wire/read-message.ts';
import {
  failureSchema,
  generateResponseSchema,
  resolveRequestSchema,
  resolveResponseSchema,
  type WireSchema,
} from '../../src/wire/schemas.ts';
import { schemaErrors } from './json-schema.ts';

type Node = Record<string, unknown>;

const document = openApiDocument('1.2.3') as Node;
const schemas = at(document, 'components', 'schemas') as Record<keyof typeof EXAMPLES, Node>;
const ZOD = {
  ResolveRequest: resolveRequestSchema,
  GenerateResponse: generateResponseSchema,
  ResolveResponse: resolveResponseSchema,
  Failure: failureSchema,
} satisfies Record<keyof typeof EXAMPLES, WireSchema<unknown>>;

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

  test('describes both endpoints under the server that the client calls', () => {
    expect(document.servers).toEqual([{ url: 'https://apiweb.mile.app/api/v3' }]);
    expect(Object.keys(document.paths as Node)).toEqual(Object.values(PATHS));
    for (const path of Object.values(document.paths as Node))
      expect(Object.keys(path as Node)).toEqual(['post']);
  });

  test('gives each operation a name of its own, a description of every answer and a security rule', () => {
    const operations = Object.values(document.paths as Node).map(
      (path) => at(path, 'post') as Node,
    );
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(2);
    expect(operations.map(({ security }) => security)).toEqual([[{ bearer: [] }], []]);
    expect(at(document, 'components', 'securitySchemes', 'bearer')).toEqual({
      type: 'http',
      scheme: 'bearer',
    });
    for (const { responses } of operations) {
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
    expect(readMessage<unknown>(ZOD[name], EXAMPLES[name])).toMatchObject({ ok: true });
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
    ['ResolveResponse', { ...RESOLVED, data: { ...RESOLVED.data, userId: '' } }],
    ['ResolveResponse', { ...RESOLVED, data: { ...RESOLVED.data, organizationId: 7 } }],
    ['ResolveResponse', { ...RESOLVED, data: { ...RESOLVED.data, bearerToken: 'a\nb' } }],
    ['ResolveResponse', { status: true }],
    ['Failure', { status: true }],
    ['Failure', []],
  ] as const)('%s refuses %j', (name, json) => {
    expect(schemaErrors(schemas[name], json)).not.toEqual([]);
    expect(readMessage<unknown>(ZOD[name], json).ok).toBe(false);
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

  test.each([
    ['ResolveRequest', { shortToken: 'x'.repeat(512), more: 1 }],
    [
      'GenerateResponse',
      { status: true, data: { shortToken: '!', expiresAt: '2026-01-01T00:00Z' } },
    ],
    ['Failure', { status: false }],
  ] as const)('%s takes %j', (name, json) => {
    expect(schemaErrors(schemas[name], json)).toEqual([]);
    expect(readMessage<unknown>(ZOD[name], json).ok).toBe(true);
  });
});

function follow(node: Node): Node {
  if (typeof node.$ref !== 'string') return node;
  const target = at(document, ...node.$ref.replace(/^#\//, '').split('/'));
  expect(target, node.$ref).toBeDefined();
  return follow(target as Node);
}
