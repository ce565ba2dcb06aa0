// How long a sandbox takes to its first page, and whether it keeps up with a hundred invocations a
// second for ten seconds: no step of the journey lost, memory where it was.
import { fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { parseModuleUrl } from '../../../dist/index.js';

const PER_SECOND = Number(process.env.RATE ?? 100);
const SECONDS = 10;
const WARM_UP = 1_200;
const STEPS = [
  'click',
  'generate',
  'open',
  'resolve',
  'identity',
  'answer',
  'callback',
  'callback',
];
const NAVIGATION = {
  accept: 'text/html',
  'sec-fetch-dest': 'document',
  'sec-fetch-mode': 'navigate',
};
const CLI = new URL('../../../dist/cli.js', import.meta.url).pathname;

let state;

console.log(await start());
console.log(await load());

async function start() {
  const bare = [];
  const first = [];
  for (let round = 0; round < 7; round += 1) {
    let from = performance.now();
    spawnSync(process.execPath, ['-e', '0']);
    bare.push(performance.now() - from);
    from = performance.now();
    const child = spawn(process.execPath, [CLI, 'sandbox', '--port', '0']);
    const [chunk] = await once(child.stdout, 'data');
    await (await fetch(/http:\S+/.exec(String(chunk))[0])).text();
    first.push(performance.now() - from);
    child.kill('SIGINT');
    await once(child, 'close');
  }
  return `start to first page: ${(median(first) / median(bare)).toFixed(1)} × node -e 0`;
}

async function load() {
  const server = fork(new URL('server.mjs', import.meta.url), { execArgv: ['--expose-gc'] });
  const [{ origin }] = await once(server, 'message');
  const heap = async () => {
    server.send('heap');
    const [{ heapMb }] = await once(server, 'message');
    return heapMb;
  };
  for (let i = 0; i < WARM_UP; i += 8) {
    await Promise.all(Array.from({ length: 8 }, () => visit(origin)));
  }
  const before = await heap();
  const stop = new AbortController();
  const seen = await follow(origin, stop.signal);
  const from = performance.now();
  const ids = await invoke(origin, PER_SECOND * SECONDS);
  const seconds = (performance.now() - from) / 1000;
  await new Promise((done) => setTimeout(done, 500));
  stop.abort();
  const lost = ids.filter((id) => JSON.stringify(seen.get(id)) !== JSON.stringify(STEPS));
  const after = await heap();
  server.disconnect();
  server.kill();
  return [
    `${ids.length} invocations, ${PER_SECOND} a second for ${SECONDS} s, done after ${seconds.toFixed(1)} s`,
    `invocations with another journey than ${STEPS.join(', ')}: ${lost.length}`,
    `heap: ${before.toFixed(1)} MB before, ${after.toFixed(1)} MB after`,
  ].join('\n');
}

/** Begins one invocation each hundredth of a second, however long the others take. */
async function invoke(origin, count) {
  const from = performance.now();
  const visits = [];
  while (visits.length < count) {
    const due = Math.min(count, Math.floor(((performance.now() - from) / 1000) * PER_SECOND) + 1);
    while (visits.length < due) visits.push(visit(origin));
    await new Promise((done) => setTimeout(done, 2));
  }
  return Promise.all(visits);
}

/** What a browser does when a person clicks: told to the sandbox, opened, redirected. */
async function visit(origin) {
  const post = async (path, body, headers = {}) =>
    (
      await fetch(origin + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        ...(body && { body: JSON.stringify(body) }),
      })
    ).text();
  state ??= fetch(`${origin}/__sandbox/state`).then((answer) => answer.json());
  const { modules, users } = await state;
  const click = { module: modules[0]._id, user: users[0].id, origin: 'web' };
  const { invocation, bearer } = JSON.parse(await post('/__sandbox/clicks', click));
  const authorization = `Bearer ${bearer}`;
  const { data } = JSON.parse(
    await post('/api/v3/short-token/generate', undefined, { authorization }),
  );
  const opening = { status: 'opened', at: Date.now() };
  await post(`/__sandbox/clicks/${invocation}/opening`, opening);
  const href = parseModuleUrl(modules[0].url, { allowHttpLoopback: true }).render(data.shortToken);
  const redirect = await fetch(href.href, { redirect: 'manual', headers: NAVIGATION });
  await redirect.arrayBuffer();
  const [cookie] = redirect.headers.getSetCookie()[0].split(';');
  const landing = new URL(redirect.headers.get('location'), href.href);
  const page = await fetch(landing, { headers: { ...NAVIGATION, cookie } });
  if (!(await page.text()).includes('Hello'))
    throw new Error(`The service answered ${page.status}`);
  return invocation;
}

/** The kinds of steps by invocation, as the event stream tells of them. */
async function follow(origin, signal) {
  const { body } = await fetch(`${origin}/__sandbox/events`, { signal });
  const seen = new Map();
  const read = async () => {
    let text = '';
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const events = text.split('\n\n');
      text = events.pop();
      for (const event of events) {
        if (!event.startsWith('event: journey')) continue;
        for (const { id, steps } of JSON.parse(event.slice(event.indexOf('data: ') + 6))) {
          seen.set(
            id,
            steps.map(({ kind }) => kind),
          );
        }
      }
    }
  };
  read().catch(() => {});
  return seen;
}

function median(values) {
  return values.sort((a, b) => a - b)[values.length >> 1];
}
