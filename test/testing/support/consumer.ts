import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Block, readPage } from '../../docs/support/pages.ts';
import { installPackage, missingPackages } from '../../runtimes/support/installed.ts';

/** A project with a test runner of its own, in which programs are written that use the packed tarball. */
export interface Consumer {
  /** Why it cannot be used, or `undefined`. On CI that is a failure, not a skip. */
  readonly missing: string | undefined;
  /** Where a file of one of its packages is, for example `jest/bin/jest.js`. */
  packageFile(path: string): string;
  /** Writes a program, with the tarball installed for it alone, and returns its folder. */
  write(program: string, files: Readonly<Record<string, string>>): Promise<string>;
  /** Removes a program. */
  remove(program: string): Promise<void>;
}

/** The project in `test/testing/consumers/<name>`. */
export function consumer(name: string): Consumer {
  const folder = fileURLToPath(new URL(`../consumers/${name}`, import.meta.url));
  const remove = (program: string) =>
    rm(join(folder, 'written', program), { recursive: true, force: true });
  return {
    missing: missingPackages(folder),
    packageFile: (path) => join(folder, 'node_modules', path),
    async write(program, files) {
      await remove(program);
      const to = join(folder, 'written', program);
      await installPackage(to);
      for (const [file, text] of Object.entries(files)) {
        await mkdir(dirname(join(to, file)), { recursive: true });
        await writeFile(join(to, file), text);
      }
      return to;
    },
    remove,
  };
}

/** The first block of the page on test support in which these words stand. */
export async function blockOfPage(words: string): Promise<Block> {
  const path = 'src/testing/README.md';
  const text = await readFile(new URL(`../../../${path}`, import.meta.url), 'utf8');
  const block = readPage(path, text).blocks.find(({ code }) => code.includes(words));
  if (!block) throw new Error(`No block of ${path} has the words ${JSON.stringify(words)}.`);
  return block;
}

/**
 * Runs a program to its end.
 *
 * @returns everything that it printed, without colours
 * @throws Error with what it printed, where it failed
 */
export async function run(
  node: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const shown = ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr;
  // Nothing of the environment but where programs are: no CI, no options of this process.
  const { PATH = '', HOME = '' } = process.env;
  return promisify(execFile)(node, args, { cwd, env: { PATH, HOME, NO_COLOR: '1', ...env } }).then(
    shown,
    (failed) => {
      throw new Error(`${args.join(' ')} failed:\n${shown(failed)}`);
    },
  );
}
