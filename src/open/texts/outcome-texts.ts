import type { OpenFailure, OpenResult } from '../result.ts';

/** One sentence for each way in which opening can end, by `result.reason ?? result.status`. */
export type OutcomeTexts = Readonly<
  Record<Exclude<OpenResult['status'], 'failed'> | OpenFailure, string>
>;
