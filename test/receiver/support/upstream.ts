import { createShortTokenClient, type ShortTokenClient } from '../../../src/client/index.ts';
import { createIssuer, createIssuerHandler, type Issuer } from '../../../src/issuer/index.ts';
import { createMemoryStore } from '../../../src/store/memory.ts';

export const BEARER = 'bearer-that-nobody-may-see-0123456789';
export const USER = {
  userId: '64f0c0ffee0000000000a001',
  organizationId: '64f0c0ffee0000000000b002',
};

export interface Upstream {
  readonly client: ShortTokenClient;
  readonly issuer: Issuer;
  /** Fresh and good. */
  readonly mint: () => Promise<string>;
  /** Requests to resolve that have arrived. */
  readonly resolves: () => number;
  /** Moves the issuer's clock. */
  readonly pass: (ms: number) => void;
  /** Answers instead of the issuer until it is given `undefined`. */
  readonly answerWith: (answer: ((request: Request) => Promise<Response>) | undefined) => void;
}

/** The real client on the real issuer, without a socket in between. */
export function upstream(options: { timeoutMs?: number; maxRetries?: number } = {}): Upstream {
  let now = Date.now();
  const clock = () => now;
  const issuer = createIssuer({
    store: createMemoryStore({ clock }),
    authenticate: (bearer) => (bearer === BEARER ? USER : null),
    clock,
  });
  const handler = createIssuerHandler(issuer);
  let resolves = 0;
  let other: ((request: Request) => Promise<Response>) | undefined;
  const client = createShortTokenClient({
    baseUrl: 'http://127.0.0.1:9/api/v3',
    maxRetries: 0,
    ...options,
    fetch: async (input, init) => {
      resolves += 1;
      const request = new Request(input, init);
      return (other ?? handler)(request);
    },
  });
  return {
    client,
    issuer,
    mint: async () => (await issuer.generate({ bearer: BEARER })).shortToken,
    resolves: () => resolves,
    pass: (ms) => {
      now += ms;
    },
    answerWith: (answer) => {
      other = answer;
    },
  };
}

/** What a browser sends with a navigation in a tab. */
export const NAVIGATION = {
  accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-site': 'cross-site',
};
