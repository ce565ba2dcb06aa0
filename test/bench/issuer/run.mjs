// node run.mjs
// Every benchmark of the issuer and its stores, each in a process of its own, one after the other.
import { spawnSync } from 'node:child_process';

const flags = ['--expose-gc', '--max-old-space-size=6000'];
const scripts = ['memory-store', 'mass-expiry', 'sealed', 'http', 'redis-store'];
for (const script of process.argv.slice(2).length > 0 ? process.argv.slice(2) : scripts) {
  const file = new URL(`./${script}.mjs`, import.meta.url).pathname;
  const { status } = spawnSync(process.execPath, [...flags, file], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
