// node --expose-gc --max-old-space-size=6000 mass-expiry.mjs
// A million entries expire at one instant while creates go on: the longest time that the event loop
// does not come round, beside that of the same process and traffic just before, when nothing
// expires, and what is left of the memory after.
import { fork } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { median, shuffled } from './measure.mjs';

const COUNT = Number(process.env.COUNT ?? 1_000_000);
const ROUNDS = Number(process.env.ROUNDS ?? 3);
const LIFE_MS = 12_000;
const WINDOW_MS = 2_700;
const ID_BYTES = 24;
const VALUE = 'v'.repeat(100);
const NAMES = [
  'nothing (idle floor)',
  'this memory store',
  'lru-cache with ttlAutopurge',
  '@isaacs/ttlcache',
  'node-cache',
];

async function contender(name) {
  if (name === NAMES[1]) {
    const { createMemoryStore } = await import('../../../dist/store/memory.js');
    const store = createMemoryStore({ maxEntries: 2 * COUNT });
    return (id, value, ttlMs) => store.create(id, value, { ttlMs });
  }
  if (name === NAMES[2]) {
    const { LRUCache } = await import('lru-cache');
    const cache = new LRUCache({ max: 2 * COUNT, ttl: LIFE_MS, ttlAutopurge: true });
    return (id, value, ttl) => cache.set(id, value, { ttl });
  }
  if (name === NAMES[3]) {
    const { TTLCache } = await import('@isaacs/ttlcache');
    const cache = new TTLCache({ max: 2 * COUNT });
    return (id, value, ttl) => cache.set(id, value, { ttl: Math.max(ttl, 1) });
  }
  if (name === NAMES[4]) {
    const { default: NodeCache } = await import('node-cache');
    const cache = new NodeCache({ checkperiod: 1, useClones: false });
    return (id, value, ttl) => cache.set(id, value, ttl / 1_000);
  }
  return () => {};
}

// From a pool: each randomBytes() leaves a weak handle to the collector, and tens of thousands of
// them make a scavenge three times as long, whatever the store does.
const pool = Buffer.allocUnsafeSlow(ID_BYTES * 1_024);
let used = pool.length;
function freshId() {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += ID_BYTES;
  return pool.toString('base64url', used - ID_BYTES, used);
}

/** The longest stall under traffic from one moment to another. */
async function longestStall(set, from, to) {
  if (performance.now() > from) throw new Error('filling took too long');
  while (performance.now() < from) await new Promise((done) => setTimeout(done, 20));
  let longest = 0;
  let last = performance.now();
  while (last < to) {
    for (let i = 0; i < 20; i += 1) set(freshId(), VALUE, 60_000);
    await new Promise((done) => setTimeout(done, 1));
    const now = performance.now();
    longest = Math.max(longest, now - last - 1);
    last = now;
  }
  return longest;
}

async function measure(name) {
  const set = await contender(name);
  const heap = async () => {
    gc();
    // Array buffers go a little later, on a thread of their own.
    await new Promise((done) => setTimeout(done, 200));
    gc();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = await heap();
  const started = performance.now();
  for (let i = 0; i < COUNT; i += 1) {
    // All of them end at the same millisecond.
    set(freshId(), VALUE, Math.round(LIFE_MS - (performance.now() - started)));
    if (i % 10_000 === 0) await new Promise(setImmediate);
  }
  const full = await heap();
  const until = started + LIFE_MS;
  const floor = await longestStall(set, until - 200 - WINDOW_MS, until - 200);
  const longest = await longestStall(set, performance.now() + 1, until + WINDOW_MS - 200);
  const after = await heap();
  return { floor, longest, kept: (after - before) / Math.max(full - before, 1) };
}

if (process.argv[2]) {
  process.send(await measure(process.argv[2]));
  process.exit(0);
}
const results = Object.fromEntries(NAMES.map((name) => [name, []]));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const name of shuffled(NAMES)) {
    const child = fork(new URL(import.meta.url), [name], {
      execArgv: ['--expose-gc', '--max-old-space-size=6000'],
    });
    results[name].push(await new Promise((done) => child.once('message', done)));
  }
}
const column = (name, key) => median(results[name].map((result) => result[key]));
console.log(
  `\n${COUNT} entries that expire at one instant: longest stall (before), memory left after`,
);
for (const name of NAMES) {
  const [stall, floor] = [column(name, 'longest').toFixed(1), column(name, 'floor').toFixed(1)];
  const left = name === NAMES[0] ? '' : `${(column(name, 'kept') * 100).toFixed(0)} %`;
  console.log(`  ${stall.padStart(8)} ms (${floor.padStart(6)})  ${left.padStart(6)}  ${name}`);
}
