import { holds, inTime, LONG, rejection, SHORT, same } from './support.ts';
import type { StoreContext, StorePromise } from './types.ts';

const BAD_LIFETIMES = [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '500', null];
const MONTHS_MS = 2 ** 31 + 1_000;
// The longest life that a test waits for in real time.
const LIFE = { ttlMs: 2_000 };

/** Real time is not exact to the millisecond: how early before the end a store is asked once more. */
function margin({ capabilities }: StoreContext): number {
  return capabilities.advance ? 1 : 200;
}

export const EXPIRY_PROMISES: readonly StorePromise[] = [
  {
    name: 'is live just before its time and absent at it',
    async run(context) {
      const store = await context.open();
      const kinds = ['read', 'claim', 'revoke'] as const;
      const ids = await inTime(context, SHORT.ttlMs, async (round) => {
        const own = kinds.map((kind) => `${kind} ${round}`) as [string, string, string];
        for (const id of own) await store.create(id, 'x', SHORT);
        await context.pass(SHORT.ttlMs - margin(context));
        const entry = await store.read(own[0]);
        return { value: own, check: () => same(entry?.envelope, 'x') };
      });
      await context.pass(margin(context));
      same(await store.read(ids[0]), null);
      same(await store.claim(ids[1], 'me'), { state: 'absent' });
      same(await store.revoke(ids[2]), false);
    },
  },
  {
    name: 'is absent at its time for its redeemer too',
    async run(context) {
      const store = await context.open();
      const id = await inTime(context, SHORT.ttlMs, async (round) => {
        await store.create(`${round}`, 'x', SHORT);
        const { state } = await store.claim(`${round}`, 'me');
        return { value: `${round}`, check: () => same(state, 'first') };
      });
      await context.pass(SHORT.ttlMs);
      same(await store.claim(id, 'me'), { state: 'absent' });
      same(await store.claim(id, 'you'), { state: 'absent' });
    },
  },
  {
    name: 'does not live longer for being read, claimed, claimed again or created again',
    async run(context) {
      const store = await context.open();
      const touches: readonly ((id: string) => Promise<unknown>)[] = [
        (id) => store.read(id),
        (id) => store.claim(id, 'me'),
        async (id) => {
          for (let i = 0; i < 3; i += 1) await store.claim(id, 'me');
        },
        async (id) => {
          for (const by of ['me', 'you', 'you']) await store.claim(id, by);
        },
        (id) => store.create(id, 'y', LONG),
      ];
      const ids = await inTime(context, SHORT.ttlMs, async (round) => {
        const own = touches.map((_, i) => `${round}-${i}`);
        for (const id of own) await store.create(id, 'x', SHORT);
        await context.pass(SHORT.ttlMs / 2);
        await Promise.all(touches.map((touch, i) => touch(own[i] as string)));
        const outcome = await store.create(own[0] as string, 'y', LONG);
        return { value: own, check: () => same(outcome, 'exists') };
      });
      await context.pass(SHORT.ttlMs / 2);
      for (const [i, id] of ids.entries()) {
        const entry = await store.read(id);
        holds(entry === null, `an end at its time, whatever was done (${i})`);
      }
    },
  },
  {
    name: 'lives its whole time for its redeemer, however often claimed',
    async run(context) {
      const store = await context.open();
      await inTime(context, LIFE.ttlMs, async (round) => {
        const [once, often] = [`once ${round}`, `often ${round}`];
        for (const id of [once, often]) await store.create(id, 'x', LIFE);
        await store.claim(once, 'me');
        for (const by of ['me', 'me', 'you', 'you', 'me']) await store.claim(often, by);
        await context.pass(LIFE.ttlMs - 2 * margin(context));
        const outcomes = [await store.claim(once, 'me'), await store.claim(often, 'me')];
        const again = { state: 'again', envelope: 'x' };
        return { value: undefined, check: () => same(outcomes, [again, again]) };
      });
    },
  },
  {
    name: 'gives each entry its own time, a shorter one after a longer one too',
    async run(context) {
      const store = await context.open();
      const unit = context.capabilities.advance ? 400 : 1_000;
      const lives = [3, 1, 2, 1, 3, 2].map((units) => units * unit);
      // By which time each answer has to be there, and who lives until then.
      const steps = [
        { wait: 0, before: unit, living: [0, 1, 2, 3, 4, 5] },
        { wait: unit + margin(context), before: 2 * unit, living: [0, 2, 4, 5] },
        { wait: unit, before: 3 * unit, living: [0, 4] },
      ];
      const left = async (round: number) => {
        const found = await Promise.all(lives.map((_, i) => store.read(`${round}-${i}`)));
        return found.flatMap((entry, i) => (entry === null ? [] : [i]));
      };
      let last = 0;
      for (const [most, { before }] of steps.entries()) {
        last = await inTime(context, before, async (round) => {
          const own = 100 * most + round;
          for (const [i, ttlMs] of lives.entries()) {
            await store.create(`${own}-${i}`, 'x', { ttlMs });
          }
          const seen: number[][] = [];
          for (const { wait } of steps.slice(0, most + 1)) {
            if (wait > 0) await context.pass(wait);
            seen.push(await left(own));
          }
          return { value: own, check: () => same(seen[most], steps[most]?.living) };
        });
      }
      await context.pass(unit);
      same(await left(last), []);
    },
  },
  {
    name: 'starts afresh with an id that has expired',
    async run(context) {
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
    async run(context) {
      const store = await context.open();
      same(await store.create('id', 'x', { ttlMs: 1 }), 'created');
      await context.pass(margin(context));
      same(await store.read('id'), null);
    },
  },
  {
    name: 'is absent after a blocked event loop',
    unless: 'advance',
    async run({ open }) {
      const store = await open();
      await store.create('id', 'x', { ttlMs: 100 });
      const until = performance.now() + 150;
      while (performance.now() < until);
      same(await store.read('id'), null);
      same(await store.claim('id', 'me'), { state: 'absent' });
    },
  },
  {
    name: 'refuses a lifetime that is not whole milliseconds from 1, and keeps nothing',
    async run({ open }) {
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
    async run(context) {
      const { capabilities, open, pass } = context;
      const warnings: unknown[] = [];
      const { process } = globalThis as { process?: WarningSource };
      const listen = (warning: unknown) => warnings.push(warning);
      process?.on?.('warning', listen);
      const store = await open();
      same(await store.create('id', 'x', { ttlMs: MONTHS_MS }), 'created');
      await new Promise((done) => setTimeout(done, 30));
      same((await store.read('id'))?.envelope, 'x');
      if (capabilities.advance) {
        await pass(MONTHS_MS - 1);
        same((await store.read('id'))?.envelope, 'x');
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
    async run({ capabilities, open, pass }) {
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
    async run({ capabilities, open, pass }) {
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
