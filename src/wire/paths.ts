/** Where MileApp's own API lives. */
export const DEFAULT_BASE_URL = 'https://apiweb.mile.app/api/v3';

/** Paths of the two short-token endpoints below the base URL; both are called with POST. */
export const PATHS = {
  generate: '/short-token/generate',
  resolve: '/short-token/resolve',
} as const;

/** The two calls, by the wire's own verbs. */
export type ShortTokenOperation = keyof typeof PATHS;
