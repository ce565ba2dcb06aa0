const MAX_NAMESPACE_LENGTH = 128;

/**
 * The beginning of every key of a namespace. Percent-encoded, so that no namespace is the beginning
 * of another one's keys, makes a pattern, or puts every token into one cluster slot with a
 * `{hash tag}`.
 *
 * @param namespace - 1 to 128 characters of well-formed text
 * @throws TypeError or RangeError for anything else
 */
export function keyPrefix(namespace: string): string {
  if (typeof namespace !== 'string') throw new TypeError('namespace must be a string.');
  if (namespace.length < 1 || namespace.length > MAX_NAMESPACE_LENGTH) {
    throw new RangeError(`namespace must be 1 to ${MAX_NAMESPACE_LENGTH} characters.`);
  }
  try {
    return `${encodeURIComponent(namespace).replaceAll('*', '%2A')}:`;
  } catch {
    throw new TypeError('namespace must be well-formed text.');
  }
}
