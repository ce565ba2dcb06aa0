import { holds, inBatches, inTime, LONG, SHORT, same, together } from './support.ts';
import type { StorePromise } from './types.ts';

const BOUND = 50;
const MANY = 5_000;
// A store may free what has expired a little later: nobody waits for the room.
const SWEEP_MS = 2_000;

export const CAPACITY_PROMISES: readonly StorePromise[] = [
  {
    name: 'says full at its bound and keeps every live entry',
    needs: ['bounded'],
    async run({ open }) {
      const store = await open({ maxEntries: BOUND });
      for (let i = 0; i < BOUND; i += 1) same(await store.create(`${i}`, `${i}`, LONG), 'created');
      for (let i = 0; i < BOUND; i += 1) same(await store.create(`more ${i}`, 'x', LONG), 'full');
      for (let i = 0; i < BOUND; i += 1) same((await store.read(`${i}`))?.envelope, `${i}`);
      same(await store.read('more 0'), null);
    },
  },
  {
    name: 'says exists and not full of a live id, and resolves, while it is full',
    needs: ['bounded'],
    async run({ open }) {
      const store = await open({ maxEntries: BOUND });
      for (let i = 0; i < BOUND; i += 1) await store.create(`${i}`, `${i}`, LONG);
      same(await store.create('7', 'x', LONG), 'exists');
      same(await store.claim('7', 'me'), { state: 'first', envelope: '7' });
      same(await store.claim('7', 'you'), { state: 'taken', replays: 1 });
    },
  },
  {
    name: 'does not go over its bound under concurrent creates',
    needs: ['bounded'],
    async run({ open }) {
      const store = await open({ maxEntries: BOUND });
      const outcomes = await together(4 * BOUND, (i) => store.create(`${i}`, 'x', LONG));
      same(outcomes.filter((outcome) => outcome === 'created').length, BOUND);
      same(outcomes.filter((outcome) => outcome === 'full').length, 3 * BOUND);
    },
  },
  {
    name: 'has room again when entries expired that nobody read',
    needs: ['bounded'],
    async run(context) {
      const { pass } = context;
      const store = await inTime(context, SHORT.ttlMs, async () => {
        const opened = await context.open({ maxEntries: BOUND });
        for (let i = 0; i < BOUND; i += 1) await opened.create(`${i}`, 'x', i % 2 ? LONG : SHORT);
        const outcome = await opened.create('early', 'x', LONG);
        return { value: opened, check: () => same(outcome, 'full') };
      });
      await pass(SHORT.ttlMs + SWEEP_MS);
      for (let i = 0; i < BOUND / 2; i += 1) {
        same(await store.create(`late ${i}`, 'x', LONG), 'created');
      }
      same(await store.create('one more', 'x', LONG), 'full');
    },
  },
  {
    name: 'has room again after a revoke, and not after a claim',
    needs: ['bounded'],
    async run({ open }) {
      const store = await open({ maxEntries: 1 });
      await store.create('a', 'x', LONG);
      await store.claim('a', 'me');
      same(await store.create('b', 'x', LONG), 'full');
      await store.revoke('a');
      same(await store.create('b', 'x', LONG), 'created');
    },
  },
  {
    name: 'is back at its memory of before after a million creates and expiries',
    needs: ['bytesInUse', 'advance'],
    async run({ capabilities, open, pass }) {
      const store = await open({});
      const bytesInUse = async () => (await capabilities.bytesInUse?.()) ?? 0;
      const cycle = async (from: number) => {
        for (let i = 0; i < 100_000; i += 1) {
          void store.create(`entry number ${from + i}`, `envelope of ${from + i}`, SHORT);
        }
        await pass(SHORT.ttlMs + SWEEP_MS);
        // Others that come later make the expired ones leave, without reading them.
        for (let i = 0; i < 100_000; i += 1) void store.create(`after ${i}`, 'x', { ttlMs: 1 });
        await pass(1 + SWEEP_MS);
      };
      await cycle(0);
      const before = await bytesInUse();
      for (let round = 1; round < 10; round += 1) await cycle(round * 100_000);
      const grown = (await bytesInUse()) - before;
      holds(grown < 1_000_000, `at most 1 MB more than before, and got ${grown} bytes`);
    },
  },
  {
    name: 'keeps 5,000 live entries, those that nobody has touched too',
    async run({ open }) {
      const store = await open();
      const created = await inBatches(MANY, (i) => store.create(`${i}`, `of ${i}`, LONG));
      same(created.filter((outcome) => outcome === 'created').length, MANY);
      const entries = await inBatches(MANY, (i) => store.read(`${i}`));
      same(
        entries.findIndex((entry, i) => entry?.envelope !== `of ${i}`),
        -1,
      );
      same(await store.claim('0', 'me'), { state: 'first', envelope: 'of 0' });
    },
  },
];
