import {
  isStoreUnavailableError,
  StoreUnavailableError,
} from '../store/store-unavailable-error.ts';
import type { ClaimOutcome, CreateOutcome, ShortTokenStore, StoredEntry } from '../store/types.ts';
import type { TimeLimit } from './time-limit.ts';

/** A store behind a time limit that gives nothing but documented outcomes. */
export interface CheckedStore {
  create(limit: TimeLimit, id: string, envelope: string, ttlMs: number): Promise<CreateOutcome>;
  read(limit: TimeLimit, id: string): Promise<StoredEntry | null>;
  claim(limit: TimeLimit, id: string, by: string): Promise<ClaimOutcome>;
  revoke(limit: TimeLimit, id: string): Promise<boolean>;
}

/**
 * Wraps a store so that it rejects with nothing but `StoreUnavailableError` and what ends a time
 * limit: an outcome of another kind is a bug in the store, and an outage.
 *
 * @param onError - told what the store itself threw, which may quote a key or a value
 */
export function checkedStore(
  store: ShortTokenStore,
  onError: (error: unknown) => void,
): CheckedStore {
  function ask<T>(
    limit: TimeLimit,
    method: string,
    isOutcome: (outcome: T) => boolean,
    call: () => Promise<T>,
  ): Promise<T> {
    const check = (outcome: T): T => {
      if (isOutcome(outcome)) return outcome;
      const message = `store.${method} gave an outcome that it has no right to.`;
      const error = new StoreUnavailableError('store_unavailable', message);
      onError(error);
      throw error;
    };
    return limit.wait(call, check, failed);
  }

  function failed(error: unknown): StoreUnavailableError {
    onError(error);
    if (isStoreUnavailableError(error)) return error;
    return new StoreUnavailableError('store_unavailable', 'The store failed to answer.', error);
  }

  return {
    create: (limit, id, envelope, ttlMs) =>
      ask(limit, 'create', isCreateOutcome, () => store.create(id, envelope, { ttlMs })),
    read: (limit, id) => ask(limit, 'read', isEntryOrNull, () => store.read(id)),
    claim: (limit, id, by) => ask(limit, 'claim', isClaimOutcome, () => store.claim(id, by)),
    revoke: (limit, id) => ask(limit, 'revoke', isBoolean, () => store.revoke(id)),
  };
}

function isCreateOutcome(outcome: CreateOutcome): boolean {
  return outcome === 'created' || outcome === 'exists' || outcome === 'full';
}

function isEntryOrNull(entry: StoredEntry | null): boolean {
  return entry === null || (isText(entry?.envelope) && isBoolean(entry.claimed));
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

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
