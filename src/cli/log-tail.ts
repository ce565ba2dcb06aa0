import { open, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

const QUIET_MS = 300;
const MAX_WAITS = 10;
const MAX_BYTES = 67_108_864;

/**
 * Notes where a log ends now.
 *
 * @returns a function that waits until nothing more is written and gives what came meanwhile
 * @throws the system's error for a file that cannot be read
 */
export async function logTail(file: string): Promise<() => Promise<string>> {
  const { size: start } = await stat(file);
  return async () => {
    let end = (await stat(file)).size;
    for (let waits = 0; waits < MAX_WAITS; waits += 1) {
      await pause(QUIET_MS);
      const { size } = await stat(file);
      if (size === end) break;
      end = size;
    }
    const handle = await open(file, 'r');
    try {
      // A log that was rotated begins anew.
      const from = end < start ? 0 : start;
      const buffer = Buffer.alloc(Math.min(end - from, MAX_BYTES));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, from);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await handle.close();
    }
  };
}
