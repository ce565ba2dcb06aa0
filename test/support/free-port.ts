import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

// Below the ports that systems hand out by themselves, to servers that ask for any and to every
// outgoing connection (from 32,768 on Linux, from 49,152 elsewhere): one of those could take a port
// while the server that it is for has not started yet, or is stopped for a moment.
const FIRST = 16_000;
const LAST = 32_000;

/** A port on this machine that nobody listens on, for a server that has to know it in advance. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST, LAST);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
