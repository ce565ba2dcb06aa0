import { StoreUnavailableError } from '../store/store-unavailable-error.ts';
import type { ClaimOutcome } from '../store/types.ts';
import type { BearerRevocation } from './bearer-revocation.ts';
import type { CheckedStore } from './checked-store.ts';
import type { Derivation, DerivedToken } from './derive-from-token.ts';
import type { Envelopes, SealedIdentity } from './envelope.ts';
import type { RefusalReason } from './events.ts';
import type { ReusePolicy } from './options.ts';
import { redeemerFor } from './redeemer.ts';
import type { TimeLimit } from './time-limit.ts';

/** What a token led to; `id` names it in events. */
export type FoundEntry = { readonly id: string } & (
  | { readonly state: 'first' | 'again'; readonly identity: SealedIdentity }
  | { readonly state: 'refused'; readonly reason: RefusalReason }
);

/** The same, or taken by another redeemer. */
export type ClaimedEntry =
  | FoundEntry
  | { readonly id: string; readonly state: 'taken'; readonly replays: number };

/** Finds the entry of a token, whichever secret it was issued with. */
export interface FindEntry {
  /** Redeems it, unless tokens may be used again. */
  claim(
    limit: TimeLimit,
    shortToken: string,
    idempotencyKey: string | undefined,
  ): Promise<ClaimedEntry>;
  /** Leaves it as it is; refuses it when it is redeemed. */
  read(limit: TimeLimit, shortToken: string): Promise<FoundEntry>;
}

// Beyond this, a store that calls an entry live and a clock that calls it over disagree too much.
const MAX_CLOCK_DIFFERENCE_MS = 60_000;
const ABSENT: ClaimOutcome = { state: 'absent' };

/** Makes the lookup of an issuer. */
export function createFindEntry(parts: {
  readonly store: Pick<CheckedStore, 'claim' | 'read'>;
  readonly derivations: readonly Derivation[];
  readonly envelopes: Envelopes;
  readonly revocation: BearerRevocation;
  readonly clock: () => number;
  readonly reuse: ReusePolicy;
}): FindEntry {
  const { store, derivations, envelopes, revocation, clock, reuse } = parts;

  async function find(
    limit: TimeLimit,
    shortToken: string,
    ask: (id: string) => Promise<ClaimOutcome>,
  ): Promise<ClaimedEntry> {
    let firstId: string | undefined;
    for (const derivation of derivations) {
      const token = derivation.token(shortToken);
      const { id } = token;
      firstId ??= id;
      const outcome = await ask(id);
      if (outcome.state === 'absent') continue;
      if (outcome.state === 'taken') return { id, ...outcome };
      const identity = opened(token, outcome.envelope);
      if (clock() >= identity.expiresAtMs) return { id, state: 'refused', reason: 'expired' };
      if (await revocation.isRevoked(limit, bearerIdsOf(identity)))
        return { id, state: 'refused', reason: 'revoked' };
      return { id, state: outcome.state, identity };
    }
    return { id: firstId ?? '', state: 'refused', reason: 'absent' };
  }

  /** The bearer may have been revoked by an issuer that has another secret of the list. */
  function bearerIdsOf({ bearerId, bearerToken }: SealedIdentity): readonly string[] {
    return derivations.length === 1 ? [bearerId] : revocation.idsOf(bearerToken);
  }

  /** What a live entry holds; anything but that is an outage, not the token's fault. */
  function opened(token: DerivedToken, envelope: string): SealedIdentity {
    const identity = envelopes.open(token, envelope);
    if (identity === null) {
      throw new StoreUnavailableError(
        'store_unavailable',
        'The store holds an entry that this issuer did not seal; look at namespace and version.',
      );
    }
    if (clock() - identity.expiresAtMs > MAX_CLOCK_DIFFERENCE_MS) {
      throw new StoreUnavailableError(
        'store_unavailable',
        "The store holds a token as live that is long over by this process's clock; set the clocks.",
      );
    }
    return identity;
  }

  async function readLive(limit: TimeLimit, id: string): Promise<ClaimOutcome> {
    const entry = await store.read(limit, id);
    return entry === null || entry.claimed ? ABSENT : { state: 'first', envelope: entry.envelope };
  }

  return {
    claim: (limit, shortToken, idempotencyKey) =>
      find(limit, shortToken, (id) =>
        reuse === 'reject'
          ? store.claim(limit, id, redeemerFor(id, idempotencyKey))
          : readLive(limit, id),
      ),
    read: (limit, shortToken) =>
      find(limit, shortToken, (id) => readLive(limit, id)) as Promise<FoundEntry>,
  };
}
