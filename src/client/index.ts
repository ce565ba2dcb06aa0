export type {
  GeneratedToken,
  RefusedToken,
  ResolvedIdentity,
  ResolveResult,
} from '../token/types.ts';
export type {
  CustomModule,
  CustomModuleChanges,
  CustomModuleConfiguration,
  CustomModuleDraft,
  CustomModuleType,
} from '../wire/custom-module.ts';
export {
  CustomModuleError,
  type CustomModuleErrorCode,
  isCustomModuleError,
} from '../wire/custom-module-error.ts';
export {
  isShortTokenError,
  type RuntimeCause,
  ShortTokenError,
  type ShortTokenErrorCode,
  type ShortTokenErrorDetails,
} from '../wire/short-token-error.ts';
export {
  type CustomModuleCallOptions,
  type CustomModuleClient,
  type CustomModuleClientEvent,
  type CustomModuleClientOptions,
  createCustomModuleClient,
} from './create-custom-module-client.ts';
export {
  createShortTokenClient,
  type GenerateOptions,
  type ResolveOptions,
  type ShortTokenClient,
} from './create-short-token-client.ts';
export type {
  BearerSource,
  CallOptions,
  FetchHeaders,
  FetchInit,
  FetchLike,
  FetchResponse,
  ShortTokenClientEvent,
  ShortTokenClientOptions,
} from './options.ts';
export { type CustomModuleReading, readCustomModule } from './read-answer.ts';
