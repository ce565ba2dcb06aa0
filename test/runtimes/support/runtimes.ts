import { execFile, spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { Behaviour, Observed } from '../../client/support/behaviours/behaviour.ts';
import type { BehaviourServer } from '../../client/support/behaviours/server.ts';

const HERE = fileURLToPath(new URL('..', import.meta.url));
const ROOT = fileURLToPath(new URL('../..', new URL('..', import.meta.url)));
const RUNNER = join(ROOT, 'test/client/support/behaviours/runner.mjs');

const EXECUTABLES = {
  node20: 'node20/bin/node',
  node22: 'node22/bin/node',
  node24: 'node24/bin/node',
  node26: 'node26/bin/node',
  bun: '@oven/bun-linux-x64/bin/bun',
  deno: '@deno/linux-x64-glibc/deno',
  workerd: '@cloudflare/workerd-linux-64/bin/workerd',
} as const;

/** A runtime that test/runtimes installs. */
export type Executable = keyof typeof EXECUTABLES;

/** The table and where its server is. */
export interface Task {
  readonly rows: readonly Behaviour[];
  readonly server: Pick<BehaviourServer, 'origin' | 'places'>;
}

/** Why a runtime is missing, or `undefined`. On CI its absence is a failure, not a skip. */
export function missingRuntime(name: Executable): string | undefined {
  const missing = existsSync(pathOf(name)) ? undefined : 'run npm ci in test/runtimes';
  if (missing && process.env.CI) throw new Error(`${missing}; CI has to have ${name}.`);
  return missing;
}

/** The client as one module, and the runner beside it. */
export async function bundledClient(): Promise<{ client: string; runner: string }> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'src/client/index.ts')],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    write: false,
  });
  return { client: outputFiles[0]?.text ?? '', runner: readFileSync(RUNNER, 'utf8') };
}

/** Runs the table in a process of its own. */
export async function runInProcess(
  name: Exclude<Executable, 'workerd'>,
  task: Task,
): Promise<Observed[]> {
  const folder = await prepared();
  try {
    writeFileSync(join(folder, 'input.json'), JSON.stringify(task));
    const program = join(folder, 'run-behaviours.mjs');
    const args = [...(name === 'deno' ? ['run', '-A'] : []), program, join(folder, 'input.json')];
    const { stdout } = await promisify(execFile)(pathOf(name), args, {
      maxBuffer: 16_777_216,
      timeout: 100_000,
      // No runtime is to look for a newer version of itself.
      env: { ...process.env, DENO_NO_UPDATE_CHECK: '1', DENO_DIR: join(folder, 'deno') },
    });
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the table in a Worker on workerd. */
export async function runInWorker(task: Task): Promise<Observed[]> {
  const folder = await prepared();
  const port = await freePort();
  writeFileSync(join(folder, 'config.capnp'), CONFIG.replace('PORT', String(port)));
  const child = spawn(pathOf('workerd'), ['serve', join(folder, 'config.capnp')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    const body = JSON.stringify({ ...task, runId: 'worker' });
    for (let tries = 0; ; tries++) {
      try {
        const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body });
        return (await answer.json()) as Observed[];
      } catch (error) {
        if (tries === 100 || child.exitCode !== null) throw error;
        await new Promise((done) => setTimeout(done, 100));
      }
    }
  } finally {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

const CONFIG = `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["public", "private", "local"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:PORT", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [
    (name = "worker.mjs", esModule = embed "worker.mjs"),
    (name = "client.mjs", esModule = embed "client.mjs"),
    (name = "runner.mjs", esModule = embed "runner.mjs"),
  ],
  compatibilityDate = "2025-11-01",
);
`;

async function prepared(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'behaviours-'));
  const { client } = await bundledClient();
  writeFileSync(join(folder, 'client.mjs'), client);
  copyFileSync(RUNNER, join(folder, 'runner.mjs'));
  for (const name of ['run-behaviours.mjs', 'worker.mjs']) {
    copyFileSync(join(HERE, 'support', name), join(folder, name));
  }
  return folder;
}

/** Where the runtime's program is. */
export function pathOf(name: Executable): string {
  return join(HERE, 'node_modules', EXECUTABLES[name]);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
