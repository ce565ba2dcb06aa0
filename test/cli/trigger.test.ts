import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trigger } from '../../src/cli/trigger.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { scenarios } from '../../src/testing/scenarios.ts';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const run = (...args: string[]) => runAt(sandbox.origin, ...args);

async function runAt(origin: string, ...args: string[]) {
  const output = { stdout: '', stderr: '' };
  const status = await trigger([...args, '--sandbox', origin], {
    stdout: (text) => {
      output.stdout += text;
    },
    stderr: (text) => {
      output.stderr += text;
    },
    stdin: async () => '',
    env: {},
    colour: false,
    isTty: false,
    showsProgress: false,
  });
  return { status, ...output };
}

test('prints the journey of a module step by step, and the token by its digest only', async () => {
  const { status, stdout } = await run('Report', '--user', 'Dispatcher');
  expect(status).toBe(0);
  const digest = sandbox.journey().at(-1)?.tokenDigest;
  const steps = stdout.replace(/\+\d+ ms/g, '+0 ms').split('\n');
  expect(steps[0]).toBe(`Report · Dispatcher  token ${digest}…`);
  expect(steps.slice(1, 9).map((line) => line.trim().replace(/ {2,}/g, ' '))).toEqual([
    '+0 ms click App ok',
    '+0 ms generate App → MileApp 200',
    expect.stringContaining('open App → Service'),
    '+0 ms resolve Service → MileApp 200',
    '+0 ms identity Service ← MileApp Dispatcher',
    '+0 ms answer App ← Service 303',
    expect.stringContaining('callback Service → MileApp 200 · GET /user/'),
    '+0 ms callback Service → MileApp 200 · GET /tasks',
  ]);
  expect(stdout).toContain('The service let the user in.');
});

test('opens any receiver by its URL, and prints JSON', async () => {
  const { status, stdout } = await run(
    `${sandbox.receiverOrigin}/stock?token={SHORT_TOKEN}`,
    '--json',
  );
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ status: 200, invocation: { outcome: 'ok' } });
});

describe('exit code', () => {
  test('3 when the service cannot find out, with the code of what went wrong', async () => {
    sandbox.fail('resolve', scenarios.upstreamError({ status: 500 }), { times: 1 });
    const { status, stdout } = await run('Report');
    expect(status).toBe(3);
    expect(stdout).toMatch(/resolve .*500 · upstream_error · played fault/);
  });

  test.each([
    ['no module', [], /^Which module\?/],
    ['an unknown module', ['Nowhere'], /^There is no such module\. .*\[module_unknown\]/],
    ['a user who may not', ['Report', '--user', 'Driver'], /\[not_permitted\]/],
  ])('2 for %s', async (_, args, message) => {
    const { status, stderr } = await run(...args);
    expect([status, stderr]).toEqual([2, expect.stringMatching(message)]);
  });

  test('3 when there is no sandbox, with the command that starts one', async () => {
    const { status, stderr } = await runAt('http://127.0.0.1:9', 'Report');
    expect([status, stderr]).toEqual([3, expect.stringContaining('custom-module sandbox')]);
  });
});
