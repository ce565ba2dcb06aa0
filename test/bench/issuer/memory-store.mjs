// node --expose-gc --max-old-space-size=6000 memory-store.mjs
// A million live entries: create (set), then claim (get and delete) in another order. Every
// contender gets the same ids as fresh strings, since that is what a derivation hands over.
import { randomBytes } from 'node:crypto';
import { TTLCache } from '@isaacs/ttlcache';
import { Cacheable } from 'cacheable';
import Keyv from 'keyv';
import { LRUCache } from 'lru-cache';
import NodeCache from 'node-cache';
import { createMemoryStore } from '../../../dist/store/memory.js';
import { interleave, nanoseconds, printRatios, shuffled } from './measure.mjs';

const COUNT = Number(process.env.COUNT ?? 1_000_000);
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const TTL_MS = 300_000;
const BATCH = 1_000;

const envelopes = Array.from({ length: 1_000 }, () => randomBytes(1_000).toString('base64url'));
const order = Uint32Array.from(shuffled(Array.from({ length: COUNT }, (_, i) => i)));

function freshIds() {
  return Array.from({ length: COUNT }, () => randomBytes(32).toString('base64url'));
}

const copyOf = (ids) => ids.map((id) => Buffer.from(id, 'latin1').toString('latin1'));

/** Both phases of one contender, in ns per entry; asynchronous ones are awaited in batches. */
async function phases([set, take, , claims = COUNT], ids, lookups) {
  const isAsync = set('warm-up', 'x') instanceof Promise;
  const each = async (call, count = COUNT) => {
    if (!isAsync) return void call(0, count);
    for (let from = 0; from < count; from += BATCH) await call(from, from + BATCH);
  };
  const create = await nanoseconds(() =>
    each((from, to) => {
      let last;
      for (let i = from; i < to; i += 1) last = set(ids[i], envelopes[i % 1_000]);
      return last;
    }),
  );
  let sum = 0;
  const claim = await nanoseconds(() =>
    each((from, to) => {
      let last;
      for (let i = from; i < to; i += 1) last = take(lookups[order[i]]);
      sum += 1;
      return last;
    }, claims),
  );
  if (sum === 0) throw new Error('nothing was taken');
  return { create: create / COUNT, claim: claim / claims };
}

const contenders = {
  'Map (set; get and delete)': () => {
    const map = new Map();
    const take = (id) => {
      const value = map.get(id);
      map.delete(id);
      return value;
    };
    return [(id, value) => map.set(id, value), take];
  },
  'this memory store': () => {
    const store = createMemoryStore({ maxEntries: 2 * COUNT });
    const options = { ttlMs: TTL_MS };
    return [(id, value) => store.create(id, value, options), (id) => store.claim(id, 'me')];
  },
  'lru-cache': () => {
    const cache = new LRUCache({ max: 2 * COUNT, ttl: TTL_MS });
    const take = (id) => {
      const value = cache.get(id);
      cache.delete(id);
      return value;
    };
    return [(id, value) => cache.set(id, value), take];
  },
  '@isaacs/ttlcache': () => {
    const cache = new TTLCache({ max: 2 * COUNT, ttl: TTL_MS });
    const take = (id) => {
      const value = cache.get(id);
      cache.delete(id);
      return value;
    };
    // Its delete walks over everything that ends in the same millisecond: a million would take hours.
    return [(id, value) => cache.set(id, value), take, () => cache.clear(), 1_000];
  },
  keyv: () => {
    const keyv = new Keyv({ ttl: TTL_MS });
    return [(id, value) => keyv.set(id, value), (id) => keyv.get(id).then(() => keyv.delete(id))];
  },
  cacheable: () => {
    const cache = new Cacheable({ ttl: TTL_MS });
    return [
      (id, value) => cache.set(id, value),
      (id) => cache.get(id).then(() => cache.delete(id)),
    ];
  },
  'node-cache': () => {
    const cache = new NodeCache({ stdTTL: TTL_MS / 1_000, checkperiod: 0, useClones: false });
    return [(id, value) => cache.set(id, value), (id) => cache.take(id)];
  },
};

const only = process.env.ONLY?.split(',');
const names = Object.keys(contenders).filter((name) => !only || only.some((o) => name.includes(o)));
const claims = Object.fromEntries(names.map((name) => [name, []]));
const creates = await interleave(
  Object.fromEntries(
    names.map((name) => [
      name,
      async () => {
        const ids = freshIds();
        const contender = contenders[name]();
        const { create, claim } = await phases(contender, ids, copyOf(ids));
        contender[2]?.();
        claims[name].push(claim);
        return create;
      },
    ]),
  ),
  ROUNDS,
);
const medianClaims = Object.fromEntries(
  names.map((name) => [name, claims[name].sort((a, b) => a - b)[claims[name].length >> 1]]),
);
const inverse = (table) =>
  Object.fromEntries(Object.entries(table).map(([name, ns]) => [name, 1 / ns]));
const base = 'Map (set; get and delete)';
printRatios(`create at ${COUNT} live entries, × Map.set`, 1 / creates[base], inverse(creates));
printRatios(
  `claim at ${COUNT} live entries, × Map get + delete`,
  1 / medianClaims[base],
  inverse(medianClaims),
);
process.exit(0);
