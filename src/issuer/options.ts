import type { ShortTokenStore } from '../store/types.ts';
import { createTokenFactory } from '../token/generate-token.ts';
import { checkEntropy } from './check-entropy.ts';
import type { IssuerObserver } from './events.ts';

/** Whom a bearer belongs to. */
export interface AuthenticatedUser {
  readonly userId: string;
  readonly organizationId: string;
}

/**
 * Says whom a bearer belongs to; `null` refuses it. Throwing or rejecting means that the question
 * could not be answered, and is never taken for a refusal.
 */
export type AuthenticateBearer = (
  bearer: string,
  context: { readonly signal: AbortSignal | undefined },
) => AuthenticatedUser | null | Promise<AuthenticatedUser | null>;

/** What a second redeemer of a token gets: the one refusal, or the identity again. */
export type ReusePolicy = 'reject' | 'allow';

/** How an issuer issues. */
export interface IssuerOptions {
  readonly store: ShortTokenStore;
  readonly authenticate: AuthenticateBearer;
  /** Whole seconds that a token lives, 1 to 86,400; 300 unless told. */
  readonly ttlSeconds?: number;
  /** `reject` unless told. */
  readonly reuse?: ReusePolicy;
  /** Mints a token of 18 to 512 ASCII letters and digits with at least 96 bits of chance. */
  readonly generateToken?: () => string;
  /** Unix time in milliseconds; `Date.now` unless told. */
  readonly clock?: () => number;
  readonly onEvent?: IssuerObserver;
  /** Keeps issuers on one store apart, 1 to 128 characters; `short-token` unless told. */
  readonly namespace?: string;
}

/** The options with every gap filled and every value checked, copied once. */
export type CheckedIssuerOptions = Required<Omit<IssuerOptions, 'onEvent' | 'ttlSeconds'>> & {
  readonly ttlMs: number;
  readonly onEvent: IssuerObserver | undefined;
};

const MAX_TTL_SECONDS = 86_400;
const MAX_NAMESPACE_LENGTH = 128;

export function checkedOptions(options: IssuerOptions): CheckedIssuerOptions {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError('createIssuer needs an object with at least store and authenticate.');
  }
  const { store, authenticate, ttlSeconds = 300, reuse = 'reject', generateToken } = options;
  const { clock = Date.now, onEvent, namespace = 'short-token' } = options;
  checkStore(store);
  checkFunction('authenticate', authenticate);
  checkFunction('clock', clock);
  if (onEvent !== undefined) checkFunction('onEvent', onEvent);
  if (typeof ttlSeconds !== 'number') throw new TypeError('ttlSeconds must be a number.');
  if (!Number.isInteger(ttlSeconds) || ttlSeconds < 1 || ttlSeconds > MAX_TTL_SECONDS) {
    throw new RangeError(`ttlSeconds must be a whole number from 1 to ${MAX_TTL_SECONDS}.`);
  }
  if (reuse !== 'reject' && reuse !== 'allow') {
    throw new TypeError("reuse must be 'reject' or 'allow'.");
  }
  if (typeof namespace !== 'string') throw new TypeError('namespace must be a string.');
  if (namespace.length < 1 || namespace.length > MAX_NAMESPACE_LENGTH) {
    throw new RangeError(`namespace must be 1 to ${MAX_NAMESPACE_LENGTH} characters.`);
  }
  if (generateToken !== undefined) {
    checkFunction('generateToken', generateToken);
    checkEntropy(generateToken);
  }
  return {
    store,
    authenticate,
    ttlMs: ttlSeconds * 1000,
    reuse,
    generateToken: generateToken ?? createTokenFactory(),
    clock,
    onEvent,
    namespace,
  };
}

function checkFunction(name: string, value: unknown): void {
  if (typeof value !== 'function') throw new TypeError(`${name} must be a function.`);
}

function checkStore(store: ShortTokenStore): void {
  const methods = ['create', 'read', 'claim', 'revoke'] as const;
  if (typeof store !== 'object' || store === null) {
    throw new TypeError('store must be a ShortTokenStore, createMemoryStore() for example.');
  }
  for (const method of methods) {
    if (typeof store[method] !== 'function')
      throw new TypeError(`store.${method} must be a function.`);
  }
}
