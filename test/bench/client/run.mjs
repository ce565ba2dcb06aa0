// Resolves per second against one loopback server, as ratios to bare fetch with a timeout signal and
// JSON.parse. Rounds are interleaved and shuffled; each figure is the median over three processes.
// It takes about a minute.
//
//   npm run bench -- client
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROCESSES = 3;
const SECONDS = 8;
const CONCURRENCIES = [1, 32];
const LEAST = 0.9;

const script = (name) => fileURLToPath(new URL(name, import.meta.url));
const server = fork(script('server.mjs'));
const port = await message(server);

const rows = new Map();
for (let run = 0; run < PROCESSES; run++) {
  for (const inFlight of CONCURRENCIES) {
    const measured = fork(script('measure.mjs'), [port, inFlight, SECONDS].map(String));
    for (const [name, ratios] of Object.entries(await message(measured))) {
      const key = `${name} @ ${inFlight}`;
      rows.set(key, [...(rows.get(key) ?? []), ratios]);
    }
  }
}
server.disconnect();

const table = [...rows].map(([key, ratios]) => [
  key,
  {
    'CPU, × bare fetch': median(ratios.map(({ cpu }) => cpu)),
    'wall, × bare fetch': median(ratios.map(({ wall }) => wall)),
  },
]);
console.table(Object.fromEntries(table));
const ours = table.filter(([key]) => key.startsWith('ours'));
if (ours.some(([, ratios]) => ratios['CPU, × bare fetch'] < LEAST)) {
  console.error(`The client is below ${LEAST} of bare fetch.`);
  process.exitCode = 1;
}

function message(child) {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the child ended early with code ${code}`)));
  });
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return Number(sorted[sorted.length >> 1].toFixed(3));
}
