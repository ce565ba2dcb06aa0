import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { askSandbox } from '../../src/cli/ask-sandbox.ts';
import { generate } from '../../src/cli/generate.ts';
import { resolve } from '../../src/cli/resolve.ts';
import { certificateFor, leaveCertificate } from '../../src/cli/sandbox-certificate.ts';
import { sandboxFetch } from '../../src/cli/sandbox-fetch.ts';
import { trigger } from '../../src/cli/trigger.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { run } from './support/run.ts';

let sandbox: Sandbox;
let home: string;

const leave = (origin = sandbox.origin, { certificate = '' } = sandbox) =>
  leaveCertificate(origin, certificate);

beforeAll(async () => {
  sandbox = await startSandbox({ https: true });
});
afterAll(async () => {
  await sandbox.stop();
  vi.unstubAllEnvs();
});
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'home-'));
  vi.stubEnv('HOME', home);
  vi.stubEnv('USERPROFILE', home);
  return () => rm(home, { recursive: true });
});

describe('with the certificate that a sandbox has left', () => {
  beforeEach(async () => void (await leave()));

  test('trigger performs an invocation over https', async () => {
    const { code, out } = await run(trigger, ['Report', '--sandbox', sandbox.origin]);
    expect([code, out]).toEqual([0, expect.stringContaining('The service let the user in.')]);
  });

  test('generate and resolve work over https', async () => {
    const baseUrl = ['--base-url', sandbox.baseUrl];
    const generated = await run(generate, [...baseUrl, '--reveal'], {
      stdin: 'sandbox-dispatcher',
    });
    expect(generated.code).toBe(0);
    const resolved = await run(resolve, baseUrl, { stdin: generated.out });
    expect([resolved.code, resolved.out]).toEqual([0, expect.stringContaining('organization')]);
    expect((await run(resolve, baseUrl, { stdin: generated.out })).code).toBe(1);
  });

  test('the scheme need not be known', async () => {
    const origins = [sandbox.origin.replace('https', 'http'), sandbox.origin];
    const { answer } = await askSandbox(origins, '/__sandbox/visits', { module: 'Report' });
    expect(answer).toMatchObject({ status: 200 });
  });

  test('it counts at that address only', async () => {
    await using other = await startSandbox({ https: true });
    const send = (await sandboxFetch(sandbox.origin)) as typeof fetch;
    expect((await send(`${sandbox.origin}/__sandbox/state`)).status).toBe(200);
    await expect(send(`${other.origin}/__sandbox/state`)).rejects.toThrow();
    const { code, err } = await run(trigger, ['Report', '--sandbox', other.origin]);
    expect([code, err]).toEqual([
      3,
      expect.stringMatching(/is not trusted\. .*NODE_EXTRA_CA_CERTS/),
    ]);
  });

  test.each([
    ['another machine', 'https://mile.example'],
    ['a name that begins like this machine', 'https://localhost.mile.example'],
    ['http', 'http://localhost'],
  ])('none is found for %s', async (_, origin) => {
    const { port } = new URL(sandbox.origin);
    expect(await certificateFor(new URL(`https://localhost:${port}`))).toBe(sandbox.certificate);
    expect(await certificateFor(new URL(`${origin}:${port}`))).toBeUndefined();
  });

  test('an aborted call ends with the reason of its signal', async () => {
    const send = (await sandboxFetch(sandbox.origin)) as typeof fetch;
    const reason = new Error('enough');
    const aborted = send(`${sandbox.origin}/__sandbox/state`, {
      signal: AbortSignal.abort(reason),
    });
    await expect(aborted).rejects.toBe(reason);
  });
});

test('a certificate of another sandbox, left for this port, lets nobody in', async () => {
  await using other = await startSandbox({ https: true });
  await leave(sandbox.origin, other);
  const { code, err } = await run(trigger, ['Report', '--sandbox', sandbox.origin]);
  expect([code, err]).toEqual([3, expect.stringContaining('is not trusted')]);
  const resolved = await run(resolve, ['--base-url', sandbox.baseUrl], {
    stdin: 'any-short-token',
  });
  expect([resolved.code, resolved.err]).toEqual([3, expect.stringContaining('[tls_error]')]);
});

test('without a certificate the usual fetch is used, which does not trust the sandbox', async () => {
  expect(await sandboxFetch(sandbox.origin)).toBeUndefined();
  expect(await sandboxFetch()).toBeUndefined();
  const { code, err } = await run(trigger, ['Report', '--sandbox', sandbox.origin]);
  expect([code, err]).toEqual([3, expect.stringContaining('is not trusted')]);
});

test('nothing is left of a certificate that was removed', async () => {
  const left = await leave();
  await left?.remove();
  expect(await certificateFor(new URL(sandbox.origin))).toBeUndefined();
});

test('a home folder that cannot be written is no reason to stop', async () => {
  vi.stubEnv('HOME', join(process.execPath, 'nowhere'));
  vi.stubEnv('USERPROFILE', join(process.execPath, 'nowhere'));
  expect(await leave()).toBeUndefined();
});
