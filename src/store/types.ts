/** What became of a `create`. */
export type CreateOutcome = 'created' | 'exists' | 'full';

/** What became of a `claim`. */
export type ClaimOutcome =
  | {
      /** `first` for the redeemer that wins, `again` when the same one asks once more. */
      readonly state: 'first' | 'again';
      /** What `create` was given. */
      readonly envelope: string;
    }
  | {
      /** Another redeemer has it. */
      readonly state: 'taken';
      /** Refused claims on this id so far, from 1. */
      readonly replays: number;
    }
  | {
      /** There is no live entry. */
      readonly state: 'absent';
    };

/** A live entry as `read` shows it. */
export interface StoredEntry {
  /** What `create` was given. */
  readonly envelope: string;
  /** Whether somebody has claimed it. */
  readonly claimed: boolean;
}

/**
 * Where an issuer keeps what it issued. A store never sees a token: ids are base64url text of 43
 * characters that is derived from one, envelopes are sealed base64url text of up to 33,000
 * characters, and redeemers are base64url text of up to 43.
 *
 * Every method rejects with `StoreUnavailableError` when the store cannot answer for certain.
 * Absence is a statement ("there is no live entry"), never a way to report a failure: a lagging
 * replica must not answer.
 *
 * @example
 * import type { ShortTokenStore } from '@mileapp/custom-module-url/store';
 * export function createMyStore(): ShortTokenStore { … }
 * @see describeShortTokenStore in `./testing`, which tests these promises
 */
export interface ShortTokenStore {
  /**
   * Keeps `envelope` under `id` for `ttlMs` milliseconds, atomically; never overwrites a live
   * entry and never evicts one to make room.
   *
   * @param options.ttlMs - whole milliseconds, at least 1
   * @throws RangeError for a `ttlMs` that is not such a number
   */
  create(id: string, envelope: string, options: { readonly ttlMs: number }): Promise<CreateOutcome>;
  /** A live entry, or `null`. Does not consume it and does not extend its life. */
  read(id: string): Promise<StoredEntry | null>;
  /**
   * Takes the entry for `by`, atomically. The first `by` wins; the same `by` gets the same answer
   * again for as long as the entry lives, so a lost reply can be asked for once more.
   */
  claim(id: string, by: string): Promise<ClaimOutcome>;
  /** Removes a live entry, claimed or not; tells whether there was one. */
  revoke(id: string): Promise<boolean>;
  /** Lets go of what the store opened itself; safe to call twice. */
  close?(): Promise<void>;
}
