import { LONG, same, together } from './support.ts';
import type { StorePromise } from './types.ts';

// What the issuer seals: base64url text, from a short bearer's to the longest one's.
const ENVELOPES: readonly (readonly [string, string])[] = [
  ['390 characters', 'AQZ09-_'.repeat(56)],
  ['1,400 characters', 'aZ09-_'.repeat(234)],
  ['33,000 characters', 'Az09-_'.repeat(5_500)],
];

// What the issuer derives: 43 characters of base64url.
const ID = 'b7J3kQ-_0aZxW5vTn2RfYc8LmP1sGhD6uEoIyKqXwVs';
const IDS: readonly (readonly [string, readonly string[]])[] = [
  ['differ in their last character', [ID, `${ID.slice(0, -1)}t`, `${ID.slice(0, -1)}S`]],
  [
    'differ in their first character',
    [ID, `B${ID.slice(1)}`, `-${ID.slice(1)}`, `_${ID.slice(1)}`],
  ],
  ['differ in case', [ID, ID.toLowerCase(), ID.toUpperCase()]],
  ['hold a hyphen for an underscore', [ID, ID.replace('-', '_'), ID.replace('_', '-')]],
  ['are digits only', ['0'.repeat(43), `${'0'.repeat(42)}1`, '1'.repeat(43)]],
];

export const CREATE_PROMISES: readonly StorePromise[] = [
  ...ENVELOPES.map(
    ([name, envelope]): StorePromise => ({
      name: `gives back an envelope of ${name} as it was`,
      async run({ open }) {
        const store = await open();
        same(await store.create('id', envelope, LONG), 'created');
        same(await store.read('id'), { envelope, claimed: false });
        same(await store.claim('id', 'me'), { state: 'first', envelope });
      },
    }),
  ),
  ...IDS.map(
    ([name, ids]): StorePromise => ({
      name: `keeps ids apart that ${name}`,
      async run({ open }) {
        const store = await open();
        for (const id of ids) same(await store.create(id, `of ${id}`, LONG), 'created');
        for (const id of ids) same((await store.read(id))?.envelope, `of ${id}`);
        same(await store.revoke(ids[0] as string), true);
        for (const id of ids.slice(1)) same((await store.read(id))?.envelope, `of ${id}`);
      },
    }),
  ),
  {
    name: 'says null of an id that is not there',
    async run({ open }) {
      const store = await open();
      same(await store.read('nobody'), null);
    },
  },
  {
    name: 'says exists and leaves the first envelope',
    async run({ open }) {
      const store = await open();
      same(await store.create('id', 'first', LONG), 'created');
      same(await store.create('id', 'second', LONG), 'exists');
      same(await store.read('id'), { envelope: 'first', claimed: false });
    },
  },
  {
    name: 'says exists of a claimed entry and leaves the claim',
    async run({ open }) {
      const store = await open();
      await store.create('id', 'first', LONG);
      await store.claim('id', 'me');
      same(await store.create('id', 'second', LONG), 'exists');
      same(await store.claim('id', 'you'), { state: 'taken', replays: 1 });
    },
  },
  {
    name: 'lets one of 64 concurrent creates win, and keeps its envelope',
    async run({ open }) {
      const store = await open();
      const outcomes = await together(64, (i) => store.create('id', `envelope ${i}`, LONG));
      same(outcomes.filter((outcome) => outcome === 'created').length, 1);
      same(outcomes.filter((outcome) => outcome === 'exists').length, 63);
      same((await store.read('id'))?.envelope, `envelope ${outcomes.indexOf('created')}`);
    },
  },
  {
    name: 'is not consumed by 100 reads',
    async run({ open }) {
      const store = await open();
      await store.create('id', 'x', LONG);
      const entries = await together(100, () => store.read('id'));
      same([...new Set(entries.map((entry) => entry?.envelope))], ['x']);
      same(await store.claim('id', 'me'), { state: 'first', envelope: 'x' });
    },
  },
  {
    name: 'shows of an entry whether it is claimed',
    async run({ open }) {
      const store = await open();
      await store.create('id', 'x', LONG);
      same(await store.read('id'), { envelope: 'x', claimed: false });
      await store.claim('id', 'me');
      same(await store.read('id'), { envelope: 'x', claimed: true });
      await store.claim('id', 'you');
      same(await store.read('id'), { envelope: 'x', claimed: true });
    },
  },
  {
    name: 'keeps namespaces apart, whatever characters are in them',
    needs: ['shared'],
    async run({ open, namespace }) {
      const endings = ['', '*', '?', '{a}', '{b}', '[ab]', ':', ':id', '%3A', ' ', 'é'];
      const stores = await Promise.all(endings.map((end) => open({ namespace: namespace + end })));
      for (const [i, store] of stores.entries()) {
        same(await store.create('id', endings[i] as string, LONG), 'created');
      }
      for (const [i, store] of stores.entries()) {
        same((await store.read('id'))?.envelope, endings[i]);
        same(await store.read(':id'), null);
      }
    },
  },
  {
    name: 'shows a second instance a create, a claim and a revoke at once',
    needs: ['shared'],
    async run({ open }) {
      const [one, two] = [await open(), await open()];
      await one.create('id', 'x', LONG);
      same(await two.create('id', 'y', LONG), 'exists');
      same(await two.read('id'), { envelope: 'x', claimed: false });
      same(await two.claim('id', 'me'), { state: 'first', envelope: 'x' });
      same(await one.claim('id', 'you'), { state: 'taken', replays: 1 });
      same(await one.revoke('id'), true);
      same(await two.read('id'), null);
    },
  },
];
