import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');

/** The errors that the compiler finds. */
async function tsc(...args: string[]): Promise<string[]> {
  const run = promisify(execFile)(process.execPath, [TSC, ...args], { cwd: ROOT });
  const output = await run.then(
    ({ stdout }) => stdout,
    (failed: { stdout?: string }) => {
      // Errors in the code are reported there; anything else is trouble with the compiler.
      if (failed.stdout) return failed.stdout;
      throw failed;
    },
  );
  return output.split('\n').filter(Boolean);
}

test('the promises of the public types hold', { timeout: 120_000 }, async () => {
  // Each @ts-expect-error in here is an error that the compiler has to find.
  const errors = await tsc('--project', 'test/types/tsconfig.json');
  expect(errors.filter((error) => error.startsWith('test/types/'))).toEqual([]);
});

describe('the declarations of the public types', () => {
  test('show nothing of zod, so that they do not change with it', {
    timeout: 120_000,
  }, async () => {
    const out = await mkdtemp(join(tmpdir(), 'types-'));
    try {
      await tsc('--project', 'tsconfig.json', '--outDir', out);
      for (const entry of ['client', 'testing']) {
        const reached = await declarationsFrom(join(out, entry, 'index.d.ts'));
        expect(reached.size).toBeGreaterThan(3);
        for (const [file, text] of reached) {
          expect(text, relative(out, file)).not.toMatch(/from ['"]zod|import\(['"]zod/);
        }
      }
    } finally {
      await rm(out, { recursive: true });
    }
  });
});

/** A declaration file and all those of the package that it leads to. */
async function declarationsFrom(entry: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const queue = [entry];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (texts.has(file)) continue;
    const text = await readFile(file, 'utf8');
    texts.set(file, text);
    for (const [, specifier] of text.matchAll(
      /(?:from|import\() ?['"](\.[^'"]+)\.(?:ts|js)['"]/g,
    )) {
      queue.push(resolve(dirname(file), `${specifier}.d.ts`));
    }
  }
  return texts;
}
