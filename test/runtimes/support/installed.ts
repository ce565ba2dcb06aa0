import { execFile } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import manifest from '../../../package.json' with { type: 'json' };

const exec = promisify(execFile);
const RUNTIMES = fileURLToPath(new URL('..', import.meta.url));
const ROOT = join(RUNTIMES, '../..');

/** Why a folder's packages are not there, or `undefined`. On CI that is a failure, not a skip. */
export function missingPackages(folder: string): string | undefined {
  if (existsSync(join(folder, 'node_modules'))) return undefined;
  const reason = `run npm ci in ${folder.slice(ROOT.length + 1)}`;
  if (process.env.CI) throw new Error(`${reason}; CI has to have it.`);
  return reason;
}

/**
 * Makes an empty folder inside a project, with the package in it. Each test file has a folder of its
 * own, since files run at once.
 */
export async function installedIn(project: string, name: string): Promise<string> {
  const folder = join(project, 'runs', name);
  await rm(folder, { recursive: true, force: true });
  await installPackage(folder);
  return folder;
}

/** Puts the packed tarball where an installation in `folder` would, and what it depends on. */
export async function installPackage(folder: string): Promise<void> {
  const target = join(folder, 'node_modules', manifest.name);
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  await exec('tar', ['-xzf', await packedTarball(), '-C', target, '--strip-components=1']);
  const { dependencies } = JSON.parse(await readFile(join(target, 'package.json'), 'utf8'));
  for (const dependency of Object.keys(dependencies)) {
    const source = join(ROOT, 'node_modules', dependency);
    await cp(source, join(target, 'node_modules', dependency), { recursive: true });
  }
}

let packed: Promise<string> | undefined;

/** The tarball of the build, packed once per test file, outside the repository. */
export function packedTarball(): Promise<string> {
  packed ??= pack();
  return packed;
}

async function pack(): Promise<string> {
  if (!existsSync(join(ROOT, 'dist/index.d.ts'))) throw new Error('Run `npm run build` first.');
  const folder = await mkdtemp(join(tmpdir(), 'packed-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const { stdout } = await exec('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: ROOT,
  });
  return join(folder, JSON.parse(stdout.slice(stdout.indexOf('[')))[0].filename);
}
