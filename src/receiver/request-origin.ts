import type { HeaderReader } from './request-kind.ts';

/**
 * Whether a post comes from a page of the service itself, or of one of these other origins. A missing
 * `Origin` is not a pass: every browser sends one with a post.
 *
 * @param origin - the service's own, as browsers see it
 * @see https://fetch.spec.whatwg.org/#origin-header and https://www.w3.org/TR/fetch-metadata/
 */
export function isTrustedPost(
  header: HeaderReader,
  origin: string,
  others: readonly string[] = [],
): boolean {
  const from = header('origin');
  if (!from) return false;
  // Scripts cannot set this one; behind a proxy or in development, the configured origin is another.
  if (header('sec-fetch-site') === 'same-origin') return true;
  return from === origin || others.includes(from);
}
