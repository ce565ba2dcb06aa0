import type { ShortTokenStore } from '../store/types.ts';
import { createTokenFactory } from '../token/generate-token.ts';
import { checkEntropy } from './check-entropy.ts';
import type { IssuerObserver } from './events.ts';

/** Whom a bearer belongs to. */
export interface AuthenticatedUser {
  /** 1 to 1,024 characters. */
  readonly userId: string;
  /** 1 to 1,024 characters. */
  readonly organizationId: string;
}

/**
 * Says whom a bearer belongs to; `null` refuses it. Throwing or rejecting means that the question
 * could not be answered, and is never taken for a refusal. The signal fires when the time is up or
 * the caller leaves.
 */
export type AuthenticateBearer = (
  bearer: string,
  context: {
    /** Aborts when nobody waits any more. */
    readonly signal: AbortSignal;
  },
) => AuthenticatedUser | null | Promise<AuthenticatedUser | null>;

/** What a second redeemer of a token gets: the one refusal, or the identity again. */
export type ReusePolicy = 'reject' | 'allow';

/** How an issuer issues. */
export interface IssuerOptions {
  /** `createMemoryStore()`, `createRedisStore()`, `createSqlStore()` or one of your own. */
  readonly store: ShortTokenStore;
  /** Says whom a bearer belongs to. */
  readonly authenticate: AuthenticateBearer;
  /** Whole seconds that a token lives, 1 to 86,400; default 300. */
  readonly ttlSeconds?: number;
  /** Default `reject`. */
  readonly reuse?: ReusePolicy;
  /**
   * A secret of this server, at least 32 characters, that takes part in every derivation: without
   * it, a token from a log and a backup of the store open nothing. A list rotates: the first one
   * issues, all of them resolve. Default none.
   */
  readonly secret?: string | readonly [string, ...string[]];
  /** Milliseconds for an operation as a whole, 1 to 60,000; default 5,000. */
  readonly timeoutMs?: number;
  /** Mints a token of 18 to 512 ASCII letters and digits with at least 96 bits of chance. */
  readonly generateToken?: () => string;
  /** Unix time in milliseconds; default `Date.now`. */
  readonly clock?: () => number;
  /** Told of every outcome, without a token or a bearer. */
  readonly onEvent?: IssuerObserver;
  /**
   * Told what the store, `authenticate` or a mistake threw, as it was thrown: it may quote a key or
   * a bearer. What it throws itself is ignored.
   */
  readonly onError?: (error: unknown) => void;
  /** Keeps issuers on one store apart, 1 to 128 characters; default `short-token`. */
  readonly namespace?: string;
}

/** The options with every gap filled and every value checked, copied once. */
export interface CheckedIssuerOptions {
  readonly store: ShortTokenStore;
  readonly authenticate: AuthenticateBearer;
  readonly ttlMs: number;
  readonly reuse: ReusePolicy;
  /** `undefined` stands for an issuer without a secret. */
  readonly secrets: readonly (string | undefined)[];
  readonly timeoutMs: number;
  readonly generateToken: () => string;
  readonly clock: () => number;
  readonly onEvent: IssuerObserver | undefined;
  readonly onError: (error: unknown) => void;
  readonly namespace: string;
}

const MAX_TTL_SECONDS = 86_400;
const MAX_TIMEOUT_MS = 60_000;
const MAX_NAMESPACE_LENGTH = 128;
const MIN_SECRET_LENGTH = 32;

/** @throws TypeError or RangeError for an option that cannot work */
export function checkedOptions(options: IssuerOptions): CheckedIssuerOptions {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError('createIssuer needs an object with at least store and authenticate.');
  }
  const { store, authenticate, ttlSeconds = 300, timeoutMs = 5_000, reuse = 'reject' } = options;
  const { generateToken, clock = Date.now, onEvent, onError = () => {} } = options;
  const { namespace = 'short-token', secret } = options;
  checkStore(store);
  for (const [name, value] of Object.entries({ authenticate, clock, onError })) {
    checkFunction(name, value);
  }
  if (onEvent !== undefined) checkFunction('onEvent', onEvent);
  checkWhole('ttlSeconds', ttlSeconds, MAX_TTL_SECONDS);
  checkWhole('timeoutMs', timeoutMs, MAX_TIMEOUT_MS);
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
    ...{ store, authenticate, reuse, timeoutMs, clock, onEvent, onError, namespace },
    ttlMs: ttlSeconds * 1000,
    secrets: checkedSecrets(secret),
    generateToken: generateToken ?? createTokenFactory(),
  };
}

function checkedSecrets(secret: IssuerOptions['secret']): readonly (string | undefined)[] {
  if (secret === undefined) return [undefined];
  const secrets: readonly unknown[] = typeof secret === 'string' ? [secret] : secret;
  if (!Array.isArray(secrets) || secrets.length === 0) {
    throw new TypeError('secret must be a string or a list of them.');
  }
  for (const value of secrets) {
    if (typeof value !== 'string')
      throw new TypeError('secret must be a string or a list of them.');
    if (value.length < MIN_SECRET_LENGTH) {
      throw new RangeError(`secret must have at least ${MIN_SECRET_LENGTH} characters.`);
    }
  }
  return [...secrets];
}

function checkFunction(name: string, value: unknown): void {
  if (typeof value !== 'function') throw new TypeError(`${name} must be a function.`);
}

function checkWhole(name: string, value: number, most: number): void {
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number.`);
  if (!Number.isInteger(value) || value < 1 || value > most) {
    throw new RangeError(`${name} must be a whole number from 1 to ${most}.`);
  }
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
