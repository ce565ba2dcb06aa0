import { describe, expect, test } from 'vitest';
import { type AnyRequest, headerOf } from '../../src/receiver/any-request.ts';

const NODE = { cookie: 'a=1', 'x-list': ['a', 'b'] };

describe('a header', () => {
  test.each([
    ['a Request', new Request('https://svc.example/', { headers: { 'x-a': '1' } }), 'x-a', '1'],
    ['a Request without it', new Request('https://svc.example/'), 'x-a', undefined],
    ['a request of Node', { headers: NODE }, 'cookie', 'a=1'],
    ['a request of Node that has it twice', { headers: NODE }, 'x-list', 'a,b'],
    ['a request of Node without it', { headers: NODE }, 'x-a', undefined],
    ['Hono', { req: { header: (name) => `${name}!` } }, 'cookie', 'cookie!'],
    ['Hono elsewhere', { req: { header: () => '1' }, env: { KEY: 'x' } }, 'cookie', '1'],
    [
      'Hono on Node',
      { req: { header: () => 'slow' }, env: { incoming: { headers: NODE } } },
      'cookie',
      'a=1',
    ],
    [
      'Hono on Node without it',
      { req: { header: () => 'slow' }, env: { incoming: { headers: NODE } } },
      'x-a',
      undefined,
    ],
  ] as [string, AnyRequest, string, string | undefined][])(
    'of %s is read where it is',
    (_, request, name, value) => {
      expect(headerOf(request, name)).toBe(value);
    },
  );
});
