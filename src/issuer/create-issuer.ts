import {
  isStoreUnavailableError,
  StoreUnavailableError,
} from '../store/store-unavailable-error.ts';
import type { ClaimOutcome, CreateOutcome } from '../store/types.ts';
import { isBearer, isShortToken } from '../token/characters.ts';
import { REFUSED, resolvedIdentity } from '../token/identity.ts';
import type { GeneratedToken, ResolveResult } from '../token/types.ts';
import { isShortTokenError, ShortTokenError } from '../wire/short-token-error.ts';
import { throwIfAborted, untilAborted } from './abort.ts';
import { bearerExpiryMs } from './bearer-expiry.ts';
import { mintedToken } from './check-entropy.ts';
import { createDerivation, type DerivedToken } from './derive.ts';
import { createEnvelopes, type SealedIdentity } from './envelope.ts';
import { tokenDigest } from './events.ts';
import { type AuthenticatedUser, checkedOptions, type IssuerOptions } from './options.ts';
import { quietObserver } from './quiet-observer.ts';
import { redeemerFor } from './redeemer.ts';

/** Generates short tokens for bearers, and resolves them once. */
export interface Issuer {
  /**
   * Mints a short token for the owner of a bearer.
   *
   * @param request.bearer - the credential itself, without `Bearer `
   * @throws ShortTokenError `bearer_rejected`, `upstream_error` (authenticate failed), `aborted`
   * @throws StoreUnavailableError `store_full`, `store_unavailable`
   */
  generate(request: {
    readonly bearer: string;
    readonly signal?: AbortSignal | undefined;
  }): Promise<GeneratedToken>;
  /**
   * Redeems a short token. Every refusal is the same value; an outage is thrown.
   *
   * @param options.idempotencyKey - names the redeemer: the same key gets the same answer again; a
   *   call without one is a redeemer of its own
   * @throws StoreUnavailableError `store_unavailable`
   * @throws ShortTokenError `aborted`
   */
  resolve(
    shortToken: string,
    options?: {
      readonly idempotencyKey?: string | undefined;
      readonly signal?: AbortSignal | undefined;
    },
  ): Promise<ResolveResult>;
}

const MAX_ID_LENGTH = 1024;
const MAX_COLLISIONS = 8;
const ABSENT: ClaimOutcome = { state: 'absent' };

/**
 * Makes an issuer over a store that only ever sees derived ids and sealed envelopes.
 *
 * @param options - see {@link IssuerOptions} for units and bounds
 * @throws TypeError or RangeError for an option that cannot work
 * @example
 * const issuer = createIssuer({ store: createMemoryStore(), authenticate: whoIs });
 * const { shortToken } = await issuer.generate({ bearer });
 * const result = await issuer.resolve(shortToken);
 */
