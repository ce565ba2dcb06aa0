// One process of the benchmark: node measure.mjs <port> <in flight> <seconds>.
import axios from 'axios';
import ky from 'ky';
import { ofetch } from 'ofetch';
import { createShortTokenClient } from '../../../dist/client/index.js';

const [port, inFlight, seconds] = process.argv.slice(2).map(Number);
const WARM_UP_MS = 2_500;
const CALLS = 96;
const baseUrl = `http://127.0.0.1:${port}/api/v3`;
const url = `${baseUrl}/short-token/resolve`;

const client = createShortTokenClient({ baseUrl });
const viaAxios = axios.create({ adapter: 'fetch', timeout: 5_000 });

// Each returns one character of the answer, so that nobody gets away without reading it.
const candidates = {
  bare: async (shortToken) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ shortToken }),
      signal: AbortSignal.timeout(5_000),
    });
    return JSON.parse(await response.text()).data.bearerToken;
  },
  ours: async (shortToken) => {
    const result = await client.resolve(shortToken);
    if (!result.ok) throw new Error('refused');
    return result.bearerToken;
  },
  ky: async (shortToken) => {
    const json = await ky.post(url, { json: { shortToken }, timeout: 5_000, retry: 0 }).json();
    return json.data.bearerToken;
  },
  ofetch: async (shortToken) => {
    const json = await ofetch(url, {
      method: 'POST',
      body: { shortToken },
      timeout: 5_000,
      retry: 0,
    });
    return json.data.bearerToken;
  },
  axios: async (shortToken) => {
    const { data } = await viaAxios.post(url, { shortToken });
    return data.data.bearerToken;
  },
};
const names = Object.keys(candidates);

let serial = 0;
let read = 0;

/** Milliseconds of a round: on the wall, and of this process's CPU, which a busy machine changes less. */
async function round(call) {
  let left = CALLS;
  const lane = async () => {
    while (left-- > 0) read += (await call(`token-${serial++}`)).charCodeAt(7);
  };
  const cpu = process.cpuUsage();
  const start = performance.now();
  await Promise.all(Array.from({ length: inFlight }, lane));
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { wall, cpu: (user + system) / 1_000 };
}

const rounds = [];
const begin = performance.now();
const now = () => performance.now() - begin;
while (now() < WARM_UP_MS + seconds * 1_000) {
  const warm = now() > WARM_UP_MS;
  const measured = {};
  for (const name of shuffled(names)) measured[name] = await round(candidates[name]);
  if (warm) rounds.push(measured);
}
if (!(read > 0)) throw new Error('nothing was read');

// CPU over all rounds, because a round pays for garbage that others made; the wall clock as the median,
// because what else runs on the machine disturbs single rounds.
const total = (name) => rounds.reduce((sum, each) => sum + each[name].cpu, 0);
const ratios = (name) => ({
  cpu: total('bare') / total(name),
  wall: median(rounds.map((each) => each.bare.wall / each[name].wall)),
});
process.send(Object.fromEntries(names.map((name) => [name, ratios(name)])));
process.disconnect();

function shuffled(names) {
  const order = names.map((name) => [Math.random(), name]).sort(([a], [b]) => a - b);
  return order.map(([, name]) => name);
}

function median(values) {
  return values.sort((a, b) => a - b)[values.length >> 1];
}
