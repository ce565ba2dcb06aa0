import {
  isStoreUnavailableError,
  StoreUnavailableError,
} from '../store/store-unavailable-error.ts';
import type { ClaimOutcome, ShortTokenStore } from '../store/types.ts';

const CREATE_OUTCOMES = new Set<unknown>(['created', 'exists', 'full']);

/**
 * Wraps a store so that it gives nothing but documented outcomes and rejects with nothing but
 * `StoreUnavailableError`: an outcome of another kind is a bug in the store, and an outage.
 *
 * @param onError - told what the store itself threw, which may quote a key or a value
 */
export function checkedStore(
  store: ShortTokenStore,
  onError: (error: unknown) => void,
): Omit<ShortTokenStore, 'close'> {
  async function ask<T>(
    method: string,
    call: () => Promise<T>,
    isOutcome: (outcome: T) => boolean,
  ): Promise<T> {
    let outcome: T;
    try {
      outcome = await call();
    } catch (error) {
      onError(error);
      if (isStoreUnavailableError(error)) throw error;
      throw new StoreUnavailableError('store_unavailable', 'The store failed to answer.', error);
    }
    if (isOutcome(outcome)) return outcome;
    const message = `store.${method} gave an outcome that it has no right to.`;
    const error = new StoreUnavailableError('store_unavailable', message);
    onError(error);
    throw error;
  }
  return {
    create: (id, envelope, options) =>
      ask(
        'create',
        () => store.create(id, envelope, options),
        (outcome) => CREATE_OUTCOMES.has(outcome),
      ),
    read: (id) =>
      ask(
        'read',
        () => store.read(id),
        (entry) =>
          entry === null || (isText(entry?.envelope) && typeof entry.claimed === 'boolean'),
      ),
    claim: (id, by) => ask('claim', () => store.claim(id, by), isClaimOutcome),
    revoke: (id) =>
      ask(
        'revoke',
        () => store.revoke(id),
        (found) => typeof found === 'boolean',
      ),
  };
}

function isClaimOutcome(outcome: ClaimOutcome): boolean {
  switch (outcome?.state) {
    case 'first':
    case 'again':
      return isText(outcome.envelope);
    case 'taken':
      return Number.isSafeInteger(outcome.replays);
    default:
      return outcome?.state === 'absent';
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
