export { describeShortTokenStore } from './describe-short-token-store.ts';
export { type HttpResponseLike, type Scenario, scenarios } from './scenarios.ts';
export {
  type HttpLike,
  type JournalEntry,
  type ShortTokenHandlers,
  type ShortTokenHandlersOptions,
  shortTokenHandlers,
} from './short-token-handlers.ts';
export type {
  MakeStore,
  StoreCapabilities,
  StoreRequest,
  StoreTestRunner,
} from './store-contract/types.ts';
