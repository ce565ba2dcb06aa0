import { request } from 'node:https';
import { json } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';

test('the demo service of a sandbox with https passes its audit', async () => {
  await using sandbox = await startSandbox({ https: true });
  const { modules } = await ask<{ modules: { _id: string; name: string }[] }>(sandbox, '/state');
  const module = modules.find(({ name }) => name === 'Report')?._id;
  const report = await ask<{ verdict: string; reason?: string }>(sandbox, '/audits', { module });
  expect([report.verdict, report.reason]).toEqual(['passed', undefined]);
});

function ask<Answer>(sandbox: Sandbox, path: string, body?: object): Promise<Answer> {
  return new Promise((done, fail) => {
    request(
      `${sandbox.origin}/__sandbox${path}`,
      {
        ca: sandbox.certificate,
        method: body ? 'POST' : 'GET',
        headers: { 'content-type': 'application/json' },
      },
      (answer) => void json(answer).then((value) => done(value as Answer), fail),
    )
      .on('error', fail)
      .end(body && JSON.stringify(body));
  });
}
