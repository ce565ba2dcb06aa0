import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { ENTRIES, type Installation, installTarball } from './support/installation.ts';

const NEEDS_NODE = [
  './issuer',
  './node',
  './express',
  './fastify',
  './store/memory',
  './store/redis',
  './store/sql',
  './sandbox',
];

let installation: Installation;
beforeAll(async () => {
  installation = await installTarball();
});
afterAll(() => installation?.close());

describe('an installation', () => {
  test.each(ENTRIES)(
    'gives the same names of $subpath to import and to require',
    async ({ specifier }) => {
      const print = (from: string) =>
        `console.log(Object.keys(${from}).filter((n) => n !== '__esModule').join())`;
      const imported = await inNode('module', print(`await import('${specifier}')`));
      const required = await inNode('commonjs', print(`require('${specifier}')`));
      expect(imported.trim()).not.toBe('');
      expect(required).toBe(imported);
    },
  );

  test('keeps each error class once, whichever entry it comes from', async () => {
    const code = `
      import { renderModuleUrl } from '${manifest.name}';
      import { createShortTokenClient, isShortTokenError } from '${manifest.name}/client';
      const client = createShortTokenClient({ fetch: async () => { throw new Error('down'); }, maxRetries: 0, bearer: 'b' });
      const error = await renderModuleUrl('https://s.example/?t={SHORT_TOKEN}', client.generate).catch((e) => e);
      console.log(isShortTokenError(error));`;
    expect((await inNode('module', code)).trim()).toBe('true');
  });

  test('has no deep imports', async () => {
    await expect(
      inNode('module', `await import('${manifest.name}/dist/index.js')`),
    ).rejects.toMatchObject({
      stderr: expect.stringContaining('ERR_PACKAGE_PATH_NOT_EXPORTED'),
    });
  });

  test.each(Object.keys(manifest.exports).filter((subpath) => subpath.endsWith('.json')))(
    'gives %s as JSON to import and to require',
    async (subpath) => {
      const specifier = manifest.name + subpath.slice(1);
      const imported = await inNode(
        'module',
        `import data from '${specifier}' with { type: 'json' }; console.log(JSON.stringify(data))`,
      );
      const required = await inNode(
        'commonjs',
        `console.log(JSON.stringify(require('${specifier}')))`,
      );
      expect(JSON.parse(imported)).toBeTypeOf('object');
      expect(required).toBe(imported);
    },
  );
});

describe('what a bundler finds', () => {
  test.each(ENTRIES.filter(({ subpath }) => !NEEDS_NODE.includes(subpath)))(
    '$subpath needs nothing of Node',
    async ({ file }) => {
      expect(await externalsOf(file)).toEqual([]);
    },
  );

  test.each(ENTRIES.filter(({ subpath }) => NEEDS_NODE.includes(subpath)))(
    '$subpath names the built-ins of Node with their prefix',
    async ({ file }) => {
      const externals = await externalsOf(file);
      expect(externals.filter((path) => !path.startsWith('node:'))).toEqual([]);
    },
  );
});

/** What stays an import when an entry is bundled: a built-in without its prefix is not even found. */
async function externalsOf(file: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [join(installation.unpacked, file)],
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['browser'],
    external: ['node:*'],
    metafile: true,
    write: false,
  });
  const [output] = Object.values(metafile.outputs);
  return [...new Set(output?.imports.map(({ path }) => path))];
}

async function inNode(type: 'module' | 'commonjs', code: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [`--input-type=${type}`, '-e', code],
    { cwd: installation.folder, maxBuffer: 16_777_216 },
  );
  return stdout;
}
