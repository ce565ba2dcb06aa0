import { execFile, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pathOf } from '../runtimes.ts';
import { freePort } from './api-server.ts';
import { bundled } from './bundle.ts';
import type { Host } from './matrix.ts';
import type { Run, Task } from './run.ts';

/** Runs suites in a Worker on workerd. */
export async function inWorker(host: Host & { kind: 'worker' }, task: Task): Promise<Run> {
  const folder = join(task.folder, `worker-${host.compatibilityDate}`);
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'main.mjs'),
    await bundled(task, host.compatibilityDate, ['workerd']),
  );
  await writeFile(join(folder, 'worker.mjs'), WORKER);
  const port = await freePort();
  await writeFile(join(folder, 'config.capnp'), configOf(host, port));
  const program = pathOf('workerd');
  const child = spawn(program, ['serve', join(folder, 'config.capnp')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    const outcomes = await answerOf(port, JSON.stringify(task.context), () => child.exitCode);
    const { stdout } = await promisify(execFile)(program, ['--version']);
    return { version: /\d[\d.-]*\d/.exec(stdout)?.[0] ?? '', outcomes };
  } finally {
    child.kill();
  }
}

const WORKER = `import { run } from 'main.mjs';
export default {
  async fetch(request) {
    return new Response(JSON.stringify(await run(await request.json())));
  },
};
`;

function configOf({ compatibilityDate }: Host & { kind: 'worker' }, port: number): string {
  return `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [
    (name = "worker.mjs", esModule = embed "worker.mjs"),
    (name = "main.mjs", esModule = embed "main.mjs"),
  ],
  compatibilityDate = "${compatibilityDate}",
);
`;
}

/** Asks until the server listens, unless it has ended. */
async function answerOf(
  port: number,
  body: string,
  exitCode: () => number | null,
): Promise<Run['outcomes']> {
  for (let tries = 0; ; tries++) {
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`workerd answered ${answer.status}: ${text}`);
      return JSON.parse(text);
    } catch (error) {
      const isRefused = error instanceof TypeError;
      if (!isRefused || tries === 300 || exitCode() !== null) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}
