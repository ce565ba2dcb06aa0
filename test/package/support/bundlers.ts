import { execFile } from 'node:child_process';
import { stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import manifest from '../../../package.json' with { type: 'json' };
import { installedIn } from '../../runtimes/support/installed.ts';
import { CONSUMERS, ROOT } from './installation.ts';

const NOTHING = 'globalThis.lib = {};\n';

/** Bundles an entry with esbuild. */
export async function byEsbuild(folder: string, entry: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents: exporting(entry), resolveDir: folder },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    external: ['node:*'],
    write: false,
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

export const brotliBytes = (code: Uint8Array): number => brotliCompressSync(code).length;

/** Minified bytes of an entry by Rolldown. */
export async function byRolldown(folder: string, entry: string): Promise<number> {
  const input = await sourceFile(folder, exporting(entry));
  const { rolldown } = (await load('rolldown')) as Rolldown;
  const bundle = await rolldown({ input, cwd: folder, platform: 'browser', external: /^node:/ });
  const { output } = await bundle.generate({ format: 'esm', minify: true });
  await bundle.close();
  return Buffer.byteLength(output[0].code);
}

/** Minified bytes of an entry by webpack, beyond an empty bundle. */
export async function byWebpack(folder: string, entry: string): Promise<number> {
  return (await webpackBytes(folder, importing(entry))) - (await webpackBytes(folder, NOTHING));
}

async function webpackBytes(folder: string, source: string): Promise<number> {
  const { default: webpack } = (await load('webpack')) as Webpack;
  const entry = await sourceFile(folder, source);
  const output = { path: join(folder, 'webpack'), filename: `${++files}.js` };
  const compiler = webpack({
    mode: 'production',
    target: 'web',
    entry,
    output,
    performance: false,
  });
  await new Promise<void>((done, fail) => {
    compiler.run((error, stats) => {
      if (error || stats?.hasErrors()) fail(error ?? new Error(stats?.toString('errors-only')));
      else compiler.close(() => done());
    });
  });
  return (await stat(join(output.path, output.filename))).size;
}

/** Minified bytes of entries by Metro of a React Native, beyond an empty bundle. */
export async function byMetro(
  reactNative: string,
  entries: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const project = join(ROOT, `test/runtimes/react-native-${reactNative}`);
  const run = await installedIn(project, 'sizes');
  const names = ['empty', ...entries.map((_, n) => `entry-${n}`)];
  const sources = [NOTHING, ...entries.map(importing)];
  for (const [n, name] of names.entries()) {
    await writeFile(join(run, `${name}.js`), sources[n] ?? '');
  }
  const script = join(ROOT, 'test/runtimes/support/bundle.cjs');
  await promisify(execFile)(process.execPath, [script, project, run, ...names]);
  const bytes = async (name: string) => (await stat(join(run, `${name}.bundle.js`))).size;
  const empty = await bytes('empty');
  const counted = entries.map(
    async (entry, n) => [entry, (await bytes(`entry-${n}`)) - empty] as const,
  );
  return new Map(await Promise.all(counted));
}

/** `./client { createX }` stands for one name of a subpath, `./client` for all. */
function partsOf(entry: string): [specifier: string, names: string] {
  const [subpath = '', ...names] = entry.split(' ');
  return [manifest.name + subpath.slice(1), names.join(' ')];
}

function exporting(entry: string): string {
  const [specifier, names] = partsOf(entry);
  return `export ${names || '*'} from '${specifier}';\n`;
}

function importing(entry: string): string {
  const [specifier, names] = partsOf(entry);
  return `import ${names || '* as lib'} from '${specifier}';\nglobalThis.lib = ${names || 'lib'};\n`;
}

let files = 0;

async function sourceFile(folder: string, source: string): Promise<string> {
  const file = join(folder, `source-${++files}.mjs`);
  await writeFile(file, source);
  return file;
}

async function load(name: string): Promise<unknown> {
  return import(createRequire(join(CONSUMERS, 'package.json')).resolve(name));
}

// As much of both as is used here; they are installed in test/package/consumers only.
interface Rolldown {
  rolldown(options: object): Promise<{
    generate(options: object): Promise<{ output: readonly [{ code: string }] }>;
    close(): Promise<void>;
  }>;
}
interface Webpack {
  default(options: object): {
    run(
      done: (
        error: unknown,
        stats?: { hasErrors(): boolean; toString(preset: string): string },
      ) => void,
    ): void;
    close(done: () => void): void;
  };
}
