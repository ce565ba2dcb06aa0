const TRAIL = '%[89ab][\\da-f]';

/**
 * A character beyond ASCII, percent-encoded, for a regular expression that ignores case.
 *
 * @see RFC 3629 section 4
 */
export const UTF8_ESCAPE =
  `%(?:c[2-9a-f]|d[\\da-f])${TRAIL}|` +
  `%e(?!0%[89]|d%[ab])[\\da-f]${TRAIL}${TRAIL}|` +
  `%f(?!0%8|4%[9ab])[0-4]${TRAIL}${TRAIL}${TRAIL}`;
