// Runs StrykerJS on one room: npm run test:mutation -- store
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const [room = '', ...options] = process.argv.slice(2);
const stryker = path('node_modules/@stryker-mutator/core/bin/stryker.js');

if (!room || !existsSync(path(`../../src/${room}`))) {
  console.error('Say which room: npm run test:mutation -- store');
  process.exit(2);
}
if (!existsSync(stryker)) {
  console.error('Run `npm ci` in test/mutation first.');
  process.exit(2);
}
// StrykerJS needs Node 22 or later.
const isOld = Number(process.versions.node.split('.')[0]) < 22;
const { status } = spawnSync(
  isOld ? path('node_modules/node24/bin/node') : process.execPath,
  [stryker, 'run', path('stryker.config.mjs'), ...options],
  { cwd: path('../..'), env: { FC_RUNS: '50', ...process.env, ROOM: room }, stdio: 'inherit' },
);
process.exit(status ?? 1);
