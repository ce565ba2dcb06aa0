import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';

const MOST_REASONS = 20;
/** A title that `describe.each` put into a name has quotes around it. */
const BRACKETED = /\((.+)\)'?$/;

/**
 * Closes a run with why tests were skipped and one plain line that a CI script can read:
 * `N passed, N failed, N skipped`.
 */
export default class SummaryReporter implements Reporter {
  #isNarrowed = false;

  onInit({ config }: Vitest): void {
    // With `-t`, all that was not named is skipped, which needs no reason.
    this.#isNarrowed = config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const reasons = new Map<string, number>();
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      // A file that does not load, or a hook that fails, leaves tests out: each is a failure of its own.
      if (module.errors().length > 0) count.failed += 1;
      for (const suite of module.children.allSuites()) {
        if (suite.errors().length > 0) count.failed += 1;
      }
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        count[state] += 1;
        if (state !== 'skipped' || this.#isNarrowed) continue;
        const reason = reasonOf(test);
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      }
    }
    const told = [...reasons].map(([reason, tests]) => `Skipped ${tests}: ${reason}\n`);
    process.stdout.write(`\n${told.slice(0, MOST_REASONS).join('')}`);
    const skipped = count.skipped + count.pending;
    const tail = skipped > 0 ? `, ${skipped} skipped` : '';
    process.stdout.write(`\n${count.passed} passed, ${count.failed} failed${tail}\n`);
  }
}

/**
 * What the test said when it skipped itself; else what stands in brackets at the end of its name or
 * of the suite nearest to it, where tests say what they lack; else the name of the outermost suite.
 */
function reasonOf(test: TestCase): string {
  const result = test.result();
  if (result.state === 'skipped' && result.note) return result.note;
  let { name } = test;
  const own = BRACKETED.exec(name)?.[1];
  if (own) return own;
  for (let { parent } = test; parent.type === 'suite'; { parent } = parent) {
    name = parent.name;
    if (BRACKETED.test(name)) return name;
  }
  return name;
}
