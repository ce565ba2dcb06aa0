import { StoreUnavailableError } from '../store/store-unavailable-error.ts';
import type { ClaimOutcome, ShortTokenStore } from '../store/types.ts';
import type { BearerRevocation } from './bearer-revocation.ts';
import type { Derivation, DerivedToken } from './derive.ts';
import type { Envelopes, SealedIdentity } from './envelope.ts';
import type { RefusalReason } from './events.ts';
import type { ReusePolicy } from './options.ts';
import { redeemerFor } from './redeemer.ts';

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
  claim(shortToken: string, idempotencyKey: string | undefined): Promise<ClaimedEntry>;
  /** Leaves it as it is; refuses it when it is redeemed. */
  read(shortToken: string): Promise<FoundEntry>;
}

// Beyond this, a store that calls an entry live and a clock that calls it over disagree too much.
const MAX_CLOCK_DIFFERENCE_MS = 60_000;
const ABSENT: ClaimOutcome = { state: 'absent' };

/** Makes the lookup of an issuer. */
export function createFindEntry(parts: {
  readonly store: Pick<ShortTokenStore, 'claim' | 'read'>;
  readonly derivations: readonly Derivation[];
  readonly envelopes: Envelopes;
  readonly revocation: BearerRevocation;
  readonly clock: () => number;
  readonly reuse: ReusePolicy;
}): FindEntry {
  const { store, derivations, envelopes, revocation, clock, reuse } = parts;

  async function find(
    shortToken: string,
    ask: (id: string) => Promise<ClaimOutcome>,
  ): Promise<ClaimedEntry> {
    let firstId: string | undefined;
    for (const derivation of derivations) {
      const token = derivation.token(shortToken);
      firstId ??= token.id;
      const outcome = await ask(token.id);
      if (outcome.state === 'taken') return { id: token.id, ...outcome };
      if (outcome.state !== 'absent') return open(token, outcome.state, outcome.envelope);
    }
    return { id: firstId ?? '', state: 'refused', reason: 'absent' };
  }

  async function open(
    token: DerivedToken,
    state: 'first' | 'again',
    envelope: string,
  ): Promise<FoundEntry> {
    const { id } = token;
    const identity = envelopes.open(token, envelope);
    if (identity === null) {
      throw new StoreUnavailableError(
        'store_unavailable',
        'The store holds an entry that this issuer did not seal; look at namespace and version.',
      );
    }
    const overdueMs = clock() - identity.expiresAtMs;
    if (overdueMs > MAX_CLOCK_DIFFERENCE_MS) {
      throw new StoreUnavailableError(
        'store_unavailable',
        "The store holds a token as live that is long over by this process's clock; set the clocks.",
      );
    }
    if (overdueMs >= 0) return { id, state: 'refused', reason: 'expired' };
    const isRevoked = await revocation.isRevoked(identity.bearerToken);
    return isRevoked ? { id, state: 'refused', reason: 'revoked' } : { id, state, identity };
  }

  async function readLive(id: string): Promise<ClaimOutcome> {
    const entry = await store.read(id);
    return entry === null || entry.claimed ? ABSENT : { state: 'first', envelope: entry.envelope };
  }

  return {
    claim: (shortToken, idempotencyKey) =>
      reuse === 'reject'
        ? find(shortToken, (id) => store.claim(id, redeemerFor(id, idempotencyKey)))
        : find(shortToken, readLive),
    read: (shortToken) => find(shortToken, readLive) as Promise<FoundEntry>,
  };
}
