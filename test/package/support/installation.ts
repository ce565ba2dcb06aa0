import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import manifest from '../../../package.json' with { type: 'json' };

const exec = promisify(execFile);

/** The repository. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Where what only these tests need is installed. */
export const CONSUMERS = join(ROOT, 'test/package/consumers');

/** Why it is not there, or `undefined`. On CI that is a failure, not a skip. */
export const missingConsumers = whatIsMissing();

function whatIsMissing(): string | undefined {
  if (existsSync(join(CONSUMERS, 'node_modules'))) return undefined;
  const reason = 'run npm ci in test/package/consumers';
  if (process.env.CI) throw new Error(`${reason}; CI has to have it.`);
  return reason;
}

/** Every export that is JavaScript: subpath, specifier and file. */
export const ENTRIES = Object.entries(manifest.exports).flatMap(([subpath, target]) =>
  typeof target === 'object'
    ? [{ subpath, specifier: manifest.name + subpath.slice(1), file: target.default }]
    : [],
);

/** The packed tarball, and a project in which it is installed. */
export interface Installation {
  /** Of the project. */
  readonly folder: string;
  readonly tarball: string;
  /** Files in the tarball. */
  readonly listing: readonly string[];
  /** Of the package in the project. */
  readonly unpacked: string;
  close(): Promise<void>;
}

export async function installTarball(): Promise<Installation> {
  if (!existsSync(join(ROOT, 'dist/index.d.ts'))) throw new Error('Run `npm run build` first.');
  const folder = await mkdtemp(join(tmpdir(), 'tarball-'));
  const { stdout } = await exec('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: ROOT,
  });
  const [packed] = JSON.parse(stdout.slice(stdout.indexOf('['))) as {
    filename: string;
    files: { path: string }[];
  }[];
  if (!packed) throw new Error('npm packed nothing.');
  const tarball = join(folder, packed.filename);
  const unpacked = join(folder, 'node_modules', manifest.name);
  await mkdir(unpacked, { recursive: true });
  await exec('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1']);
  // What an installation would bring along.
  for (const dependency of Object.keys(manifest.dependencies)) {
    await symlink(join(ROOT, 'node_modules', dependency), join(folder, 'node_modules', dependency));
  }
  return {
    folder,
    tarball,
    unpacked,
    listing: packed.files.map(({ path }) => path),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
