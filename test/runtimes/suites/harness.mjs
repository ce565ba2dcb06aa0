// What the suites are written with. No test runner: Workers, pages and Hermes have none.

/**
 * A suite: its cases by their sentence. A case throws where it fails, and gives what `skip` gives
 * where a runtime lacks what it needs.
 */
export const suite = (name, cases) => ({ name, cases });

/** What a case returns that cannot run here. */
export const skip = (reason) => ({ skipped: reason });

/** Runs suites one after another. Gives an outcome for each case, without its values. */
export async function runSuites(suites, context) {
  const outcomes = [];
  for (const { name, cases } of suites) {
    for (const [sentence, run] of Object.entries(cases)) {
      const outcome = { suite: name, sentence };
      try {
        const { skipped } = (await run(context)) ?? {};
        outcomes.push(skipped ? { ...outcome, skipped } : outcome);
      } catch (error) {
        outcomes.push({ ...outcome, failure: `${error}` });
      }
    }
  }
  return outcomes;
}

/** Throws unless both are the same, key by key. */
export function equal(actual, expected, what = 'value') {
  if (isSame(actual, expected)) return;
  throw new Error(`${what}: expected ${show(expected)}, got ${show(actual)}`);
}

/** What a promise rejects with, or a function throws. */
export async function rejection(run) {
  try {
    await (typeof run === 'function' ? run() : run);
  } catch (error) {
    return error;
  }
  throw new Error('expected an error');
}

/**
 * Throws unless a short token was refused. In a page that is an error: a browser may have sent the
 * call twice, so that the refusal answers the second one.
 */
export async function refused(resolving) {
  if (typeof document === 'undefined') {
    equal(await resolving, { ok: false, code: 'short_token_invalid' });
  } else {
    equal((await rejection(resolving)).code, 'outcome_unknown');
  }
}

function isSame(one, other) {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]))
  );
}

function show(value) {
  return typeof value === 'string'
    ? JSON.stringify(value)
    : (JSON.stringify(value) ?? String(value));
}
