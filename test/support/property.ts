import fc from 'fast-check';

/*
 * The same cases in every run, so that a change is judged by what it changes; `FC_SEED` has another
 * number or `random`, for a search.
 */
const SEED = process.env.FC_SEED ?? '20261121';
if (SEED !== 'random') fc.configureGlobal({ seed: Number(SEED) });

/** Runs of one law: 1,000, or as `FC_RUNS` says (`npm run test:laws`: 10,000). */
export const RUNS = Number(process.env.FC_RUNS ?? 1_000);

/** Any string of JavaScript: pairs, lone surrogates and control characters included. */
export const anyString = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
    .map((units) => String.fromCharCode(...units)),
);
