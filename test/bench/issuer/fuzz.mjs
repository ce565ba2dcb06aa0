// node fuzz.mjs
// Not a benchmark but what a test run has no time for: raw connections with mutated requests, cut off
// anywhere, against createIssuerNodeListener in a process of its own. Ends with 1 when that process
// crashes or hears of a mistake, when refused tokens get more than one body, or when a good token is
// not redeemed any more.
//
//   CONNECTIONS=54000 SEED=1
import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { createIssuer, createIssuerNodeListener } from '../../../dist/issuer/index.js';
import { createMemoryStore } from '../../../dist/store/memory.js';

const CONNECTIONS = Number(process.env.CONNECTIONS ?? 54_000);
const LANES = 80;
const PATH = '/api/v3/short-token';

if (process.argv[2] === 'serve') {
  let mistakes = 0;
  const authenticate = (bearer) =>
    bearer === 'good' ? { userId: 'u', organizationId: 'o' } : null;
  const issuer = createIssuer({ store: createMemoryStore(), authenticate });
  const onError = () => {
    mistakes += 1;
  };
  const server = createServer(createIssuerNodeListener(issuer, { onError }));
  process.on('unhandledRejection', onError);
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
  process.on('message', () => process.send({ mistakes, counts: issuer.counts() }));
} else {
  const child = fork(new URL(import.meta.url), ['serve']);
  let crashed = false;
  child.once('exit', () => {
    crashed = true;
  });
  const { port } = await new Promise((done) => child.once('message', done));
  const statuses = {};
  const refusals = new Set();
  let left = CONNECTIONS;
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      while (left-- > 0 && !crashed) {
        for (const [status, body] of answersIn(await exchange(port, mutated()))) {
          statuses[status] = (statuses[status] ?? 0) + 1;
          // A 400 without a body is of node:http itself, which could not read the request.
          if (status === 400 && body !== '') refusals.add(body);
        }
      }
    }),
  );
  const { data } = JSON.parse(await ask(port, 'generate', 'authorization: Bearer good\r\n', ''));
  const body = JSON.stringify({ shortToken: data.shortToken });
  const resolved = JSON.parse(await ask(port, 'resolve', '', body));
  const asked = new Promise((done) => child.once('message', done));
  child.send('report');
  const { mistakes, counts } = await asked;
  child.kill();
  console.log(`${CONNECTIONS} connections: answers by status`, statuses);
  console.log(`bodies of a 400: ${refusals.size}; mistakes: ${mistakes}; crashed: ${crashed}`);
  console.log(
    Object.fromEntries(counts.map(({ type, reason, count }) => [`${type} ${reason}`, count])),
  );
  const isWell = !crashed && mistakes === 0 && refusals.size === 1 && resolved.status === true;
  process.exit(isWell ? 0 : 1);
}

function requestOf(operation, headers, body) {
  return Buffer.from(
    `POST ${PATH}/${operation} HTTP/1.1\r\nhost: h\r\ncontent-type: application/json\r\n${headers}` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** One good request, or two on one connection, with a few things done to its bytes. */
function mutated() {
  const pick = (list) => list[below(list.length)];
  const one = () =>
    requestOf(
      pick(['resolve', 'resolve', 'resolve', 'generate', 'resolve/', 'x']),
      pick(['', '', 'authorization: Bearer x\r\n', 'expect: 100-continue\r\n', 'accept: a/b\r\n']),
      pick([
        '{"shortToken":"abc123def456ghi789"}',
        '{}',
        '',
        '[',
        `{"shortToken":"${'a'.repeat(600)}"}`,
      ]),
    );
  let bytes = Buffer.concat(below(4) === 0 ? [one(), one()] : [one()]);
  for (let i = below(4); i > 0; i -= 1) {
    const at = below(bytes.length + 1);
    const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
    const how = below(6);
    if (how === 0) bytes = before;
    else if (how === 1) bytes = Buffer.concat([before, after.subarray(below(8))]);
    else if (how === 2) bytes = Buffer.concat([before, Buffer.from([below(256)]), after]);
    else if (how === 3) bytes = Buffer.concat([before, before.subarray(-below(40)), after]);
    else if (how === 4)
      bytes = Buffer.concat([before, Buffer.from(pick(['\r\n', '\0', '{', ': ', 'ü'])), after]);
    else if (at < bytes.length) bytes[at] ^= 1 << below(8);
  }
  return bytes;
}

/** Sends bytes in one piece or two, hangs up at once or some time after, gives what came back. */
function exchange(port, bytes) {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    let reply = '';
    // Half a request is never answered.
    let timer = setTimeout(() => socket.destroy(), 500);
    socket.on('data', (chunk) => {
      reply += chunk.latin1Slice();
      clearTimeout(timer);
      timer = setTimeout(() => socket.destroy(), 10);
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(timer);
      done(reply);
    });
    const at = below(bytes.length + 1);
    socket.write(bytes.subarray(0, at));
    if (below(20) === 0) socket.destroy();
    else setImmediate(() => socket.write(bytes.subarray(at)));
  });
}

/** Whole answers only: the connection may have been cut in the middle of one. */
function* answersIn(reply) {
  let rest = reply;
  for (;;) {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = rest.slice(0, end);
    if (!head.startsWith('HTTP/1.1 ')) return;
    const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
    const body = rest.slice(end + 4, end + 4 + length);
    if (body.length < length) return;
    yield [Number(head.slice(9, 12)), body];
    rest = rest.slice(end + 4 + length);
  }
}

function ask(port, operation, headers, body) {
  return new Promise((done, failed) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', failed);
    let reply = '';
    socket.on('data', (chunk) => {
      reply += chunk.latin1Slice();
      for (const [, given] of answersIn(reply)) {
        socket.destroy();
        done(given);
      }
    });
    socket.write(requestOf(operation, headers, body));
  });
}

// Mulberry32, so that a seed says it all.
function below(bound) {
  below.state = ((below.state ?? Number(process.env.SEED ?? 1)) + 0x6d2b79f5) | 0;
  let t = Math.imul(below.state ^ (below.state >>> 15), 1 | below.state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * bound);
}
