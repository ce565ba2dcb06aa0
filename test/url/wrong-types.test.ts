import { describe, expect, test } from 'vitest';
import { checkModuleUrl } from '../../src/check/index.ts';
import * as api from '../../src/index.ts';

const WEBHOOK = 'https://s.example/?t={SHORT_TOKEN}';

const NOT_A_STRING: readonly (readonly [name: string, value: unknown])[] = [
  ['a number', 42],
  ['NaN', Number.NaN],
  ['null', null],
  ['undefined', undefined],
  ['a boolean', true],
  ['a bigint', 1n],
  ['a symbol', Symbol('x')],
  ['an object', { source: WEBHOOK }],
  ['an object with toString', { toString: () => WEBHOOK }],
  ['an array', [WEBHOOK]],
  ['a URL', new URL('https://s.example/')],
  ['a String object', Object(WEBHOOK)],
  ['a function', () => WEBHOOK],
  ['a promise', Promise.resolve(WEBHOOK)],
];

const others = (...but: string[]) => NOT_A_STRING.filter(([name]) => !but.includes(name));

/** What is called with a wrong value, and the parameter that the error has to name. */
const CALLS: Record<
  string,
  readonly [parameter: string, wrong: typeof NOT_A_STRING, call: (value: never) => unknown]
> = {
  'checkModuleUrl(source)': ['source', NOT_A_STRING, (v) => checkModuleUrl(v)],
  'parseModuleUrl(source)': ['source', NOT_A_STRING, (v) => api.parseModuleUrl(v)],
  'redactUrl(url)': ['url', NOT_A_STRING, (v) => api.redactUrl(v)],
  'renderModuleUrl(url)': ['url', NOT_A_STRING, (v) => api.renderModuleUrl(v, () => 'T')],
  'renderModuleUrl(…, generate)': [
    'generate',
    [...others('a function'), ['a string', 'T']],
    (v) => api.renderModuleUrl(WEBHOOK, v),
  ],
  'renderModuleUrl(…, { timeoutMs })': [
    'timeoutMs',
    [...others('a number', 'NaN', 'undefined'), ['a string', '5000']],
    (v) => api.renderModuleUrl(WEBHOOK, () => 'T', { timeoutMs: v }),
  ],
  'renderModuleUrl(…, { signal })': [
    'signal',
    [...others('undefined', 'null'), ['a string', 'x']],
    (v) => api.renderModuleUrl(WEBHOOK, () => 'T', { signal: v }),
  ],
};

for (const [name, [parameter, wrong, call]] of Object.entries(CALLS)) {
  describe(name, () => {
    for (const [kind, value] of wrong) {
      test(`refuses ${kind} with a TypeError that names ${parameter}`, async () => {
        const attempt = async () => call(value as never);
        const error: unknown = await attempt().then(
          () => 'It was taken.',
          (thrown) => thrown,
        );
        expect(error).toBeInstanceOf(TypeError);
        expect((error as Error).message).toMatch(RegExp(`\\b${parameter}\\b`));
        expect((error as Error).message).not.toContain('s.example');
      });
    }
  });
}

describe('a wrong signal', () => {
  test('is refused before a token is minted', async () => {
    let minted = 0;
    const generate = () => `T${++minted}`;
    for (const signal of [42, {}, 'x', () => {}]) {
      const options = { signal: signal as unknown as AbortSignal };
      await expect(api.renderModuleUrl(WEBHOOK, generate, options)).rejects.toThrow(TypeError);
    }
    expect(minted).toBe(0);
  });
});

describe('the surface of the package', () => {
  test('has no function that is missing from the table above or takes anything at all', () => {
    const tested = new Set(Object.keys(CALLS).map((call) => call.replace(/\(.*/, '')));
    const functions = Object.entries(api).filter(([, value]) => typeof value === 'function');
    const untested = functions.map(([name]) => name).filter((name) => !tested.has(name));
    // Guards answer for any value; see errors.test.ts.
    expect(untested.sort()).toEqual(['ModuleUrlError', 'isModuleUrl', 'isModuleUrlError']);
  });
});
