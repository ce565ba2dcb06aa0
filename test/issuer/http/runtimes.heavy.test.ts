import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { locate, WITHOUT_FRAMEWORKS } from '../support/frameworks.ts';
import {
  GENERATE,
  generated,
  INVALID,
  JSON_BODY,
  post,
  RESOLVE,
  resolveOf,
  type Send,
  USER,
} from '../support/http.ts';

const dir = mkdtempSync(join(tmpdir(), 'short-token-runtimes-'));
const bundle = join(dir, 'server.mjs');
const children: ChildProcess[] = [];

beforeAll(async () => {
  await build({
    entryPoints: [new URL('../support/runtime-server.ts', import.meta.url).pathname],
    bundle: true,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    external: ['node:*'],
    format: 'esm',
    outfile: bundle,
  });
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Binaries lie where each package or its install script puts them. */
function binary(...candidates: string[]): string {
  const root = join(locate('express/package.json') ?? '/', '..', '..');
  const found = candidates.map((path) => join(root, path)).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`none of ${candidates} is installed`);
  return found;
}

function start(command: string, args: string[]): ChildProcess {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

async function portOf(child: ChildProcess): Promise<number> {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      said += chunk;
    });
  }
  for (let tries = 0; tries < 1_200; tries += 1) {
    const port = /listening on (\d+)/.exec(said)?.[1];
    if (port) return Number(port);
    if (child.exitCode !== null) break;
    await pause(50);
  }
  throw new Error(`it does not listen: ${said}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

/** What an issuer has to do anywhere. */
async function expectIssuer(port: number): Promise<void> {
  const send: Send = (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init);
  const token = await generated(send);
  expect(token).toMatch(/^\w{22}$/);
  const resolved = await send(RESOLVE, resolveOf(token));
  expect(await resolved.json()).toMatchObject({ status: true, data: USER });
  for (const init of [resolveOf(token), resolveOf('two words'), post(JSON_BODY, '{"short')]) {
    const refused = await send(RESOLVE, init);
    expect([refused.status, await refused.json()]).toEqual([400, INVALID]);
  }
  expect((await send(GENERATE, post())).status).toBe(401);
  expect((await send(RESOLVE, post(JSON_BODY, 'x'.repeat(70_000)))).status).toBe(413);
  expect((await send('/other')).status).toBe(404);
}

describe.skipIf(WITHOUT_FRAMEWORKS)(`the issuer${WITHOUT_FRAMEWORKS}`, () => {
  test('runs on Bun', async () => {
    const bun = binary('@oven/bun-linux-x64/bin/bun', 'bun/bin/bun.exe');
    await expectIssuer(await portOf(start(bun, ['run', bundle])));
  });

  test('runs on Deno', async () => {
    const deno = binary('@deno/linux-x64-glibc/deno', 'deno/deno');
    await expectIssuer(await portOf(start(deno, ['run', '--no-prompt', '--allow-net', bundle])));
  });

  test.each([
    // Before this date, workerd has no ciphers.
    ['2024-09-23', '"nodejs_compat"'],
    // From 2026-08-04 on, it is the default.
    ['2026-11-01', ''],
  ])('runs on workerd as of %s', async (date, flags) => {
    const port = await freePort();
    const config = join(dir, `worker-${date}.capnp`);
    writeFileSync(
      config,
      `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    modules = [(name = "worker", esModule = embed "server.mjs")],
    compatibilityDate = "${date}",
    compatibilityFlags = [${flags}],
  ))],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
`,
    );
    const child = start(binary('@cloudflare/workerd-linux-64/bin/workerd'), ['serve', config]);
    let said = '';
    child.stderr?.on('data', (chunk) => {
      said += chunk;
    });
    for (let tries = 0; tries < 600; tries += 1) {
      const answered = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
      if (answered || child.exitCode !== null) break;
      await pause(50);
    }
    expect(said).toBe('');
    await expectIssuer(port);
  });
});
