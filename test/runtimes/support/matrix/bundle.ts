import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { mainModule } from './consumer.ts';
import type { Task } from './run.ts';

/** The suites and what they import as one minified module that exports `run`. */
export async function bundled(
  { folder, suites }: Task,
  name: string,
  conditions: readonly string[],
): Promise<string> {
  const entry = join(folder, `main-${name}.js`);
  await writeFile(entry, mainModule(suites));
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    conditions: [...conditions],
    external: ['node:*'],
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}
