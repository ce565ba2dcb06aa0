import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { scenarios } from '../../src/testing/scenarios.ts';
import { redisMissing, startRedis } from '../contract/support/redis-server.ts';
import { commandPath } from '../support/engines/installed.ts';

const page = readFileSync(new URL('../../src/sandbox/README.md', import.meta.url), 'utf8');
const blockOf = (language: string, needle: string) =>
  [...page.matchAll(/```(\w+)\n([\s\S]*?)```/g)].find(
    ([, name, code]) => name === language && code?.includes(needle),
  )?.[2] ?? '';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

test('the page’s curl commands generate, resolve and update a task on the user’s behalf', async () => {
  await using sandbox = await startSandbox();
  const { stdout } = await promisify(execFile)('bash', ['-c', blockOf('sh', 'curl')], {
    env: { ...process.env, API: sandbox.baseUrl },
  });
  expect(JSON.parse(stdout).data).toMatchObject({
    status: 'done',
    title: 'Deliver twelve parcels',
  });
  const [invocation, ...others] = sandbox.journey();
  expect(others).toEqual([]);
  expect(invocation?.steps.map(({ kind }) => kind)).toEqual([
    'generate',
    'resolve',
    'identity',
    'callback',
  ]);
});

const python = commandPath('python3');
if (!python && process.env.CI) throw new Error('no python3 on PATH; CI has to have it.');

describe.skipIf(!python)('the page’s service in Python', () => {
  test('lets users in, turns a used token away, and knows an outage from a refusal', async () => {
    const port = await freePort();
    const receiver = `http://127.0.0.1:${port}/webhook?token={SHORT_TOKEN}`;
    await using sandbox = await startSandbox({ receiver });
    const child = spawn('python3', ['-c', blockOf('python', 'BaseHTTPRequestHandler')], {
      env: { ...process.env, PORT: String(port), MILEAPP_BASE_URL: sandbox.baseUrl },
      stdio: 'ignore',
    });
    children.push(child);
    const answers = () =>
      fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => false,
      );
    await expect.poll(answers, { timeout: 60_000 }).toBe(true);

    const { status, body, invocation } = await sandbox.openModule('Report', { user: 'Dispatcher' });
    expect([status, body]).toEqual([200, `The report of ${invocation.user?.id}`]);
    expect(invocation.steps.at(-1)).toMatchObject({ kind: 'answer', status: 200 });
    const stale = await fetch(`http://127.0.0.1:${port}/webhook?token=never-generated-here`);
    expect(stale.status).toBe(401);
    for (const scenario of [scenarios.upstreamError(), scenarios.responseNotJson()]) {
      sandbox.fail('resolve', scenario, { times: 1 });
      expect((await sandbox.openModule('Report')).status).toBe(503);
    }
  });
});

test.skipIf(redisMissing())('two sandboxes on one Redis share tokens and bearers', async () => {
  const server = await startRedis();
  try {
    const redis = `redis://127.0.0.1:${server.port}`;
    await using one = await startSandbox({ redis });
    await using other = await startSandbox({ redis });
    const generated = await fetch(`${one.baseUrl}/short-token/generate`, {
      method: 'POST',
      headers: { authorization: 'Bearer sandbox-driver' },
    });
    const { data } = (await generated.json()) as { data: { shortToken: string } };
    const resolve = async ({ baseUrl }: { readonly baseUrl: string }) =>
      fetch(`${baseUrl}/short-token/resolve`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(data),
      });
    expect((await resolve(other)).status).toBe(200);
    expect((await resolve(one)).status).toBe(400);
    const { invocation } = await other.openModule('Report');
    expect(invocation.outcome).toBe('ok');
  } finally {
    await server.kill();
  }
});

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((done) => {
    server.listen(0, '127.0.0.1', () => done((server.address() as { port: number }).port));
  });
  await new Promise((done) => server.close(done));
  return port;
}
