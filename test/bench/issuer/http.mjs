// node http.mjs
// Resolve over HTTP with 50 keep-alive connections. Servers run in processes of their own and take
// short turns; this process is the load. Raw sockets: a client library would cost more than the
// servers. A round's ratios are taken within the round, so that a busy machine slows all of them.
// Options: REQUESTS a turn, ROUNDS, ONLY=name,name.
import { fork } from 'node:child_process';
import { connect } from 'node:net';
import { median, printRatios, shuffled } from './measure.mjs';

const CONNECTIONS = 50;
const REQUESTS = Number(process.env.REQUESTS ?? 3_000);
const ROUNDS = Number(process.env.ROUNDS ?? 25);
const WARM_UP_REQUESTS = 10_000;
const BASE = 'bare node:http';
const NAMES = [
  BASE,
  'createIssuerNodeListener',
  'fastify 5',
  'fastify 5 over this issuer',
  'hono on node-server',
  'express 5',
];
const only = process.env.ONLY?.split(',');
const names = NAMES.filter((name) => !only || only.includes(name));

function start(name) {
  const child = fork(new URL('./http-server.mjs', import.meta.url), [name]);
  return new Promise((done, failed) => {
    child.once('exit', (code) => failed(new Error(`${name} ended with ${code}`)));
    child.once('message', ({ port, tokens }) => done({ name, child, port, tokens }));
  });
}

/** Answers per second of the server's own CPU time: what the load process costs is not counted. */
async function measure({ child, port, tokens }, count) {
  const requests = tokens.map((shortToken) => {
    const body = JSON.stringify({ shortToken });
    return Buffer.from(
      'POST /api/v3/short-token/resolve HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: application/json\r\n' +
        `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
  });
  let answered = 0;
  let refused = 0;
  let sent = 0;
  const connection = (offset) =>
    new Promise((done, failed) => {
      const socket = connect(port, '127.0.0.1');
      socket.setNoDelay(true);
      let next = offset;
      let length = 0;
      let buffered = '';
      const send = () => {
        sent += 1;
        socket.write(requests[next++ % requests.length]);
      };
      socket.on('connect', send);
      socket.on('error', failed);
      socket.on('data', (chunk) => {
        buffered += chunk.latin1Slice();
        if (length === 0) {
          const end = buffered.indexOf('\r\n\r\n');
          if (end < 0) return;
          length = end + 4 + Number(/content-length: (\d+)/i.exec(buffered)[1]);
        }
        if (buffered.length < length) return;
        if (buffered.startsWith('HTTP/1.1 200')) answered += 1;
        else refused += 1;
        buffered = '';
        length = 0;
        if (sent < count) return void send();
        socket.end();
        done();
      });
    });
  const cpu = () => {
    child.send('cpu');
    return new Promise((done) => child.once('message', ({ cpu }) => done(cpu.user + cpu.system)));
  };
  const before = await cpu();
  const started = process.hrtime.bigint();
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, i) => connection(i * 20)));
  const elapsed = Number(process.hrtime.bigint() - started) / 1e9;
  const used = ((await cpu()) - before) / 1e6;
  if (refused > 0) throw new Error(`${refused} requests were refused`);
  return { perSecond: answered / elapsed, perCpuSecond: answered / used };
}

const servers = await Promise.all(names.map(start));
const ratios = { perSecond: [], perCpuSecond: [] };
for (const server of servers) await measure(server, WARM_UP_REQUESTS);
for (let round = 0; round < ROUNDS; round += 1) {
  const samples = {};
  for (const server of shuffled(servers)) samples[server.name] = await measure(server, REQUESTS);
  for (const [field, list] of Object.entries(ratios)) {
    list.push(names.map((name) => samples[name][field] / samples[BASE][field]));
  }
}
for (const { child } of servers) {
  child.removeAllListeners('exit');
  child.kill();
}
for (const [field, title] of [
  ['perSecond', 'answers per second'],
  ['perCpuSecond', "answers per second of the server's CPU time"],
]) {
  const medians = names.map((name, i) => [name, median(ratios[field].map((row) => row[i]))]);
  printRatios(
    `resolve over HTTP, ${CONNECTIONS} connections, ${title}, × ${BASE}`,
    1,
    Object.fromEntries(medians),
  );
}
process.exit(0);
