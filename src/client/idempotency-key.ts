/**
 * A key under which a server recognizes the repetition of one call. It must not be guessable, since
 * whoever has it gets the answer again; so a runtime without a secure random source sends none.
 */
export function newIdempotencyKey(): string | undefined {
  const { crypto } = globalThis;
  // Pages over plain http have the second only; it takes several times as long.
  return crypto?.randomUUID?.() ?? crypto?.getRandomValues?.(new Uint32Array(4)).join('-');
}
