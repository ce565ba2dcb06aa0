import { isStoreUnavailableError } from '../../store/store-unavailable-error.ts';
import type { ShortTokenStore } from '../../store/types.ts';
import { eventually, holds, LONG, rejection, same } from './support.ts';
import type { StorePromise } from './types.ts';

const SECRETS = {
  id: 'SECRET-ID-5f2c',
  envelope: 'SECRET-ENVELOPE-91aa',
  by: 'SECRET-REDEEMER-77',
};

function everyCall(store: ShortTokenStore): readonly (() => Promise<unknown>)[] {
  return [
    () => store.read(SECRETS.id),
    () => store.claim(SECRETS.id, SECRETS.by),
    () => store.create(SECRETS.id, SECRETS.envelope, LONG),
    () => store.revoke(SECRETS.id),
  ];
}

export const FAULT_PROMISES: readonly StorePromise[] = [
  {
    name: 'rejects every call without a connection, never says absent, and names no argument',
    needs: ['disconnect'],
    async run({ capabilities, open }) {
      const store = await open();
      await store.create(SECRETS.id, SECRETS.envelope, LONG);
      const connect = await capabilities.disconnect?.(store);
      try {
        for (const call of everyCall(store)) {
          const error = await rejection(call);
          holds(isStoreUnavailableError(error, 'store_unavailable'), 'store_unavailable');
          const own = Object.getOwnPropertyNames(error) as (keyof Error)[];
          const text = own.map((name) => String(error[name])).join('\n');
          for (const secret of Object.values(SECRETS)) {
            holds(!text.includes(secret), 'an error without the arguments of the call');
          }
        }
      } finally {
        await connect?.();
      }
      same((await eventually(() => store.read(SECRETS.id)))?.envelope, SECRETS.envelope);
    },
  },
  {
    name: 'gives a redeemer whose answer was lost the same answer again',
    needs: ['loseNextReply'],
    async run({ capabilities, open }) {
      const store = await open();
      await store.create('id', 'x', LONG);
      // The script is known to the server after this, so that one command is one claim.
      await store.claim('other', 'me');
      await capabilities.loseNextReply?.(store);
      const error = await rejection(() => store.claim('id', 'me'));
      holds(isStoreUnavailableError(error, 'store_unavailable'), 'store_unavailable');
      same((await eventually(() => store.claim('id', 'you'))).state, 'taken');
      same(await eventually(() => store.claim('id', 'me')), { state: 'again', envelope: 'x' });
    },
  },
  {
    name: 'does not overwrite an entry when the answer to its create was lost',
    needs: ['loseNextReply'],
    async run({ capabilities, open }) {
      const store = await open();
      await store.create('other', 'x', LONG);
      // Whatever a store asks its server once is answered before this.
      await store.read('other');
      await capabilities.loseNextReply?.(store);
      await rejection(() => store.create('id', 'first', LONG));
      same(await eventually(() => store.create('id', 'second', LONG)), 'exists');
      same((await store.read('id'))?.envelope, 'first');
    },
  },
  {
    name: 'logs nothing',
    async run({ open }) {
      const { console } = globalThis;
      const methods = ['log', 'info', 'warn', 'error', 'debug'] as const;
      const lines: unknown[] = [];
      const originals = methods.map((method) => console[method]);
      for (const method of methods) console[method] = (...line: unknown[]) => lines.push(line);
      try {
        const store = await open();
        for (const call of everyCall(store)) await call();
        await rejection(() => store.create(SECRETS.id, SECRETS.envelope, { ttlMs: 0 }));
      } finally {
        for (const [i, method] of methods.entries()) {
          console[method] = originals[i] as typeof console.log;
        }
      }
      same(lines, []);
    },
  },
  {
    name: 'can be closed twice',
    async run({ open }) {
      const store = await open();
      await store.create('id', 'x', LONG);
      await store.close?.();
      await store.close?.();
    },
  },
];
