// Reading and rendering 1,000 varied module URLs, as ratios: to `new URL` and to bare concatenation.
// Rounds are interleaved and shuffled; each figure is the median over three fresh processes.
//
//   npm run build && npm install --prefix test/bench/url && node test/bench/url/run.mjs
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROCESSES = 3;
const TITLES = { parse: 'parse and check, × new URL', render: 'render, × concatenation' };

const runs = [];
for (let i = 0; i < PROCESSES; i++) runs.push(await measure());

console.log(`| | ${Object.values(TITLES).join(' | ')} |\n|---|--:|--:|`);
const names = new Set(Object.keys(TITLES).flatMap((kind) => Object.keys(runs[0][kind])));
for (const name of names) {
  const cells = Object.keys(TITLES).map((kind) => ratio(runs.map((run) => run[kind][name])));
  console.log(`| ${name} | ${cells.join(' | ')} |`);
}

function measure() {
  const child = fork(fileURLToPath(new URL('measure.mjs', import.meta.url)));
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`A process ended early with code ${code}.`)));
  });
}

function ratio(values) {
  if (values.includes(undefined)) return '';
  const median = values.sort((a, b) => a - b)[values.length >> 1];
  return median < 0.1 ? median.toFixed(3) : median.toFixed(2);
}
