export { createTokenFactory, type TokenFactoryOptions } from './generate-token.ts';
export type {
  GeneratedToken,
  RefusedToken,
  ResolvedIdentity,
  ResolveResult,
  SuppliedToken,
  TokenGenerator,
  TokenRequest,
} from './types.ts';
