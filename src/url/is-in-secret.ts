const EMPTY = /^$/;

/**
 * Whether an expression finds something in a secret, which leaves nothing of it behind.
 *
 * Engines keep the last text in which an expression found something within reach (`RegExp.input`);
 * the empty text takes its place. A text without a find is not kept.
 *
 * @see https://github.com/tc39/proposal-regexp-legacy-features
 */
export function isInSecret(pattern: RegExp, secret: string): boolean {
  return pattern.test(secret) && EMPTY.test('');
}
