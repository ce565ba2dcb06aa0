import {
  holds,
  LONG,
  rejection,
  SHORT,
  type StoreContext,
  type StorePromise,
  same,
} from './promise.ts';

const BAD_LIFETIMES = [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '500', null];
const MONTHS_MS = 2 ** 31 + 1_000;

/** Real time is not exact to the millisecond: how early before the end a store is asked once more. */
function margin({ capabilities }: StoreContext): number {
  return capabilities.advance ? 1 : 200;
}

export const EXPIRY_PROMISES: readonly StorePromise[] = [
  {
    name: 'is live just before its time and absent at it',
    async keep(context) {
      const store = await context.open();
      for (const id of ['read', 'claim', 'revoke']) await store.create(id, 'x', SHORT);
      await context.pass(SHORT.ttlMs - margin(context));
      same(await store.read('read'), 'x');
      await context.pass(margin(context));
      same(await store.read('read'), null);
      same(await store.claim('claim', 'me'), { state: 'absent' });
      same(await store.revoke('revoke'), false);
    },
  },
  {
    name: 'is absent at its time for its redeemer too',
    async keep(context) {
      const store = await context.open();
      await store.create('id', 'x', SHORT);
      same((await store.claim('id', 'me')).state, 'first');
      await context.pass(SHORT.ttlMs);
      same(await store.claim('id', 'me'), { state: 'absent' });
      same(await store.claim('id', 'you'), { state: 'absent' });
    },
  },
  {
    name: 'does not live longer for being read, claimed or created again',
    async keep(context) {
      const store = await context.open();
      await store.create('id', 'x', SHORT);
      await context.pass(SHORT.ttlMs / 2);
      await store.read('id');
      await store.claim('id', 'me');
      await store.claim('id', 'you');
      same(await store.create('id', 'y', LONG), 'exists');
      await context.pass(SHORT.ttlMs / 2);
      same(await store.read('id'), null);
    },
  },
  {
    name: 'gives each entry its own time, a shorter one after a longer one too',
    async keep(context) {
      const store = await context.open();
      const lives = [1_200, 400, 800, 400, 1_200, 800].entries();
      for (const [i, ttlMs] of lives) await store.create(`${i}`, 'x', { ttlMs });
      const left = async () => {
        const found = await Promise.all([0, 1, 2, 3, 4, 5].map((i) => store.read(`${i}`)));
        return found.flatMap((envelope, i) => (envelope === null ? [] : [i]));
      };
      same(await left(), [0, 1, 2, 3, 4, 5]);
      await context.pass(400 + margin(context));
      same(await left(), [0, 2, 4, 5]);
      await context.pass(400);
      same(await left(), [0, 4]);
      await context.pass(400);
      same(await left(), []);
    },
  },
  {
    name: 'starts afresh with an id that has expired',
    async keep(context) {
      const store = await context.open();
      await store.create('id', 'old', { ttlMs: 50 });
      await store.claim('id', 'me');
      await store.claim('id', 'you');
      await context.pass(50 + margin(context));
      same(await store.create('id', 'new', LONG), 'created');
      same(await store.claim('id', 'you'), { state: 'first', envelope: 'new' });
      same(await store.claim('id', 'me'), { state: 'taken', replays: 1 });
    },
  },
  {
    name: 'lets an entry of one millisecond go',
    async keep(context) {
      const store = await context.open();
      same(await store.create('id', 'x', { ttlMs: 1 }), 'created');
      await context.pass(margin(context));
      same(await store.read('id'), null);
    },
  },
  {
    name: 'is absent after a blocked event loop',
    unless: 'advance',
    async keep({ open }) {
      const store = await open();
      await store.create('id', 'x', { ttlMs: 100 });
      const until = Date.now() + 150;
      while (Date.now() < until);
      same(await store.read('id'), null);
      same(await store.claim('id', 'me'), { state: 'absent' });
    },
  },
  {
    name: 'refuses a lifetime that is not whole milliseconds from 1, and keeps nothing',
    async keep({ open }) {
      const store = await open();
      for (const ttlMs of BAD_LIFETIMES) {
        const error = await rejection(() => store.create('id', 'x', { ttlMs: ttlMs as number }));
        holds(error instanceof RangeError, `a RangeError for ${ttlMs}`);
        same(await store.read('id'), null);
      }
    },
  },
  {
    name: 'takes a lifetime beyond 2³¹ ms without a warning, and does not end it early',
    async keep(context) {
      const { capabilities, open, pass } = context;
      const warnings: unknown[] = [];
      const { process } = globalThis as { process?: WarningSource };
      const listen = (warning: unknown) => warnings.push(warning);
      process?.on?.('warning', listen);
      const store = await open();
      same(await store.create('id', 'x', { ttlMs: MONTHS_MS }), 'created');
      await new Promise((done) => setTimeout(done, 30));
      same(await store.read('id'), 'x');
      if (capabilities.advance) {
        await pass(MONTHS_MS - 1);
        same(await store.read('id'), 'x');
        await pass(1);
        same(await store.read('id'), null);
      }
      process?.removeListener?.('warning', listen);
      same(warnings.length, 0);
    },
  },
  {
    name: 'does not bring an expired entry back when the clock steps back',
    needs: ['advance', 'stepBack'],
    async keep({ capabilities, open, pass }) {
      const store = await open();
      await store.create('unseen', 'x', SHORT);
      await store.create('seen', 'x', SHORT);
      await pass(SHORT.ttlMs);
      same(await store.read('seen'), null);
      await capabilities.stepBack?.(SHORT.ttlMs);
      same(await store.read('seen'), null);
      same(await store.read('unseen'), null);
      same(await store.claim('unseen', 'me'), { state: 'absent' });
    },
  },
  {
    name: 'does not let an entry live longer when the clock steps back',
    needs: ['advance', 'stepBack'],
    async keep({ capabilities, open, pass }) {
      const store = await open();
      await store.create('id', 'x', SHORT);
      await capabilities.stepBack?.(3_600_000);
      await store.read('id');
      await pass(SHORT.ttlMs);
      same(await store.read('id'), null);
    },
  },
];

interface WarningSource {
  readonly on?: (event: string, listener: (warning: unknown) => void) => void;
  readonly removeListener?: (event: string, listener: (warning: unknown) => void) => void;
}
