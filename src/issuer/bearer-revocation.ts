import { StoreUnavailableError } from '../store/store-unavailable-error.ts';
import type { ShortTokenStore } from '../store/types.ts';
import type { Derivation } from './derive.ts';

/** Remembers which bearers are revoked, for as long as a token of theirs may live. */
export interface BearerRevocation {
  revoke(bearer: string): Promise<void>;
  isRevoked(bearer: string): Promise<boolean>;
}

const REVOKED = 'revoked';

/**
 * A revoked bearer is an entry of its own, named by a digest, that outlives every token issued
 * before: one write that covers all of them, on a cluster too, and a token that is being issued at
 * the same moment as well. A list of tokens by bearer could do neither.
 *
 * @param lifeMs - longest life of a token and of a generate under way
 */
export function createBearerRevocation(
  store: Pick<ShortTokenStore, 'create' | 'read'>,
  derivations: readonly Derivation[],
  lifeMs: number,
): BearerRevocation {
  return {
    async revoke(bearer) {
      for (const { bearerId } of derivations) {
        const outcome = await store.create(bearerId(bearer), REVOKED, { ttlMs: lifeMs });
        if (outcome === 'full') {
          throw new StoreUnavailableError('store_full', 'The store has no room for a revocation.');
        }
      }
    },
    async isRevoked(bearer) {
      for (const { bearerId } of derivations) {
        if ((await store.read(bearerId(bearer))) !== null) return true;
      }
      return false;
    },
  };
}
