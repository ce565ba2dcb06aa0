import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { readPages } from '../docs/support/pages.ts';
import { type Installation, installTarball, ROOT } from './support/installation.ts';

let installation: Installation;
beforeAll(async () => {
  installation = await installTarball();
});
afterAll(() => installation?.close());

test('the tarball holds the build, the manifest and texts, and nothing else', () => {
  const other = installation.listing.filter(
    (path) =>
      !/^(?:dist\/.+\.(?:js|d\.ts|json)|dist\/sandbox\/pages\/[\w-]+\.(?:html|css|svg)|dist\/THIRD-PARTY-LICENSES\.txt|package\.json|README\.md|src\/\w+\/README\.md|src\/vectors\/.+|\.github\/SECURITY\.md|LICENSE|CHANGELOG\.md)$/.test(
        path,
      ),
  );
  expect(other).toEqual([]);
  expect(installation.listing).toEqual(
    expect.arrayContaining(['package.json', 'LICENSE', 'dist/index.js', 'dist/index.d.ts']),
  );
});

test('the tarball has every file that its exports and its command name', () => {
  const named = [
    ...Object.values(manifest.exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target),
    ),
    ...Object.values(manifest.bin),
  ];
  expect(
    named
      .map((path) => path.replace('./', ''))
      .filter((path) => !installation.listing.includes(path)),
  ).toEqual([]);
});

test('the tarball has types first in every export, so that compilers find them', () => {
  for (const target of Object.values(manifest.exports)) {
    if (typeof target === 'object') expect(Object.keys(target)).toEqual(['types', 'default']);
  }
});

test('the tarball leads bundlers that read no exports to the same files, where React Native runs them', () => {
  const exported: Record<string, unknown> = manifest.exports;
  const map = Object.entries(manifest['react-native']);
  expect(map.map(([subpath]) => exported[subpath])).toEqual(
    map.map(([, file]) => ({ types: file.replace(/js$/, 'd.ts'), default: file })),
  );
  expect([manifest.main, manifest.types]).toEqual([
    manifest.exports['.'].default,
    manifest.exports['.'].types,
  ]);
});

test('the tarball holds the licence of every package whose code is in it', async () => {
  const licences = await readFile(
    join(installation.unpacked, 'dist/THIRD-PARTY-LICENSES.txt'),
    'utf8',
  );
  expect(licences).toMatch(/^zod\n\nMIT License/m);
});

test('the pages in the tarball link to what is in it', () => {
  const shipped = new Set(
    installation.listing.flatMap((path) => [path, posix.dirname(path), `./${posix.dirname(path)}`]),
  );
  const broken = readPages()
    .filter(({ path }) => shipped.has(path))
    .flatMap(({ path, links }) => links.map(({ url, line }) => ({ path, url, line })))
    .filter(({ url }) => !/^(?:[a-z]+:|#)/.test(url))
    // Pictures would double what is downloaded.
    .filter(({ url }) => !/\.png$/.test(url))
    .map(({ path, url, line }) => ({
      at: `${path}:${line} ${url}`,
      target: posix.join(posix.dirname(path), url.split('#')[0] ?? ''),
    }))
    .filter(({ target }) => !shipped.has(target));
  expect(broken.map(({ at }) => at)).toEqual([]);
});

test('the tarball runs no script of ours on installation', async () => {
  const { scripts } = JSON.parse(
    await readFile(join(installation.unpacked, 'package.json'), 'utf8'),
  );
  expect(
    Object.keys(scripts).filter((name) => /^(?:pre|post)?install$|^prepare$/.test(name)),
  ).toEqual([]);
});

test('the tarball satisfies publint', async () => {
  await succeeds('publint', ['run', installation.tarball, '--strict']);
});

test('the tarball satisfies Are the types wrong', async () => {
  const json = Object.keys(manifest.exports).filter((subpath) => subpath.endsWith('.json'));
  await succeeds('attw', [
    installation.tarball,
    // What `require()` of ESM on every supported Node makes harmless.
    '--ignore-rules',
    'cjs-resolves-to-esm',
    '--no-emoji',
    '--exclude-entrypoints',
    ...json,
  ]);
});

/** Runs a tool of the repository; its output is the reason where it fails. */
async function succeeds(tool: string, args: readonly string[]): Promise<void> {
  const failure = await promisify(execFile)(join(ROOT, 'node_modules/.bin', tool), args, {
    cwd: ROOT,
  }).then(
    () => '',
    ({ stdout, stderr }: { stdout: string; stderr: string }) => `${stdout}${stderr}`,
  );
  expect(failure).toBe('');
}