export function createIssuer(options: IssuerOptions): Issuer {
  const settings = checkedOptions(options);
  const { store, authenticate, ttlMs, reuse, generateToken, clock, namespace } = settings;
  const notify = settings.onEvent && quietObserver(settings.onEvent);
  const derive = createDerivation(namespace);
  const envelopes = createEnvelopes(namespace);

  async function keep(identity: SealedIdentity, lifeMs: number): Promise<[string, DerivedToken]> {
    for (let collisions = 0; collisions < MAX_COLLISIONS; collisions += 1) {
      const shortToken = mintedToken(generateToken);
      const token = derive(shortToken);
      const envelope = envelopes.seal(token, identity);
      let outcome: CreateOutcome;
      try {
        outcome = await store.create(token.id, envelope, { ttlMs: lifeMs });
      } catch (error) {
        throw storeFailure(error);
      }
      if (outcome === 'created') return [shortToken, token];
      if (outcome === 'full') {
        throw new StoreUnavailableError('store_full', 'The store is full of live tokens.');
      }
    }
    throw new StoreUnavailableError(
      'store_unavailable',
      `${MAX_COLLISIONS} fresh tokens in a row were taken already; look at generateToken.`,
    );
  }

  async function lookUp(id: string, idempotencyKey: string | undefined): Promise<ClaimOutcome> {
    try {
      if (reuse === 'reject') return await store.claim(id, redeemerFor(id, idempotencyKey));
      const envelope = await store.read(id);
      return envelope === null ? ABSENT : { state: 'first', envelope };
    } catch (error) {
      throw storeFailure(error);
    }
  }

  // Few async functions: each costs two turns and some hundred bytes, and this is every call.
  return {
    async generate({ bearer, signal }) {
      if (typeof bearer !== 'string') throw new TypeError('bearer must be a string.');
      if (!isBearer(bearer)) throw bearerRejected();
      throwIfAborted(signal);
      let user: AuthenticatedUser | null;
      try {
        user = await untilAborted(authenticate(bearer, { signal }), signal);
      } catch (error) {
        throw upstreamFailure(error);
      }
      if (user === null) throw bearerRejected();
      checkUser(user);
      const { userId, organizationId } = user;
      const now = clock();
      const expiresAtMs = Math.floor(Math.min(now + ttlMs, bearerExpiryMs(bearer)));
      const lifeMs = Math.floor(expiresAtMs - now);
      if (lifeMs < 1) throw bearerRejected();
      const identity = { bearerToken: bearer, userId, organizationId, expiresAtMs };
      const [shortToken, { id }] = await untilAborted(keep(identity, lifeMs), signal);
      const expiresAt = new Date(expiresAtMs);
      notify?.({
        type: 'generated',
        tokenDigest: tokenDigest(id),
        userId,
        organizationId,
        expiresAt,
      });
      return { shortToken, expiresAt };
    },

    async resolve(shortToken, { idempotencyKey, signal } = {}) {
      if (!isShortToken(shortToken)) {
        notify?.({ type: 'refused', reason: 'malformed' });
        return REFUSED;
      }
      checkIdempotencyKey(idempotencyKey);
      throwIfAborted(signal);
      const token = derive(shortToken);
      const { id } = token;
      const found = await untilAborted(lookUp(id, idempotencyKey), signal);
      if (found.state === 'taken') {
        notify?.({ type: 'replayed', tokenDigest: tokenDigest(id), replays: found.replays });
        return REFUSED;
      }
      if (found.state === 'absent') {
        notify?.({ type: 'refused', reason: 'absent', tokenDigest: tokenDigest(id) });
        return REFUSED;
      }
      const identity = envelopes.open(token, found.envelope);
      if (identity === null) {
        throw new StoreUnavailableError(
          'store_unavailable',
          'The store holds an entry that this issuer did not seal; look at namespace and version.',
        );
      }
      if (clock() >= identity.expiresAtMs) {
        notify?.({ type: 'refused', reason: 'expired', tokenDigest: tokenDigest(id) });
        return REFUSED;
      }
      const { userId, organizationId } = identity;
      const again = found.state === 'again';
      notify?.({ type: 'resolved', tokenDigest: tokenDigest(id), userId, organizationId, again });
      return resolvedIdentity(identity);
    },
  };
}

/** Passes our own errors on and replaces any other: its text may quote the bearer. */
function upstreamFailure(error: unknown): ShortTokenError {
  if (isShortTokenError(error)) return error;
  const message = 'The bearer could not be checked.';
  return new ShortTokenError('upstream_error', message, { retryable: true });
}

/** Passes our own errors on and replaces any other: its text may quote a key or a value. */
function storeFailure(error: unknown): StoreUnavailableError {
  if (isStoreUnavailableError(error)) return error;
  return new StoreUnavailableError('store_unavailable', 'The store failed to answer.');
}

function bearerRejected(): ShortTokenError {
  return new ShortTokenError('bearer_rejected', 'The bearer is missing, dead or unknown.');
}

function checkIdempotencyKey(key: string | undefined): void {
  if (key === undefined) return;
  if (typeof key !== 'string') throw new TypeError('idempotencyKey must be a string.');
  if (key.length === 0) throw new RangeError('idempotencyKey must hold at least one character.');
}

function checkUser(user: AuthenticatedUser): void {
  for (const field of ['userId', 'organizationId'] as const) {
    const value: unknown = user?.[field];
    if (typeof value !== 'string') {
      throw new TypeError(`authenticate must give null or an object with a string ${field}.`);
    }
    if (value.length < 1 || value.length > MAX_ID_LENGTH || !isWellFormed(value)) {
      throw new RangeError(
        `${field} must be 1 to ${MAX_ID_LENGTH} characters of well-formed text.`,
      );
    }
  }
}

// UTF-8 has no lone surrogates: such an id would come back as another one.
function isWellFormed(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    if ((text.charCodeAt(i) & 0xf800) !== 0xd800) continue;
    if ((text.codePointAt(i) as number) <= 0xffff) return false;
    i += 1;
  }
  return true;
}
