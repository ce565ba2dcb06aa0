import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, it } from 'vitest';
import { createMemoryStore } from '../../src/store/memory.ts';
import { describeShortTokenStore } from '../../src/testing/describe-short-token-store.ts';

const runner = { describe, it };

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

let now = 1_000_000;
describeShortTokenStore(
  'memory store, its clock in hand',
  ({ maxEntries }) =>
    createMemoryStore({ clock: () => now, ...(maxEntries === undefined ? {} : { maxEntries }) }),
  {
    runner,
    bounded: true,
    advance: (ms) => {
      now += ms;
    },
    stepBack: (ms) => {
      now -= ms;
    },
    async bytesInUse() {
      await new Promise(setImmediate);
      collectGarbage();
      return process.memoryUsage().heapUsed;
    },
  },
);

describeShortTokenStore(
  'memory store in real time',
  ({ maxEntries }) => createMemoryStore(maxEntries === undefined ? {} : { maxEntries }),
  { runner, bounded: true },
);
