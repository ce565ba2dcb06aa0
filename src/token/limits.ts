/** Shortest short token that the reference issuer generates, in characters. */
export const MIN_TOKEN_LENGTH = 18;

/** Longest short token that is accepted from anyone, in characters. */
export const MAX_TOKEN_LENGTH = 512;

/** Longest bearer, in characters: what servers accept in an `Authorization` header. */
export const MAX_BEARER_LENGTH = 16_384;
