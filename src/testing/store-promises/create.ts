import { LONG, type StorePromise, same, together } from './promise.ts';

const ENVELOPES: readonly (readonly [string, string])[] = [
  ['one character', 'x'],
  ['1,400 characters of base64url', 'aZ09-_'.repeat(234)],
  ['64 KiB', 'k'.repeat(65_536)],
  ['text beyond ASCII', 'größer, 字, \u{1f511}, e\u0301'],
  ['control characters, quotes and line ends', 'a\0b"c\'d\\e\r\nf\t'],
  ['what looks like a number', '007'],
  ['what looks like a command', '*1\r\n$8\r\nFLUSHALL\r\n'],
];

const IDS: readonly (readonly [string, readonly string[]])[] = [
  ['differ in one character', ['aaaaaaaaaa', 'aaaaaaaaab', 'baaaaaaaaa']],
  ['differ in case', ['id', 'Id', 'ID']],
  ['begin with one another', ['id', 'id1', 'id12', 'id:1']],
  ['hold glob characters', ['a*', 'a?', 'a[bc]', 'ab', 'a\\*']],
  ['hold braces', ['{a}1', '{a}2', '{}', '}{', 'a{b}c']],
  ['are names that objects have', ['__proto__', 'constructor', 'hasOwnProperty', 'toString']],
];

export const CREATE_PROMISES: readonly StorePromise[] = [
  ...ENVELOPES.map(
    ([name, envelope]): StorePromise => ({
      name: `gives back ${name}, byte for byte`,
      async keep({ open }) {
        const store = await open();
        same(await store.create('id', envelope, LONG), 'created');
        same(await store.read('id'), envelope);
        same(await store.claim('id', 'me'), { state: 'first', envelope });
      },
    }),
  ),
  ...IDS.map(
    ([name, ids]): StorePromise => ({
      name: `keeps ids apart that ${name}`,
      async keep({ open }) {
        const store = await open();
        for (const id of ids) same(await store.create(id, `of ${id}`, LONG), 'created');
        for (const id of ids) same(await store.read(id), `of ${id}`);
        same(await store.revoke(ids[0] as string), true);
        for (const id of ids.slice(1)) same(await store.read(id), `of ${id}`);
      },
    }),
  ),
  {
    name: 'says null of an id that is not there',
    async keep({ open }) {
      const store = await open();
      same(await store.read('nobody'), null);
    },
  },
  {
    name: 'says exists and leaves the first envelope',
    async keep({ open }) {
      const store = await open();
      same(await store.create('id', 'first', LONG), 'created');
      same(await store.create('id', 'second', LONG), 'exists');
      same(await store.read('id'), 'first');
    },
  },
  {
    name: 'says exists of a claimed entry and leaves the claim',
    async keep({ open }) {
      const store = await open();
      await store.create('id', 'first', LONG);
      await store.claim('id', 'me');
      same(await store.create('id', 'second', LONG), 'exists');
      same(await store.claim('id', 'you'), { state: 'taken', replays: 1 });
    },
  },
  {
    name: 'lets one of 64 concurrent creates win, and keeps its envelope',
    async keep({ open }) {
      const store = await open();
      const outcomes = await together(64, (i) => store.create('id', `envelope ${i}`, LONG));
      same(outcomes.filter((outcome) => outcome === 'created').length, 1);
      same(outcomes.filter((outcome) => outcome === 'exists').length, 63);
      same(await store.read('id'), `envelope ${outcomes.indexOf('created')}`);
    },
  },
  {
    name: 'is not consumed by 100 reads',
    async keep({ open }) {
      const store = await open();
      await store.create('id', 'x', LONG);
      same(new Set(await together(100, () => store.read('id'))).size, 1);
      same(await store.claim('id', 'me'), { state: 'first', envelope: 'x' });
    },
  },
  {
    name: 'still reads a claimed entry',
    async keep({ open }) {
      const store = await open();
      await store.create('id', 'x', LONG);
      await store.claim('id', 'me');
      same(await store.read('id'), 'x');
    },
  },
  {
    name: 'keeps namespaces apart, whatever characters are in them',
    needs: ['shared'],
    async keep({ open, namespace }) {
      const endings = ['', '*', '?', '{a}', '{b}', '[ab]', ':', ':id', '%3A', ' ', 'é'];
      const stores = await Promise.all(endings.map((end) => open({ namespace: namespace + end })));
      for (const [i, store] of stores.entries()) {
        same(await store.create('id', endings[i] as string, LONG), 'created');
      }
      for (const [i, store] of stores.entries()) {
        same(await store.read('id'), endings[i]);
        same(await store.read(':id'), null);
      }
    },
  },
  {
    name: 'shows a second instance a create, a claim and a revoke at once',
    needs: ['shared'],
    async keep({ open }) {
      const [one, two] = [await open(), await open()];
      await one.create('id', 'x', LONG);
      same(await two.create('id', 'y', LONG), 'exists');
      same(await two.read('id'), 'x');
      same(await two.claim('id', 'me'), { state: 'first', envelope: 'x' });
      same(await one.claim('id', 'you'), { state: 'taken', replays: 1 });
      same(await one.revoke('id'), true);
      same(await two.read('id'), null);
    },
  },
];
