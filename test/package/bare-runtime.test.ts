import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';

/** A realm with what ECMAScript has and nothing else, in which `.` and `./check` are `lib`. */
let realm: object;

const run = (code: string): unknown => runInContext(code, realm);

beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `export * from './index.ts'; export { checkModuleUrl } from './check/index.ts';`,
      resolveDir: fileURLToPath(new URL('../../src', import.meta.url)),
    },
    bundle: true,
    format: 'iife',
    globalName: 'lib',
    target: 'es2022',
    write: false,
  });
  realm = createContext({});
  run(`'use strict'; ${outputFiles[0]?.text}; globalThis.lib = lib;`);
});

const WEBHOOK = 'https://s.example:8443/webhook?token={SHORT_TOKEN}';

describe('in a runtime with nothing but ECMAScript', () => {
  test('there are none of the platform APIs', () => {
    for (const name of [
      'URL',
      'TextEncoder',
      'setTimeout',
      'clearTimeout',
      'AbortController',
      'process',
      'fetch',
    ]) {
      expect(run(`typeof ${name}`)).toBe('undefined');
    }
    expect(run('typeof encodeURIComponent')).toBe('function');
  });

  const expressions: readonly (readonly [name: string, code: string, result: unknown])[] = [
    ['parses', `lib.parseModuleUrl('${WEBHOOK}').origin`, 'https://s.example:8443'],
    [
      'parses Punycode',
      `lib.parseModuleUrl('https://xn--bcher-kva.example/').origin`,
      'https://xn--bcher-kva.example',
    ],
    ['parses IPv6', `lib.parseModuleUrl('https://[2001:db8::1]/').origin`, 'https://[2001:db8::1]'],
    ['finds placeholders', `lib.parseModuleUrl('${WEBHOOK}').placeholders[0].parameter`, 'token'],
    [
      'checks',
      `lib.checkModuleUrl('https://s.example/?t={short_token}').diagnostics[0].fix`,
      'https://s.example/?t={SHORT_TOKEN}',
    ],
    [
      'renders',
      `lib.parseModuleUrl('${WEBHOOK}').render('a&b').href`,
      'https://s.example:8443/webhook?token=a%26b',
    ],
    [
      'renders nested URLs',
      `lib.parseModuleUrl('https://s.example/?n=https%3A%2F%2Fs.example%2F%3Ft%3D{SHORT_TOKEN}').render('é').href`,
      'https://s.example/?n=https%3A%2F%2Fs.example%2F%3Ft%3D%25C3%25A9',
    ],
    ['previews', `lib.parseModuleUrl('${WEBHOOK}').preview()`, WEBHOOK],
    [
      'shows no token',
      `JSON.stringify(lib.parseModuleUrl('${WEBHOOK}').render('abc123'))`,
      JSON.stringify(WEBHOOK),
    ],
    [
      'redacts',
      `lib.redactUrl('https://s.example/w?token=abc123#x')`,
      'https://s.example/w?token=***#***',
    ],
    [
      'refuses',
      `try { lib.parseModuleUrl('javascript:1') } catch (e) { lib.isModuleUrlError(e, 'scheme-forbidden') }`,
      true,
    ],
  ];
  for (const [name, code, result] of expressions) {
    test(`it ${name}`, () => {
      expect(run(code)).toBe(result);
    });
  }

  test('it asks a generator and renders what it gives, sync or async', async () => {
    for (const generate of [
      `() => 'T1'`,
      `async () => ({ shortToken: 'T1', expiresAt: new Date(0) })`,
    ]) {
      const rendered = (await run(`lib.renderModuleUrl('${WEBHOOK}', ${generate})`)) as {
        href: string;
      };
      expect(rendered.href).toBe('https://s.example:8443/webhook?token=T1');
    }
  });

  test('it lets out what the generator throws', async () => {
    const rendering = run(
      `lib.renderModuleUrl('${WEBHOOK}', () => { throw 'mine' })`,
    ) as Promise<unknown>;
    await expect(rendering).rejects.toBe('mine');
  });
});
