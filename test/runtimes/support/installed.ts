import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm } from 'node:fs/promises';
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

let packed: Promise<string> | undefined;

/** Puts the packed tarball where an installation in `folder` would, and what it depends on. */
export async function installPackage(folder: string): Promise<void> {
  packed ??= pack();
  const target = join(folder, 'node_modules', manifest.name);
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  await exec('tar', ['-xzf', await packed, '-C', target, '--strip-components=1']);
  const { dependencies } = JSON.parse(await readFile(join(target, 'package.json'), 'utf8'));
  for (const dependency of Object.keys(dependencies)) {
    const source = join(ROOT, 'node_modules', dependency);
    await cp(source, join(target, 'node_modules', dependency), { recursive: true });
  }
}

async function pack(): Promise<string> {
  const folder = join(ROOT, 'node_modules', `.packed-${process.pid}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { stdout } = await exec('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: ROOT,
  });
  return join(folder, JSON.parse(stdout.slice(stdout.indexOf('[')))[0].filename);
}
