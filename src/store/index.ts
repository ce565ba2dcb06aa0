export {
  isStoreUnavailableError,
  StoreUnavailableError,
  type StoreUnavailableErrorCode,
} from './store-unavailable-error.ts';
export type { ClaimOutcome, CreateOutcome, ShortTokenStore, StoredEntry } from './types.ts';
