import type { ShortTokenStore } from '../store/types.ts';
import { CAPACITY_PROMISES } from './store-contract/capacity.ts';
import { CLAIM_PROMISES } from './store-contract/claim.ts';
import { CREATE_PROMISES } from './store-contract/create.ts';
import { EXPIRY_PROMISES } from './store-contract/expiry.ts';
import { FAULT_PROMISES } from './store-contract/faults.ts';
import type {
  MakeStore,
  StoreCapabilities,
  StoreContext,
  StorePromise,
  StoreTestRunner,
} from './store-contract/types.ts';

/** Every promise by its section. */
const SECTIONS: readonly (readonly [string, readonly StorePromise[]])[] = [
  ['create and read', CREATE_PROMISES],
  ['expiry', EXPIRY_PROMISES],
  ['claim and revoke', CLAIM_PROMISES],
  ['capacity', CAPACITY_PROMISES],
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
          const body = () => runPromise(promise, makeStore, capabilities);
          if (unwanted) continue;
          if (missing === undefined) it(promise.name, body);
          else it.skip?.(`${promise.name} (needs ${missing})`, body);
        }
      });
    }
  });
}

async function runPromise(
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
    await promise.run(context);
  } finally {
    for (const store of opened) await store.close?.();
  }
}

function globalRunner(): StoreTestRunner {
  const { describe, it } = globalThis as Partial<StoreTestRunner>;
  if (typeof describe === 'function' && typeof it === 'function') return { describe, it };
  throw new TypeError('capabilities.runner must be { describe, it }: there are no global ones.');
}
