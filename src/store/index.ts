export {
  isStoreUnavailableError,
  StoreUnavailableError,
  type StoreUnavailableErrorCode,
} from './store-unavailable-error.ts';
export type { ClaimOutcome, CreateOutcome, ShortTokenStore } from './types.ts';
