import type { ClaimOutcome } from '../../store/types.ts';
import { countStates, LONG, type StorePromise, same, together } from './promise.ts';

const REDEEMERS = ['me', 'Me', 'me ', 'm', 'mé', '*', '{me}', '0', '1', '__proto__'];

export const CLAIM_PROMISES: readonly StorePromise[] = [
  {
    name: 'says absent of an id that is not there',
    async keep({ open }) {
      const store = await open();
      same(await store.claim('nobody', 'me'), { state: 'absent' });
      same(await store.revoke('nobody'), false);
    },
  },
  {
    name: 'gives the first redeemer the same answer again and again',
    async keep({ open }) {
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
    async keep({ open }) {
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
    async keep({ open }) {
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
    async keep({ open }) {
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
    async keep({ open }) {
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
    async keep({ open }) {
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
    async keep({ open }) {
      const store = await open();
      await store.create('id', 'x', LONG);
      void store.claim('id', 'me');
      same(await store.claim('id', 'you'), { state: 'taken', replays: 1 });
      same(await store.claim('id', 'me'), { state: 'again', envelope: 'x' });
    },
  },
  {
    name: 'removes a live entry once, claimed or not',
    async keep({ open }) {
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
    async keep({ open }) {
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
    async keep({ open }) {
      const store = await open();
      await store.create('id', 'x', LONG);
      const outcomes = await together(64, () => store.revoke('id'));
      same(outcomes.filter(Boolean).length, 1);
    },
  },
  {
    name: 'decides between a claim and a revoke, and leaves nothing behind',
    async keep({ open }) {
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
