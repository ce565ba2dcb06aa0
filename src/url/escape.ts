// WHATWG URL, percent-encode sets of path, special query and fragment, beyond control characters
// (which never get this far) and the delimiters that end the component.
export const ESCAPED = {
  path: /[ "<>^`{}\x80-\uffff]+/g,
  query: /[ "<>'\x80-\uffff]+/g,
  fragment: /[ "<>`\x80-\uffff]+/g,
} as const;

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
