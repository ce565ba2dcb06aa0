// node http.mjs
// Resolve over HTTP with 50 keep-alive connections. Servers run in processes of their own and take
// turns; this process is the load. Raw sockets: a client library would cost more than the servers.
import { fork } from 'node:child_process';
import { connect } from 'node:net';
import { median, printRatios, shuffled } from './measure.mjs';

const CONNECTIONS = 50;
const SECONDS = Number(process.env.SECONDS ?? 2);
const ROUNDS = Number(process.env.ROUNDS ?? 7);
const NAMES = [
  'bare node:http',
  'createIssuerNodeListener',
  'fastify 5',
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
async function measure({ child, port, tokens }, seconds) {
  const requests = tokens.map((shortToken) => {
    const body = JSON.stringify({ shortToken });
    return Buffer.from(
      'POST /api/v3/short-token/resolve HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: application/json\r\n' +
        `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
  });
  let answered = 0;
  let refused = 0;
  let running = true;
  const connection = (offset) =>
    new Promise((done, failed) => {
      const socket = connect(port, '127.0.0.1');
      socket.setNoDelay(true);
      let next = offset;
      let length = 0;
      let buffered = '';
      const send = () => socket.write(requests[next++ % requests.length]);
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
        if (running) return void send();
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
  const connections = Array.from({ length: CONNECTIONS }, (_, i) => connection(i * 20));
  await new Promise((done) => setTimeout(done, seconds * 1_000));
  running = false;
  await Promise.all(connections);
  const elapsed = Number(process.hrtime.bigint() - started) / 1e9;
  const used = ((await cpu()) - before) / 1e6;
  if (refused > 0) throw new Error(`${refused} requests were refused`);
  return { perSecond: answered / elapsed, perCpuSecond: answered / used };
}

const servers = await Promise.all(names.map(start));
const samples = Object.fromEntries(names.map((name) => [name, []]));
for (const server of servers) await measure(server, 1);
for (let round = 0; round < ROUNDS; round += 1) {
  for (const server of shuffled(servers)) samples[server.name].push(await measure(server, SECONDS));
}
for (const { child } of servers) {
  child.removeAllListeners('exit');
  child.kill();
}
for (const [field, title] of [
  ['perSecond', 'answers per second'],
  ['perCpuSecond', "answers per second of the server's CPU time"],
]) {
  const medians = Object.fromEntries(
    names.map((name) => [name, median(samples[name].map((sample) => sample[field]))]),
  );
  printRatios(
    `resolve over HTTP, ${CONNECTIONS} connections, ${title}, × bare node:http`,
    medians['bare node:http'],
    medians,
  );
}
process.exit(0);
