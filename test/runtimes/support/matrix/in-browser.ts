import { ENGINES } from '../../../support/engines/engines.ts';
import { bundled } from './bundle.ts';
import type { Host } from './matrix.ts';
import type { Run, Task } from './run.ts';

/** Runs suites in a page. */
export async function inBrowser({ engine }: Host & { kind: 'browser' }, task: Task): Promise<Run> {
  const found = ENGINES.find(({ name }) => name === engine);
  if (!found) throw new Error(`There is no engine ${engine}.`);
  task.scripts.set(`/main-${engine}.js`, await bundled(task, engine, []));
  // The suites have nobody who clicks.
  const browser = await found.launch({ popups: 'allow' });
  try {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${task.context.origin}/page`);
    const outcomes = await page.evaluate<Run['outcomes']>(
      `import('/main-${engine}.js').then(({ run }) => run(${JSON.stringify(task.context)}))`,
    );
    return { version: await browser.version(), outcomes };
  } finally {
    await browser.close();
  }
}
