import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { failure, success } from '../../src/wire/answer-envelope.ts';
import { readMessage } from '../../src/wire/read-message.ts';
import {
  failureSchema,
  generateResponseSchema,
  resolveRequestSchema,
  resolveResponseSchema,
} from '../../src/wire/schemas.ts';
import '../support/property.ts';

const RESOLVED = { bearerToken: 'eyJ0', userId: 'u1', organizationId: 'o1' };

describe('a message is taken', () => {
  test.each([
    ['a resolve request', resolveRequestSchema, { shortToken: 'abc' }],
    ['a generated token', generateResponseSchema, success({ shortToken: 'abc', expiresAt: 1 })],
    ['a resolved token', resolveResponseSchema, success(RESOLVED)],
    ['a failure', failureSchema, failure('no', 'cmod-031')],
    ['an answer without a message', resolveResponseSchema, { status: true, data: RESOLVED }],
    ['an answer with more', resolveResponseSchema, { ...success({ ...RESOLVED, x: 1 }), y: 2 }],
  ])('%s', (_name, schema, json) => {
    expect(readMessage<unknown>(schema, json)).toMatchObject({ ok: true });
  });
});

describe('a message of another shape is refused by its paths', () => {
  test.each([
    ['no object', resolveResponseSchema, 'hello', ['(body)']],
    ['a list', resolveResponseSchema, [], ['(body)']],
    ['an empty object', resolveResponseSchema, {}, ['status', 'data']],
    ['a failure', generateResponseSchema, failure('no'), ['status', 'data']],
    ['a truthy status', resolveResponseSchema, { status: 1, data: RESOLVED }, ['status']],
    ['fields at the top', resolveResponseSchema, { status: true, ...RESOLVED }, ['data']],
    [
      'fields of other types',
      resolveResponseSchema,
      success({ bearerToken: 7, userId: null, organizationId: {} }),
      ['data.bearerToken', 'data.userId', 'data.organizationId'],
    ],
    [
      'empty fields',
      resolveResponseSchema,
      success({ bearerToken: '', userId: '', organizationId: '' }),
      ['data.bearerToken', 'data.userId', 'data.organizationId'],
    ],
    [
      'a bearer that would break a header',
      resolveResponseSchema,
      success({ ...RESOLVED, bearerToken: 'a\r\nb: c' }),
      ['data.bearerToken'],
    ],
    [
      'a token that is none',
      generateResponseSchema,
      success({ shortToken: 'a b', expiresAt: 'soon' }),
      ['data.shortToken', 'data.expiresAt'],
    ],
    ['a token in a list', resolveRequestSchema, { shortToken: ['abc'] }, ['shortToken']],
  ])('%s', (_name, schema, json, issues) => {
    expect(readMessage<unknown>(schema, json)).toEqual({ ok: false, issues });
  });

  test('whatever comes, no key and no value of the sender is among the paths', () => {
    const known = ['(body)', 'status', 'data'];
    const inData = ['bearerToken', 'userId', 'organizationId'].map((key) => `data.${key}`);
    const allowed = new Set([...known, ...inData]);
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        const read = readMessage(resolveResponseSchema, json);
        return !read.ok && read.issues.every((issue) => allowed.has(issue));
      }),
    );
  });
});
