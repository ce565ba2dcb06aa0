import { expect, test } from 'vitest';
import { startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { ask } from '../support/ask.ts';

test('the demo service of a sandbox with https passes its audit', async () => {
  await using sandbox = await startSandbox({ https: true });
  const { modules } = await ask<{ modules: { _id: string; name: string }[] }>(
    sandbox,
    '/__sandbox/state',
  );
  const module = modules.find(({ name }) => name === 'Report')?._id;
  const report = await ask<{ verdict: string; reason?: string }>(sandbox, '/__sandbox/audits', {
    body: { module },
  });
  expect([report.verdict, report.reason]).toEqual(['passed', undefined]);
});
