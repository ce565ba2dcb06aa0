import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { transform } from 'esbuild';
import { ROOT, readPages } from '../../docs/support/pages.ts';

// Beside the packages that a recipe needs.
const PARENT = fileURLToPath(new URL('..', import.meta.url));

/** The block of the receiver's page that holds these words. */
export function recipeWith(words: string): string {
  const page = readPages().find(({ path }) => path === 'src/receiver/README.md');
  const [block, second] = (page?.blocks ?? []).filter(({ code }) => code.includes(words));
  if (block === undefined || second !== undefined) throw new Error(`Not one block has ${words}.`);
  return block.code;
}

/**
 * Runs a program, in a process of its own that it may instrument as it likes.
 *
 * @param files - ES modules by name, TypeScript or not; `main.ts` is run
 * @returns what it prints as JSON
 */
export async function runRecipe(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const folder = await mkdtemp(join(PARENT, 'run-'));
  try {
    const own = join(folder, 'node_modules/@mileapp/custom-module-url');
    await mkdir(dirname(own), { recursive: true });
    await symlink(ROOT, own);
    await writeFile(join(folder, 'package.json'), '{ "type": "module", "private": true }');
    for (const [name, code] of Object.entries(files)) {
      const { code: js } = await transform(code, { loader: 'ts', format: 'esm', target: 'es2022' });
      await writeFile(join(folder, name.replace(/\.ts$/, '.js')), js);
    }
    const { stdout } = await promisify(execFile)(process.execPath, ['main.js'], {
      cwd: folder,
      env: { ...process.env, ...env },
      maxBuffer: 64 * 1024 * 1024,
    });
    return JSON.parse(stdout);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
