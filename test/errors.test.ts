import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseModuleUrl } from '../src/index.ts';
import { UNREADABLE } from './support/unreadable.ts';

type Errors = typeof import('./support/all-errors.ts');

const own: Errors = await import('./support/all-errors.ts');

/** The same module once more, in a realm with built-ins of its own. */
let foreign: Errors;

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./support/all-errors.ts', import.meta.url))],
    bundle: true,
    format: 'iife',
    globalName: 'copy',
    target: 'es2022',
    write: false,
  });
  const context = createContext({});
  foreign = runInContext(`${outputFiles[0]?.text}; copy`, context) as Errors;
});

const KINDS = [
  {
    name: 'ModuleUrlError',
    guard: 'isModuleUrlError',
    code: 'token-invalid',
    other: 'invalid-host',
    make: ({ ModuleUrlError }: Errors) => new ModuleUrlError('token-invalid', 'a message'),
  },
  {
    name: 'ShortTokenError',
    guard: 'isShortTokenError',
    code: 'rate_limited',
    other: 'timeout',
    make: ({ ShortTokenError }: Errors) =>
      new ShortTokenError('rate_limited', 'a message', {
        retryable: true,
        status: 429,
        attempts: 3,
      }),
  },
  {
    name: 'StoreUnavailableError',
    guard: 'isStoreUnavailableError',
    code: 'store_full',
    other: 'store_unavailable',
    make: ({ StoreUnavailableError }: Errors) =>
      new StoreUnavailableError('store_full', 'a message'),
  },
] as const;

for (const { name, guard, code, other, make } of KINDS) {
  const is = (errors: Errors, value: unknown, wanted?: string) =>
    (errors[guard] as (value: unknown, code?: string) => boolean)(value, wanted);

  describe(`a ${name}`, () => {
    test('is an Error with a name, a code and a message', () => {
      const error = make(own);
      expect(error).toBeInstanceOf(Error);
      expect(error).toBeInstanceOf(own[name]);
      expect([error.name, error.code, error.message]).toEqual([name, code, 'a message']);
      expect(String(error)).toBe(`${name}: a message`);
      expect(Object.prototype.toString.call(error)).toBe('[object Error]');
    });

    test('has its name in the first line of its stack', () => {
      expect(make(own).stack?.split('\n')[0]).toBe(`${name}: a message`);
    });

    test('is told by its guard, with its code and without one, and not with another', () => {
      const error = make(own);
      expect(is(own, error)).toBe(true);
      expect(is(own, error, code)).toBe(true);
      expect(is(own, error, other)).toBe(false);
      expect(is(own, error, '')).toBe(false);
    });

    test('is told by the guard of another copy in another realm, where instanceof says no', () => {
      for (const [theirs, ours] of [
        [make(foreign), own],
        [make(own), foreign],
      ] as const) {
        expect(theirs).not.toBeInstanceOf(ours[name]);
        expect(is(ours, theirs)).toBe(true);
        expect(is(ours, theirs, code)).toBe(true);
        expect(is(ours, theirs, other)).toBe(false);
      }
      expect(make(foreign)).not.toBeInstanceOf(Error);
    });

    test('is not taken for an error of another kind', () => {
      for (const kind of KINDS) {
        if (kind.name === name) continue;
        expect(is(own, kind.make(own))).toBe(false);
        expect(is(own, kind.make(foreign))).toBe(false);
      }
    });

    test('is nothing that only looks like it', () => {
      const values = [undefined, null, 0, 1, '', 'x', true, 1n, Symbol('x'), () => {}, [], {}, /x/];
      const alike = [
        new Error('a message'),
        Object.assign(new Error('a message'), { name, code }),
        { name, code, message: 'a message' },
        JSON.parse(JSON.stringify(make(own))),
        structuredClone(make(own)),
        { ...make(own) },
        Object.create(null),
        UNREADABLE,
      ];
      for (const value of [...values, ...alike]) {
        expect(is(own, value)).toBe(false);
        expect(is(own, value, code)).toBe(false);
      }
    });

    test('is told when it is a subclass', () => {
      class Sub extends (own[name] as unknown as new (...args: unknown[]) => Error) {}
      expect(is(own, new Sub(code, 'm'))).toBe(true);
    });
  });
}

describe('what an error about a URL shows', () => {
  test('is its code only, when it is spread or made JSON', () => {
    const error = KINDS[0].make(own);
    expect({ ...error }).toEqual({ code: 'token-invalid' });
    expect(JSON.stringify(error)).toBe('{"code":"token-invalid"}');
    expect(Object.keys(error)).toEqual(['code']);
    expect(Object.entries(Object.assign({}, error))).toEqual([['code', 'token-invalid']]);
  });

  test('is nothing of the URL that was refused', () => {
    for (const source of [
      'http://secret.example/{SHORT_TOKEN}',
      'https://secret:pw@s.example/',
      'secret.example/',
    ]) {
      let error: unknown;
      try {
        parseModuleUrl(source);
      } catch (thrown) {
        error = thrown;
      }
      expect(own.isModuleUrlError(error)).toBe(true);
      const [head] = (error as Error).stack?.split('\n    at ') ?? [];
      expect(
        `${head}${inspect(error).split('\n    at ')[0]}${JSON.stringify(error)}`,
      ).not.toContain('secret');
    }
  });
});

describe('what an error about a call shows', () => {
  test('is what is known and nothing else', () => {
    const { ShortTokenError } = own;
    expect({ ...new ShortTokenError('timeout', 'm') }).toEqual({
      code: 'timeout',
      retryable: false,
    });
    expect(Object.keys(new ShortTokenError('timeout', 'm', { status: undefined }))).toEqual([
      'code',
      'retryable',
    ]);
    const details = {
      retryable: true,
      status: 503,
      attempts: 2,
      retryAfterMs: 0,
      issues: ['data.x'],
    };
    expect({ ...new ShortTokenError('upstream_error', 'm', details) }).toEqual({
      code: 'upstream_error',
      ...details,
    });
    const more = { status: 503, bearer: 'secret' };
    expect(inspect(new ShortTokenError('upstream_error', 'm', more))).not.toContain('secret');
  });
});
