import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { StartReceiver } from './run.ts';

const PROGRAM = new URL('receiver.py', import.meta.url).pathname;

/** Whether there is a Python to run. */
export const hasPython = spawnSync('python3', ['--version']).status === 0;

/** Starts the receiver in Python's standard library. */
export function pythonReceiver(switches: readonly string[]): StartReceiver {
  return async ({ baseUrl, log }) => {
    const child: ChildProcess = spawn('python3', [PROGRAM, baseUrl, log, ...switches], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [port] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    return {
      origin: `http://127.0.0.1:${String(port).trim()}`,
      stop: async () => {
        child.kill();
        await once(child, 'exit');
      },
    };
  };
}
