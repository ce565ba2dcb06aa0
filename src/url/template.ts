/** The part of a URL that a placeholder stands in. */
export type PlaceholderComponent = 'path' | 'query' | 'fragment';

/** Where a placeholder stands in a module URL. */
export interface Placeholder {
  readonly component: PlaceholderComponent;
  /** Decoded name of the parameter whose value holds it; absent where there is none. */
  readonly parameter?: string;
  /** Where it begins in the source, in UTF-16 code units. */
  readonly start: number;
  /** Where it ends in the source, exclusive. */
  readonly end: number;
}

/** A module URL, read. */
export interface Template {
  readonly source: string;
  /** As the WHATWG standard serializes it. */
  readonly origin: string;
  /** What stands around the placeholders, one more than there are of them, encoded as browsers would. */
  readonly literals: readonly string[];
  /** How often the token is percent-encoded at each placeholder, at least once. */
  readonly layers: readonly number[];
  readonly placeholders: readonly Placeholder[];
}
