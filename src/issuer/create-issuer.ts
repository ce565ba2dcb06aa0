import { isBearer, isShortToken } from '../token/characters.ts';
import { REFUSED, resolvedIdentity } from '../token/identity.ts';
import { askWhoIs, bearerRejected } from './ask-who-is.ts';
import { bearerExpiryMs } from './bearer-expiry.ts';
import { createBearerRevocation } from './bearer-revocation.ts';
import { checkedStore } from './checked-store.ts';
import { createCounters } from './counters.ts';
import { createDerivation } from './derive-from-token.ts';
import { createEnvelopes } from './envelope.ts';
import {
  type BearerRejection,
  type IssuerEvent,
  type RefusalReason,
  tokenDigest,
} from './events.ts';
import { createFindEntry } from './find-entry.ts';
import { issueUnique } from './issue-unique.ts';
import type { Issuer } from './issuer.ts';
import { checkedOptions, type IssuerOptions } from './options.ts';
import { quietObserver } from './quiet-observer.ts';
import { createOperationRunner } from './run-operations.ts';

/**
 * Makes an issuer over a store that only ever sees derived ids and sealed envelopes.
 *
 * @param options - see {@link IssuerOptions} for units and bounds
 * @returns an issuer that holds nothing open of its own
 * @throws TypeError or RangeError for an option that cannot work
 * @example
 * const issuer = createIssuer({ store: createMemoryStore(), authenticate: whoIs });
 * const { shortToken } = await issuer.generate({ bearer });
 * const result = await issuer.resolve(shortToken);
 */
export function createIssuer(options: IssuerOptions): Issuer {
  const settings = checkedOptions(options);
  const { authenticate, ttlMs, reuse, timeoutMs, clock, namespace } = settings;
  const onError = quietObserver(settings.onError);
  const store = checkedStore(settings.store, onError);
  const counters = createCounters();
  const notify = settings.onEvent && quietObserver(settings.onEvent);
  const derivations = settings.secrets.map((secret) => createDerivation(namespace, secret));
  const envelopes = createEnvelopes(namespace);
  const revocation = createBearerRevocation(store, derivations, ttlMs + 2 * timeoutMs);
  const operations = createOperationRunner(timeoutMs, report, onError);
  const findEntry = createFindEntry({ store, derivations, envelopes, revocation, clock, reuse });
  let closing: Promise<void> | undefined;

  function report(event: IssuerEvent): void {
    counters.add(event);
    notify?.(event);
  }

  function rejected(reason: BearerRejection): Error {
    report({ type: 'bearer_rejected', reason });
    return bearerRejected();
  }

  function refused(operation: 'resolve' | 'peek', reason: RefusalReason, id?: string) {
    const digest = id === undefined ? {} : { tokenDigest: tokenDigest(id) };
    report({ type: 'refused', operation, reason, ...digest });
    return REFUSED;
  }

  return {
    generate: ({ bearer, signal }) =>
      operations.run('generate', signal, async (running) => {
        if (typeof bearer !== 'string') throw new TypeError('bearer must be a string.');
        if (!isBearer(bearer)) throw rejected('malformed');
        running.part = 'authenticate';
        const user = await askWhoIs(authenticate, bearer, running.limit, onError);
        if (user === null) throw rejected('unknown');
        const now = clock();
        const expiresAtMs = Math.floor(Math.min(now + ttlMs, bearerExpiryMs(bearer)));
        const lifeMs = Math.floor(expiresAtMs - now);
        if (lifeMs < 1) throw rejected('expired');
        running.part = 'store';
        const bearerIds = revocation.idsOf(bearer);
        if (await revocation.isRevoked(running.limit, bearerIds)) throw rejected('revoked');
        const { userId, organizationId } = user;
        const bearerId = bearerIds[0] as string;
        const identity = { bearerToken: bearer, bearerId, userId, organizationId, expiresAtMs };
        const [shortToken, id] = await issueUnique(settings.generateToken, (minted) => {
          const token = (derivations[0] as (typeof derivations)[number]).token(minted);
          const envelope = envelopes.seal(token, identity);
          return [token.id, store.create(running.limit, token.id, envelope, lifeMs)];
        });
        const expiresAt = new Date(expiresAtMs);
        const digest = tokenDigest(id);
        report({ type: 'generated', tokenDigest: digest, userId, organizationId, expiresAt });
        return { shortToken, expiresAt };
      }),

    resolve: (shortToken, { idempotencyKey, signal } = {}) =>
      operations.run('resolve', signal, async ({ limit }) => {
        if (!isShortToken(shortToken)) return refused('resolve', 'malformed');
        checkIdempotencyKey(idempotencyKey);
        const found = await findEntry.claim(limit, shortToken, idempotencyKey);
        const digest = tokenDigest(found.id);
        if (found.state === 'taken') {
          report({ type: 'replayed', tokenDigest: digest, replays: found.replays });
          return REFUSED;
        }
        if (found.state === 'refused') return refused('resolve', found.reason, found.id);
        const { userId, organizationId } = found.identity;
        const again = found.state === 'again';
        report({ type: 'resolved', tokenDigest: digest, userId, organizationId, again });
        return resolvedIdentity(found.identity);
      }),

    peek: (shortToken, { signal } = {}) =>
      operations.run('peek', signal, async ({ limit }) => {
        if (!isShortToken(shortToken)) return refused('peek', 'malformed');
        const found = await findEntry.read(limit, shortToken);
        if (found.state === 'refused') return refused('peek', found.reason, found.id);
        report({ type: 'peeked', tokenDigest: tokenDigest(found.id) });
        const { userId, organizationId, expiresAtMs } = found.identity;
        return { ok: true, userId, organizationId, expiresAt: new Date(expiresAtMs) };
      }),

    revoke: (shortToken, { signal } = {}) =>
      operations.run('revoke', signal, async ({ limit }) => {
        if (!isShortToken(shortToken)) return false;
        const ids = derivations.map((derivation) => derivation.token(shortToken).id);
        const outcomes = await Promise.all(ids.map((id) => store.revoke(limit, id)));
        const found = outcomes.includes(true);
        report({ type: 'revoked', tokenDigest: tokenDigest(ids[0] as string), found });
        return found;
      }),

    revokeBearer: (bearer, { signal } = {}) =>
      operations.run('revokeBearer', signal, async ({ limit }) => {
        if (!isBearer(bearer)) throw new TypeError('bearer must be visible ASCII characters.');
        await revocation.revoke(limit, bearer);
        report({ type: 'bearer_revoked' });
      }),

    counts: () => counters.read(),

    close() {
      closing ??= operations.drain().then(() => settings.store.close?.());
      return closing;
    },
  };
}

function checkIdempotencyKey(key: string | undefined): void {
  if (key === undefined) return;
  if (typeof key !== 'string') throw new TypeError('idempotencyKey must be a string.');
  if (key.length === 0) throw new RangeError('idempotencyKey must hold at least one character.');
}
