import type { ShortTokenStore } from '../../store/types.ts';

/** The two functions of a test runner that the suite needs: vitest, jest, mocha, bun and node:test have them. */
export interface StoreTestRunner {
  /** Groups tests under a name. */
  readonly describe: (name: string, body: () => void) => void;
  /** Registers a test, and perhaps one that is skipped. */
  readonly it: ((name: string, body: () => Promise<void>) => void) & {
    /** Names a test without running it. */
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
  /** Where the tests are registered; default the global `describe` and `it`. */
  readonly runner?: StoreTestRunner;
  /** Moves the store's clock on by milliseconds; without it, tests wait in real time. */
  readonly advance?: (ms: number) => void | Promise<void>;
  /** Moves the store's clock back by milliseconds. */
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

/** What a promise is kept with. */
export interface StoreContext {
  readonly capabilities: StoreCapabilities;
  /** The namespace that only this test uses. */
  readonly namespace: string;
  /** A store for this test; closed behind it. */
  open(request?: Partial<StoreRequest>): Promise<ShortTokenStore>;
  /** Lets that many milliseconds of the store's time pass. */
  pass(ms: number): Promise<void>;
}

/** One thing that a store promises. */
export interface StorePromise {
  readonly name: string;
  /** What has to be possible for it to be tested. */
  readonly needs?: readonly (keyof StoreCapabilities)[];
  /** It says nothing about a store with this one. */
  readonly unless?: keyof StoreCapabilities;
  run(context: StoreContext): Promise<void>;
}
