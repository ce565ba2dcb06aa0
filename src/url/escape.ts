/** Percent-encodes one run of characters as a browser does. */
export function escapeRun(run: string): string {
  // encodeURIComponent spares the apostrophe.
  return encodeURIComponent(run).replace(/'/g, '%27');
}

/**
 * Percent-encodes everything outside the unreserved set (RFC 3986 section 2.3).
 *
 * No expression finds anything in the token: engines keep such a text within reach (`RegExp.input`).
 *
 * @param times - how often, at least once
 */
export function encodeToken(token: string, times: number): string {
  let encoded = '';
  for (const character of encodeURIComponent(token)) encoded += SPARED[character] ?? character;
  // What is encoded once consists of unreserved characters and percent signs.
  return encoded.split('%').join(`%${'25'.repeat(times - 1)}`);
}

/** What encodeURIComponent spares beyond the unreserved set. */
const SPARED: Readonly<Record<string, string>> = {
  '!': '%21',
  "'": '%27',
  '(': '%28',
  ')': '%29',
  '*': '%2A',
};
