export { createIssuer, type Issuer } from './create-issuer.ts';
export { createIssuerHandler, type IssuerHandler } from './create-issuer-handler.ts';
export type { IssuerEvent, IssuerObserver, RefusalReason } from './events.ts';
export type { HeaderLookup } from './exchange.ts';
export type { IssuerHandlerOptions } from './http-core.ts';
export type { LimitedCall, RequestLimiter } from './limiter.ts';
export type {
  AuthenticateBearer,
  AuthenticatedUser,
  IssuerOptions,
  ReusePolicy,
} from './options.ts';
export { type IssuerNodeListener, toNodeListener } from './to-node-listener.ts';
