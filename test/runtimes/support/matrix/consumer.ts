import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import manifest from '../../../../package.json' with { type: 'json' };
import tests from '../../package.json' with { type: 'json' };
import { packedTarball } from '../installed.ts';

const SUITES = fileURLToPath(new URL('../../suites', import.meta.url));

/** A folder in which somebody has installed the tarball, with the suites beside it. */
export interface Consumer {
  readonly folder: string;
  close(): Promise<void>;
}

/** Installs the packed tarball and the frameworks that the suites mount it in. */
export async function createConsumer(): Promise<Consumer> {
  const folder = await mkdtemp(join(tmpdir(), 'consumer-'));
  const { express, fastify, hono } = tests.devDependencies;
  const dependencies = { [manifest.name]: `file:${await packedTarball()}`, express, fastify, hono };
  const project = { private: true, type: 'module', dependencies };
  await writeFile(join(folder, 'package.json'), JSON.stringify(project));
  await promisify(execFile)(
    'npm',
    ['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'],
    { cwd: folder },
  );
  await addSuites(folder, folder);
  return { folder, close: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * Copies the suites into a folder and, as a module, the vectors that the package has.
 * As `.js`: not every bundler knows `.mjs`.
 */
export async function addSuites(folder: string, installation: string): Promise<void> {
  for (const name of await readdir(SUITES)) {
    const source = await readFile(join(SUITES, name), 'utf8');
    const code = source.replaceAll(/from '\.\/([\w-]+)\.mjs'/g, "from './$1.js'");
    await writeFile(join(folder, name.replace(/mjs$/, 'js')), code);
  }
  const vectors = join(installation, 'node_modules', manifest.name, 'src/vectors');
  const read = async (name: string) => JSON.parse(await readFile(join(vectors, name), 'utf8'));
  const data = { render: await read('render.json'), check: await read('check.json') };
  await writeFile(join(folder, 'vectors-data.js'), `export default ${ascii(data)};\n`);
}

/** The source of a module that exports `run(context)`, which runs these suites. */
export function mainModule(suites: readonly string[]): string {
  const imports = suites.map((name) => `import ${name} from './${name}.js';`).join('\n');
  const list = suites.map((name) => (name === 'vectors' ? 'vectors(data)' : name)).join(', ');
  return `import { runSuites } from './harness.js';
import data from './vectors-data.js';
${imports}
export const run = (context) => runSuites([${list}], context);
`;
}

/** A literal of ASCII only, since lone surrogates cannot be written to a file. */
function ascii(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
