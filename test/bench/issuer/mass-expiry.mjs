// node --expose-gc --max-old-space-size=6000 mass-expiry.mjs
// A million entries expire at one instant while creates and claims go on: the longest time that the
// event loop does not come round, and what is left of the memory two seconds after.
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { median, shuffled } from './measure.mjs';

const COUNT = Number(process.env.COUNT ?? 1_000_000);
const ROUNDS = Number(process.env.ROUNDS ?? 3);
const LIFE_MS = 12_000;
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

async function measure(name) {
  const set = await contender(name);
  const heap = () => {
    gc();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = heap();
  const started = performance.now();
  const value = 'v'.repeat(100);
  for (let i = 0; i < COUNT; i += 1) {
    // All of them end at the same millisecond.
    set(
      randomBytes(24).toString('base64url'),
      value,
      Math.round(LIFE_MS - (performance.now() - started)),
    );
    if (i % 10_000 === 0) await new Promise(setImmediate);
  }
  const full = heap();
  const until = started + LIFE_MS;
  while (performance.now() < until - 200) await new Promise((done) => setTimeout(done, 20));
  let longest = 0;
  let last = performance.now();
  while (last < until + 2_500) {
    for (let i = 0; i < 20; i += 1) set(randomBytes(24).toString('base64url'), value, 60_000);
    await new Promise((done) => setTimeout(done, 1));
    const now = performance.now();
    longest = Math.max(longest, now - last - 1);
    last = now;
  }
  const after = heap();
  return { longest, kept: (after - before) / Math.max(full - before, 1) };
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
console.log(
  `\n${COUNT} entries that expire at one instant: longest stall, memory left after 2.5 s`,
);
for (const name of NAMES) {
  const stall = median(results[name].map(({ longest }) => longest));
  const kept = median(results[name].map((result) => result.kept));
  const left = name === NAMES[0] ? '' : `${(kept * 100).toFixed(0)} %`;
  console.log(`  ${stall.toFixed(1).padStart(8)} ms  ${left.padStart(6)}  ${name}`);
}
