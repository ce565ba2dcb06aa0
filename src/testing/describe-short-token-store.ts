import type { ShortTokenStore } from '../store/types.ts';
import { CLAIM_PROMISES } from './store-promises/claim.ts';
import { CREATE_PROMISES } from './store-promises/create.ts';
import { EXPIRY_PROMISES } from './store-promises/expiry.ts';
import { FAULT_PROMISES } from './store-promises/fault.ts';
import type { StoreContext, StorePromise } from './store-promises/promise.ts';
import { ROOM_PROMISES } from './store-promises/room.ts';

/** The two functions of a test runner that the suite needs: vitest, jest, mocha, bun and node:test have them. */
export interface StoreTestRunner {
  readonly describe: (name: string, body: () => void) => void;
  readonly it: ((name: string, body: () => Promise<void>) => void) & {
    readonly skip?: (name: string, body: () => Promise<void>) => void;
  };
}

/** What a test asks of the store that it wants. */
export interface StoreRequest {
  /** Stores with one namespace share their entries; other tests never use the same one. */
  readonly namespace: string;
  /** The store has to answer `full` beyond this many live entries; only asked of a `bounded` store. */
  readonly maxEntries?: number;
}

/** Makes a fresh store for one test. */
export type MakeStore = (request: StoreRequest) => ShortTokenStore | Promise<ShortTokenStore>;

/** What can be done to the store from outside; each one that is there adds tests. */
export interface StoreCapabilities {
  /** Where the tests are registered; the global `describe` and `it` unless told. */
  readonly runner?: StoreTestRunner;
  /** Moves the store's clock on; without it, tests wait in real time. */
  readonly advance?: (ms: number) => void | Promise<void>;
  /** Moves the store's clock back. */
  readonly stepBack?: (ms: number) => void | Promise<void>;
  /** `makeStore` honours `maxEntries`. */
  readonly bounded?: boolean;
  /** Several stores made with one namespace share their entries. */
  readonly shared?: boolean;
  /** Cuts the store off from its server; the function that it gives connects it again. */
  readonly disconnect?: (store: ShortTokenStore) => Promise<() => Promise<void>>;
  /** Lets the next command through and loses its reply. */
  readonly loseNextReply?: (store: ShortTokenStore) => Promise<void>;
  /** Bytes in use after a full garbage collection, of a store that lives in this process. */
  readonly bytesInUse?: () => number | Promise<number>;
}

/** Every promise by its section. */
const SECTIONS: readonly (readonly [string, readonly StorePromise[]])[] = [
  ['create and read', CREATE_PROMISES],
  ['expiry', EXPIRY_PROMISES],
  ['claim and revoke', CLAIM_PROMISES],
  ['room', ROOM_PROMISES],
  ['faults', FAULT_PROMISES],
];

// A timer and the store's clock may disagree by a millisecond or two.
const TIMER_SLACK_MS = 5;

let namespaces = 0;

/**
 * Registers the tests that every `ShortTokenStore` has to pass.
 *
 * It imports no test runner, so that whoever only wants the msw handlers of this subpath needs none.
 *
 * @param name - what the tests call the store
 * @param makeStore - called once or more per test, each test with a namespace of its own
 * @param capabilities - what can be done to the store; tests that need more are skipped
 * @throws TypeError without a runner, when there is no global `describe` and `it` either
 * @example
 * import { describe, it } from 'vitest';
 * const runner = { describe, it };
 * describeShortTokenStore('my store', ({ namespace }) => createMyStore(namespace), { runner });
 */
export function describeShortTokenStore(
  name: string,
  makeStore: MakeStore,
  capabilities: StoreCapabilities = {},
): void {
  const { describe, it } = capabilities.runner ?? globalRunner();
  describe(name, () => {
    for (const [section, promises] of SECTIONS) {
      describe(section, () => {
        for (const promise of promises) {
          const missing = promise.needs?.find((need) => !capabilities[need]);
          const unwanted =
            promise.unless !== undefined && capabilities[promise.unless] !== undefined;
          const body = () => keepPromise(promise, makeStore, capabilities);
          if (unwanted) continue;
          if (missing === undefined) it(promise.name, body);
          else it.skip?.(`${promise.name} (needs ${missing})`, body);
        }
      });
    }
  });
}

async function keepPromise(
  promise: StorePromise,
  makeStore: MakeStore,
  capabilities: StoreCapabilities,
): Promise<void> {
  const opened: ShortTokenStore[] = [];
  namespaces += 1;
  const own = `suite-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}-${namespaces}`;
  const context: StoreContext = {
    capabilities,
    namespace: own,
    async open(request = {}) {
      const store = await makeStore({ namespace: own, ...request });
      opened.push(store);
      return store;
    },
    async pass(ms) {
      if (capabilities.advance) await capabilities.advance(ms);
      else await new Promise((done) => setTimeout(done, ms + TIMER_SLACK_MS));
    },
  };
  try {
    await promise.keep(context);
  } finally {
    for (const store of opened) await store.close?.();
  }
}

function globalRunner(): StoreTestRunner {
  const { describe, it } = globalThis as Partial<StoreTestRunner>;
  if (typeof describe === 'function' && typeof it === 'function') return { describe, it };
  throw new TypeError('capabilities.runner must be { describe, it }: there are no global ones.');
}
