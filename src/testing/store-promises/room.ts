import { holds, inTime, LONG, SHORT, type StorePromise, same, together } from './promise.ts';

const BOUND = 50;
// Clients bound how much they keep in flight.
const BATCH = 250;

export const ROOM_PROMISES: readonly StorePromise[] = [
  {
    name: 'says full at its bound and keeps every live entry',
    needs: ['bounded'],
    async keep({ open }) {
      const store = await open({ maxEntries: BOUND });
      for (let i = 0; i < BOUND; i += 1) same(await store.create(`${i}`, `${i}`, LONG), 'created');
      for (let i = 0; i < BOUND; i += 1) same(await store.create(`more ${i}`, 'x', LONG), 'full');
      for (let i = 0; i < BOUND; i += 1) same(await store.read(`${i}`), `${i}`);
      same(await store.read('more 0'), null);
    },
  },
  {
    name: 'says exists and not full of a live id, and resolves, while it is full',
    needs: ['bounded'],
    async keep({ open }) {
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
    async keep({ open }) {
      const store = await open({ maxEntries: BOUND });
      const outcomes = await together(4 * BOUND, (i) => store.create(`${i}`, 'x', LONG));
      same(outcomes.filter((outcome) => outcome === 'created').length, BOUND);
      same(outcomes.filter((outcome) => outcome === 'full').length, 3 * BOUND);
    },
  },
  {
    name: 'has room again when entries expired that nobody read',
    needs: ['bounded'],
    async keep(context) {
      const { pass } = context;
      const store = await inTime(context, SHORT.ttlMs, async () => {
        const opened = await context.open({ maxEntries: BOUND });
        for (let i = 0; i < BOUND; i += 1) await opened.create(`${i}`, 'x', i % 2 ? LONG : SHORT);
        const outcome = await opened.create('early', 'x', LONG);
        return { value: opened, check: () => same(outcome, 'full') };
      });
      await pass(SHORT.ttlMs);
      for (let i = 0; i < BOUND / 2; i += 1) {
        same(await store.create(`late ${i}`, 'x', LONG), 'created');
      }
      same(await store.create('one more', 'x', LONG), 'full');
    },
  },
  {
    name: 'has room again after a revoke, and not after a claim',
    needs: ['bounded'],
    async keep({ open }) {
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
    async keep({ capabilities, open, pass }) {
      const store = await open({});
      const bytesInUse = async () => (await capabilities.bytesInUse?.()) ?? 0;
      const cycle = async (from: number) => {
        for (let i = 0; i < 100_000; i += 1) {
          void store.create(`entry number ${from + i}`, `envelope of ${from + i}`, SHORT);
        }
        await pass(SHORT.ttlMs);
        // Others that come later make the expired ones leave, without reading them.
        for (let i = 0; i < 100_000; i += 1) void store.create(`after ${i}`, 'x', { ttlMs: 1 });
        await pass(1);
      };
      await cycle(0);
      const before = await bytesInUse();
      for (let round = 1; round < 10; round += 1) await cycle(round * 100_000);
      const grown = (await bytesInUse()) - before;
      holds(grown < 1_000_000, `at most 1 MB more than before, and got ${grown} bytes`);
    },
  },
  {
    name: 'revokes four times as many entries in about four times the time',
    async keep({ open }) {
      const store = await open();
      const inBatches = async (count: number, call: (i: number) => Promise<unknown>) => {
        for (let from = 0; from < count; from += BATCH) {
          await together(BATCH, (i) => call(from + i));
        }
      };
      const once = async (count: number) => {
        await inBatches(count, (i) => store.create(`${i}`, 'x', LONG));
        const start = performance.now();
        await inBatches(count, (i) => store.revoke(`${i}`));
        return performance.now() - start;
      };
      // In turns, so that warming up and a busy machine weigh on both alike.
      const best = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY] as [number, number];
      const ratio = () => best[1] / best[0];
      await once(4_000);
      for (let round = 0; round < 3 || (ratio() >= 12 && round < 12); round += 1) {
        best[0] = Math.min(best[0], await once(1_000));
        best[1] = Math.min(best[1], await once(4_000));
      }
      holds(ratio() < 12, `a ratio near 4 (16 would be quadratic), and got ${ratio().toFixed(1)}`);
    },
  },
];
