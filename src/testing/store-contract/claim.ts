import type { ClaimOutcome } from '../../store/types.ts';
import { countStates, inBatches, LONG, same, sleep, together } from './support.ts';
import type { StorePromise } from './types.ts';

// What the issuer derives from an Idempotency-Key (43 characters), or draws (22).
const REDEEMER = 'q-Z_4h2XbK8dVn0TfYcLmP';
const REDEEMERS = [
  REDEEMER,
  REDEEMER.toLowerCase(),
  REDEEMER.toUpperCase(),
  REDEEMER.slice(0, -1),
  `${REDEEMER}0`,
  REDEEMER.replace('-', '_'),
  '0'.repeat(22),
  '1'.repeat(22),
  `${REDEEMER}${REDEEMER}`.slice(0, 43),
];
const REPLAYS = 1_000;

export const CLAIM_PROMISES: readonly StorePromise[] = [
  {
    name: 'says absent of an id that is not there',
    async run({ open }) {
      const store = await open();
      same(await store.claim('nobody', 'me'), { state: 'absent' });
      same(await store.revoke('nobody'), false);
    },
  },
  {
    name: 'gives the first redeemer the same answer again and again',
    async run({ open }) {
      const store = await open();
      await store.create('id', 'x', LONG);
      same(await store.claim('id', 'me'), { state: 'first', envelope: 'x' });
      for (let i = 0; i < 3; i += 1) {
        same(await store.claim('id', 'me'), { state: 'again', envelope: 'x' });
      }
    },
  },
  {
    name: 'counts the refused claims from 1, and only those',
    async run({ open }) {
      const store = await open();
      await store.create('id', 'x', LONG);
      await store.claim('id', 'me');
      for (const [i, by] of ['you', 'she', 'you', 'they'].entries()) {
        same(await store.claim('id', by), { state: 'taken', replays: i + 1 });
        same(await store.claim('id', 'me'), { state: 'again', envelope: 'x' });
      }
    },
  },
  {
    name: 'takes redeemers for different that differ at all',
    async run({ open }) {
      const store = await open();
      for (const first of REDEEMERS) {
        const id = `of ${first}`;
        await store.create(id, 'x', LONG);
        const others = REDEEMERS.filter((by) => by !== first);
        same((await store.claim(id, first)).state, 'first');
        for (const [i, by] of others.entries()) {
          same(await store.claim(id, by), { state: 'taken', replays: i + 1 });
        }
        same((await store.claim(id, first)).state, 'again');
      }
    },
  },
  {
    name: 'lets one of 64 concurrent redeemers win',
    async run({ open }) {
      const store = await open();
      await store.create('id', 'x', LONG);
      const outcomes = await together(64, (i) => store.claim('id', `redeemer ${i}`));
      same(countStates(outcomes).first, 1);
      same(countStates(outcomes).taken, 63);
      const replays = outcomes.flatMap((o) => (o.state === 'taken' ? [o.replays] : []));
      same(
        replays.sort((a, b) => a - b),
        Array.from({ length: 63 }, (_, i) => i + 1),
      );
    },
  },
  {
    name: 'gives 64 concurrent claims by one redeemer the identical envelope',
    async run({ open }) {
      const store = await open();
      await store.create('id', 'x'.repeat(2_000), LONG);
      const outcomes = await together(64, () => store.claim('id', 'me'));
      same(countStates(outcomes).first, 1);
      same(countStates(outcomes).again, 63);
      const envelopes = outcomes.map((o) => ('envelope' in o ? o.envelope : undefined));
      same([...new Set(envelopes)], ['x'.repeat(2_000)]);
    },
  },
  {
    name: 'lets one of 16 redeemers win on two instances at once',
    needs: ['shared'],
    async run({ open }) {
      const stores = [await open(), await open()] as const;
      for (let round = 0; round < 20; round += 1) {
        const id = `round ${round}`;
        await stores[0].create(id, 'x', LONG);
        const outcomes = await together(16, (i) => (stores[i % 2] ?? stores[0]).claim(id, `${i}`));
        same(countStates(outcomes).first, 1);
        same(countStates(outcomes).taken, 15);
      }
    },
  },
  {
    name: 'keeps a claim whose answer nobody waited for',
    async run({ open }) {
      const store = await open();
      await store.create('id', 'x', LONG);
      void store.claim('id', 'me');
      same(await store.claim('id', 'you'), { state: 'taken', replays: 1 });
      same(await store.claim('id', 'me'), { state: 'again', envelope: 'x' });
    },
  },
  {
    name: 'stays with its redeemer through 1,000 refused claims',
    async run({ open }) {
      const store = await open();
      await store.create('id', 'x', LONG);
      await store.claim('id', 'me');
      const outcomes = await inBatches(REPLAYS, (i) => store.claim('id', `other ${i}`));
      same(countStates(outcomes), { taken: REPLAYS });
      same(await store.claim('id', 'other 0'), { state: 'taken', replays: REPLAYS + 1 });
      same(await store.claim('id', 'me'), { state: 'again', envelope: 'x' });
      same(await store.read('id'), { envelope: 'x', claimed: true });
    },
  },
  {
    name: 'stays with its redeemer for seconds, without being asked',
    async run({ open }) {
      const store = await open();
      const waits = [60, 1_000, 2_500];
      for (const wait of waits) {
        await store.create(`${wait}`, 'x', LONG);
        await store.claim(`${wait}`, 'me');
      }
      const start = performance.now();
      for (const wait of waits) {
        await sleep(wait - (performance.now() - start));
        same(await store.claim(`${wait}`, 'you'), { state: 'taken', replays: 1 });
        same(await store.claim(`${wait}`, 'me'), { state: 'again', envelope: 'x' });
      }
    },
  },
  {
    name: 'removes a live entry once, claimed or not',
    async run({ open }) {
      const store = await open();
      for (const claimed of [false, true]) {
        await store.create('id', 'x', LONG);
        if (claimed) await store.claim('id', 'me');
        same(await store.revoke('id'), true);
        same(await store.revoke('id'), false);
        same(await store.read('id'), null);
        same(await store.claim('id', 'me'), { state: 'absent' });
      }
    },
  },
  {
    name: 'starts afresh with an id that was revoked',
    async run({ open }) {
      const store = await open();
      await store.create('id', 'old', LONG);
      await store.claim('id', 'me');
      await store.revoke('id');
      same(await store.create('id', 'new', LONG), 'created');
      same(await store.claim('id', 'you'), { state: 'first', envelope: 'new' });
      same(await store.claim('id', 'me'), { state: 'taken', replays: 1 });
    },
  },
  {
    name: 'tells one of 64 concurrent revokes that there was an entry',
    async run({ open }) {
      const store = await open();
      await store.create('id', 'x', LONG);
      const outcomes = await together(64, () => store.revoke('id'));
      same(outcomes.filter(Boolean).length, 1);
    },
  },
  {
    name: 'decides between a claim and a revoke, and leaves nothing behind',
    async run({ open }) {
      const store = await open();
      for (let round = 0; round < 20; round += 1) {
        await store.create('id', 'x', LONG);
        const claim = () => store.claim('id', 'me');
        const revoke = () => store.revoke('id');
        const order = round % 2 === 0 ? [claim, revoke] : [revoke, claim];
        const outcomes = await Promise.all(order.map((call) => call()));
        const claimed = outcomes[round % 2] as ClaimOutcome;
        same(outcomes[1 - (round % 2)], true);
        same(['first', 'absent'].includes(claimed.state), true);
        same(await store.claim('id', 'me'), { state: 'absent' });
      }
    },
  },
];
