/** Shortest short token that the reference issuer mints, in characters. */
export const MIN_TOKEN_LENGTH = 18;

/** Longest short token that anybody may have minted, in characters. */
export const MAX_TOKEN_LENGTH = 512;

/** Longest bearer, in characters: what servers take in an `Authorization` header. */
export const MAX_BEARER_LENGTH = 16_384;
