import budgets from '../budgets.json' with { type: 'json' };

/** What is counted: minified bytes, and those of esbuild once more after brotli. */
export type Measure = 'brotli' | 'esbuild' | 'rolldown' | 'webpack' | 'metro';

/** One line of `budgets.json`. */
export interface Budget {
  /** A subpath, perhaps with the only names that are imported from it. */
  readonly entry: string;
  readonly limits: Readonly<Partial<Record<Measure, number>>>;
}

/** At most so many bytes, for each entry and bundler, beyond a bundle that imports nothing. */
export const BUDGETS: readonly Budget[] = Object.entries(budgets).map(([entry, limits]) => ({
  entry,
  limits,
}));

/** The entries that have a limit for a measure. */
export function limitsFor(measure: Measure): readonly (readonly [entry: string, limit: number])[] {
  return BUDGETS.flatMap(({ entry, limits }) => {
    const limit = limits[measure];
    return limit === undefined ? [] : [[entry, limit] as const];
  });
}
