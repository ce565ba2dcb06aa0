// Runs the benchmarks that are named, each with its own peers installed; without a name, `url`.
//
//   npm run bench -- url client
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;
const named = process.argv.slice(2);

for (const name of named.length > 0 ? named : ['url']) {
  const folder = join(here, name);
  const script = join(folder, 'run.mjs');
  if (!/^[\w-]+$/.test(name) || !existsSync(script)) {
    console.error(`There is no benchmark ${JSON.stringify(name)}.`);
    process.exit(2);
  }
  console.log(`\n## ${name}\n`);
  run('npm', ['ci', '--silent', '--no-audit', '--no-fund'], folder);
  run(process.execPath, [script], folder);
}

function run(command, args, cwd) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
