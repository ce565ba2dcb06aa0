import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pathOf } from '../runtimes.ts';
import { mainModule } from './consumer.ts';
import type { Host } from './matrix.ts';
import type { Run, Task } from './run.ts';

const exec = promisify(execFile);

/** Runs suites in a process of Node, Bun or Deno: right on the installed files. */
export async function inProcess(
  { command }: Host & { kind: 'process' },
  { folder, suites, context }: Task,
): Promise<Run> {
  const main = `main-${command}.js`;
  await writeFile(join(folder, main), mainModule(suites));
  const start = `start-${command}.js`;
  await writeFile(
    join(folder, start),
    `import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { run } from './${main}';
const outcomes = await run(${JSON.stringify(context)});
writeFileSync('outcomes-${command}.json', JSON.stringify(outcomes));
process.exit(0);
`,
  );
  const program = pathOf(command);
  // No runtime is to look for a newer version of itself.
  const env = { ...process.env, DENO_NO_UPDATE_CHECK: '1', DENO_DIR: join(folder, '.deno') };
  const options = { cwd: folder, env, timeout: 280_000 };
  await exec(program, [...(command === 'deno' ? ['run', '-A'] : []), start], options);
  const { stdout } = await exec(program, ['--version'], options);
  return {
    version: /\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? '',
    outcomes: JSON.parse(await readFile(join(folder, `outcomes-${command}.json`), 'utf8')),
  };
}
