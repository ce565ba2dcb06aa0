export {
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
export {
  createShortTokenClient,
  type GenerateOptions,
  type ResolveOptions,
  type ShortTokenClient,
} from './create-short-token-client.ts';
export type { BearerSource, ShortTokenClientEvent, ShortTokenClientOptions } from './options.ts';
