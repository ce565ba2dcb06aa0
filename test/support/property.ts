import fc from 'fast-check';

/** Runs of one law: 1,000, or as `FC_RUNS` says (`npm run test:laws`: 10,000). */
export const RUNS = Number(process.env.FC_RUNS ?? 1_000);

/** Any string of JavaScript: pairs, lone surrogates and control characters included. */
export const anyString = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
    .map((units) => String.fromCharCode(...units)),
);
