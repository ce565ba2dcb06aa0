// Processor time of a server per request without a token, with the receiver over without it, and for
// comparison with a middleware that does nothing over without it. The three servers are in one process
// and take turns of a thousand requests in random order; each figure is the median over its rounds,
// then over the processes.
//
//   npm run build && npm install --prefix test/bench/receiver && node test/bench/receiver/run.mjs [processes] [server …]
import { fork } from 'node:child_process';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';

const ROUNDS = 80;
const REQUESTS = 1_000;
const PIPELINED = 50;
const MOST = 1.03;
const KINDS = ['without', 'with', 'empty'];
const SERVERS = ['express', 'fastify', 'hono', 'node:http', 'Request and Response'];
// An ordinary call of an application: a query of its own and the headers of a browser.
const REQUEST = `GET /task?page=2&sort=name HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36\r\nAccept: application/json\r\nAccept-Language: en-US,en;q=0.9\r\nCookie: __Host-session=0b8b7a5e-8a0e-4f5e-9d59-0c9d6f0a1b2c\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\nSec-Fetch-Site: same-origin\r\n\r\n`;

const [processes = '6', ...named] = process.argv.slice(2);
const script = fileURLToPath(new URL('server.mjs', import.meta.url));
const table = {};
for (const server of named.length > 0 ? named : SERVERS) {
  const runs = [];
  for (let run = 0; run < Number(processes); run++) runs.push(await compare(server, run));
  const ratios = runs.map((one) => one.with);
  table[server] = {
    'with / without': median(ratios),
    lowest: Math.min(...ratios),
    highest: Math.max(...ratios),
    'empty / without': median(runs.map((one) => one.empty)),
  };
}
console.table(table);
if (Object.values(table).some((row) => row['with / without'] > MOST)) {
  console.error(`The receiver costs more than ${MOST} of the server without it.`);
  process.exitCode = 1;
}

async function compare(server, run) {
  const order = KINDS.map((_, at) => KINDS[(at + run) % KINDS.length]);
  const child = fork(script, [server, ...order]);
  const ports = await message(child);
  const used = async () => {
    child.send('cpu');
    return message(child);
  };
  const costs = { without: [], with: [], empty: [] };
  for (let at = -15; at < ROUNDS; at++) {
    for (const kind of shuffled(KINDS)) {
      const before = await used();
      await load(ports[kind]);
      const cost = (await used()) - before;
      if (at >= 0) costs[kind].push(cost);
    }
  }
  child.disconnect();
  // Of one round: its turns are next to each other in time.
  const over = (kind) => median(costs[kind].map((cost, at) => cost / costs.without[at]));
  return { with: over('with'), empty: over('empty') };
}

function shuffled(list) {
  return list
    .map((value) => ({ value, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}

/** Pipelined on one connection, so that the load costs little and the server much. */
function load(port) {
  return new Promise((done, fail) => {
    const socket = connect(port, '127.0.0.1');
    let answered = 0;
    let asked = 0;
    let rest = '';
    const ask = (count) => {
      asked += count;
      socket.write(REQUEST.repeat(count));
    };
    socket.on('error', fail);
    socket.on('data', (chunk) => {
      const text = rest + chunk.toString('latin1');
      const parts = text.split('HTTP/1.1 200 OK');
      rest = parts.at(-1).slice(-14);
      if (!'HTTP/1.1 200 OK'.startsWith(rest.slice(rest.lastIndexOf('H')))) rest = '';
      answered += parts.length - 1;
      if (answered >= REQUESTS) {
        socket.destroy();
        done();
      } else if (asked < REQUESTS && asked - answered < PIPELINED / 2) {
        ask(Math.min(PIPELINED, REQUESTS - asked));
      }
    });
    ask(PIPELINED);
  });
}

function message(child) {
  return new Promise((resolve, reject) => {
    const onExit = (code) => reject(new Error(`the server ended early with code ${code}`));
    child.once('exit', onExit);
    child.once('message', (value) => {
      child.off('exit', onExit);
      resolve(value);
    });
  });
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return round(sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
}

function round(value) {
  return Number(value.toFixed(3));
}
