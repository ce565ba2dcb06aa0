import { expect, test } from 'vitest';
import { createBrowser } from '../../../src/audit/browser.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { generateToken } from '../support/ask.ts';

test('two on one machine keep their sessions apart in one browser', async () => {
  await using one = await startSandbox();
  await using two = await startSandbox();
  const browser = createBrowser();
  const greetings = [];
  for (const sandbox of [one, two]) {
    const link = `${sandbox.receiverOrigin}/webhook?token=${await generateToken(sandbox)}`;
    await browser.go(link, {}, 'mileapp');
  }
  for (const { receiverOrigin } of [one, two, one]) {
    const { last } = await browser.go(`${receiverOrigin}/webhook`);
    greetings.push([last.status, /Hello, \w+/.exec(last.body)?.[0]]);
  }
  expect(greetings).toEqual(Array(3).fill([200, 'Hello, Dispatcher']));
  const names = [...(await browser.cookies(one.receiverOrigin)).keys()].sort();
  const expected = [one, two].map((sandbox) => `__Host-demo-${portOf(sandbox)}`);
  expect(names).toEqual(expected.sort());
});

const portOf = ({ receiverOrigin }: Sandbox) => new URL(receiverOrigin).port;
