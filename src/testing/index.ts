export {
  describeShortTokenStore,
  type MakeStore,
  type StoreCapabilities,
  type StoreRequest,
  type StoreTestRunner,
} from './describe-short-token-store.ts';
export { type HttpResponseLike, type Scenario, scenarios } from './scenarios.ts';
export {
  type HttpLike,
  type JournalEntry,
  type ShortTokenHandlers,
  type ShortTokenHandlersOptions,
  shortTokenHandlers,
} from './short-token-handlers.ts';
