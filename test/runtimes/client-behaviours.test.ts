import { afterEach, beforeEach, describe, test } from 'vitest';
import type { Observed, Runtime } from '../client/support/behaviours/behaviour.ts';
import { expectTable } from '../client/support/behaviours/expectation.ts';
import { BEHAVIOURS } from '../client/support/behaviours/rows.ts';
import { type BehaviourServer, startBehaviourServer } from '../client/support/behaviours/server.ts';
import { chromium } from '../support/engines/chromium.ts';
import {
  bundledClient,
  type Executable,
  missingRuntime,
  runInProcess,
  runInWorker,
} from './support/runtimes.ts';

let server: BehaviourServer;

beforeEach(async () => {
  const { client, runner } = await bundledClient();
  const script = (text: string) => () => ({ type: 'text/javascript', text });
  server = await startBehaviourServer(BEHAVIOURS, {
    '/page': () => ({ type: 'text/html', text: '<!doctype html><title>Behaviours</title>' }),
    '/client.mjs': script(client),
    '/runner.mjs': script(runner),
  });
});
afterEach(() => server.close());

const task = () => ({ rows: BEHAVIOURS, server: { origin: server.origin, places: server.places } });

const PROCESSES: readonly { name: Exclude<Executable, 'workerd'>; runtime: Runtime }[] = [
  { name: 'node22', runtime: 'node' },
  { name: 'node24', runtime: 'node' },
  { name: 'node26', runtime: 'node' },
  { name: 'bun', runtime: 'bun' },
  { name: 'deno', runtime: 'deno' },
];

describe.each(PROCESSES)('on $name', ({ name, runtime }) => {
  test.skipIf(missingRuntime(name))('every behaviour ends as the table says', async () => {
    expectTable(BEHAVIOURS, await runInProcess(name, task()), runtime);
  });
});

describe('on workerd', () => {
  test.skipIf(missingRuntime('workerd'))('every behaviour ends as the table says', async () => {
    expectTable(BEHAVIOURS, await runInWorker(task()), 'workerd');
  });
});

describe(`in ${chromium.title}`, () => {
  test.skipIf(chromium.missing)('every behaviour ends as the table says', async () => {
    const browser = await chromium.launch();
    try {
      const page = await (await browser.newContext()).newPage();
      await page.goto(`${server.origin}/page`);
      const observed = await page.evaluate<Observed[]>(`(async () => {
        const { createShortTokenClient } = await import('/client.mjs');
        const { runBehaviours } = await import('/runner.mjs');
        const { rows, server } = ${JSON.stringify(task())};
        return runBehaviours(createShortTokenClient, rows, server, 'page', 4);
      })()`);
      expectTable(BEHAVIOURS, observed, 'chromium');
    } finally {
      await browser.close();
    }
  });
});
