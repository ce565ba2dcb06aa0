// One process of the benchmark: node measure.mjs <port> <in flight>
import axios from 'axios';
import ky from 'ky';
import { ofetch } from 'ofetch';
import { createShortTokenClient } from '../../../dist/client/index.js';

const port = Number(process.argv[2]);
const inFlight = Number(process.argv[3]);
const ROUNDS = 21;
const CALLS = 256;
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

let serial = 0;
let read = 0;

async function round(call) {
  let left = CALLS;
  const lane = async () => {
    while (left-- > 0) read += (await call(`token-${serial++}`)).charCodeAt(7);
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: inFlight }, lane));
  return CALLS / (performance.now() - start);
}

const speeds = Object.fromEntries(Object.keys(candidates).map((name) => [name, []]));
for (let at = -5; at < ROUNDS; at++) {
  for (const name of shuffled(Object.keys(candidates))) {
    const speed = await round(candidates[name]);
    if (at >= 0) speeds[name].push(speed);
  }
}
const ratios = Object.keys(candidates).map((name) => [
  name,
  median(speeds[name].map((speed, at) => speed / speeds.bare[at])),
]);
if (!(read > 0)) throw new Error('nothing was read');
process.send(Object.fromEntries(ratios));
process.disconnect();

function shuffled(names) {
  const order = names.map((name) => [Math.random(), name]).sort(([a], [b]) => a - b);
  return order.map(([, name]) => name);
}

function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
