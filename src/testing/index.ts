export {
  type CustomModuleHandlers,
  type CustomModuleHandlersOptions,
  customModuleHandlers,
  type ModuleHttpLike,
  type ModuleRequest,
} from './custom-module-handlers.ts';
export { describeShortTokenStore } from './describe-short-token-store.ts';
export { fakeIdentity } from './fake-identity.ts';
export { type FakeSession, fakeSession } from './fake-session.ts';
export type { FailOptions, HandlerControls, JournalEntry } from './handler-script.ts';
export { type HttpResponseLike, type Scenario, scenarios } from './scenarios.ts';
export {
  type HttpLike,
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
