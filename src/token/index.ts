export {
  createTokenFactory,
  MIN_TOKEN_ENTROPY_BITS,
  TOKEN_ALPHABET,
  type TokenFactoryOptions,
} from './generate-token.ts';
export type {
  GeneratedToken,
  RefusedToken,
  ResolvedIdentity,
  ResolveResult,
  SuppliedToken,
  TokenGenerator,
  TokenRequest,
} from './types.ts';
