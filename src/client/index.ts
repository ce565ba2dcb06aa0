export {
  CustomModuleError,
  type CustomModuleErrorCode,
  isCustomModuleError,
  isShortTokenError,
  ShortTokenError,
  type ShortTokenErrorCode,
  type ShortTokenErrorDetails,
} from '../errors.ts';
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
export type { BearerSource, ShortTokenClientEvent, ShortTokenClientOptions } from './options.ts';
