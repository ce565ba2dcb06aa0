/** Percent-encodes one run of characters as a browser does. */
export function escapeRun(run: string): string {
  // encodeURIComponent spares the apostrophe.
  return encodeURIComponent(run).replace(/'/g, '%27');
}

/**
 * Percent-encodes everything outside the unreserved set (RFC 3986 section 2.3).
 *
 * @param layers - how often, at least once
 */
export function encodeToken(token: string, layers: number): string {
  const once = encodeURIComponent(token).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  // What is encoded once consists of unreserved characters and percent signs.
  return once.replace(/%/g, `%${'25'.repeat(layers - 1)}`);
}
