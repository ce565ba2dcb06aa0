import { StoreUnavailableError } from '../store/store-unavailable-error.ts';
import type { CheckedStore } from './checked-store.ts';
import type { Derivation } from './derive-from-token.ts';
import type { TimeLimit } from './time-limit.ts';

/** Remembers which bearers are revoked, for as long as a token of theirs may live. */
export interface BearerRevocation {
  /** The names of a bearer, one for each secret; the first secret's comes first. */
  idsOf(bearer: string): readonly string[];
  revoke(limit: TimeLimit, bearer: string): Promise<void>;
  isRevoked(limit: TimeLimit, ids: readonly string[]): Promise<boolean>;
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
  store: Pick<CheckedStore, 'create' | 'read'>,
  derivations: readonly Derivation[],
  lifeMs: number,
): BearerRevocation {
  const idsOf = (bearer: string) => derivations.map(({ bearerId }) => bearerId(bearer));
  return {
    idsOf,
    async revoke(limit, bearer) {
      for (const id of idsOf(bearer)) {
        const outcome = await store.create(limit, id, REVOKED, lifeMs);
        if (outcome === 'full') {
          throw new StoreUnavailableError('store_full', 'The store has no room for a revocation.');
        }
      }
    },
    async isRevoked(limit, ids) {
      for (const id of ids) if ((await store.read(limit, id)) !== null) return true;
      return false;
    },
  };
}
