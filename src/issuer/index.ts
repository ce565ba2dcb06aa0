export {
  isStoreUnavailableError,
  StoreUnavailableError,
  type StoreUnavailableErrorCode,
} from '../store/store-unavailable-error.ts';
export type { ClaimOutcome, CreateOutcome, ShortTokenStore, StoredEntry } from '../store/types.ts';
export {
  isShortTokenError,
  ShortTokenError,
  type ShortTokenErrorCode,
} from '../wire/short-token-error.ts';
export type { IssuerCount } from './counters.ts';
export { createIssuer } from './create-issuer.ts';
export type {
  BearerRejection,
  IssuerEvent,
  IssuerObserver,
  IssuerOperation,
  IssuerPart,
  RefusalReason,
} from './events.ts';
export type { CorsOptions } from './http/cors.ts';
export { createIssuerHandler, type IssuerHandler } from './http/create-issuer-handler.ts';
export {
  createIssuerNodeListener,
  type IssuerNodeListener,
} from './http/create-issuer-node-listener.ts';
export type { IssuerHandlerOptions } from './http/options.ts';
export type { LimitedCall, RequestLimiter } from './http/rate-limiter.ts';
export type { CallOptions, Issuer, PeekedToken } from './issuer.ts';
export type {
  AuthenticateBearer,
  AuthenticatedUser,
  IssuerOptions,
  ReusePolicy,
} from './options.ts';
