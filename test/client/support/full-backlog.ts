import { type ChildProcess, fork } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import type { LocalServer } from './misbehaving-server.ts';

// Listens and then never gets to accepting: the queue of the kernel fills up and stays full.
const CHILD = `
  process.once('disconnect', () => process.exit());
  const server = require('node:net').createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    process.send(server.address().port, () => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
    });
  });
`;

/** A server to which no connection can be made any more, though its port is open. */
export async function fullBacklog(): Promise<LocalServer> {
  const child = fork('/dev/null', { execArgv: ['-e', CHILD] });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve(Number(message)));
    child.once('exit', () => reject(new Error('the listening process ended early')));
  });
  const fillers = await fill(port);
  return {
    origin: `http://127.0.0.1:${port}`,
    baseUrl: `http://127.0.0.1:${port}/api/v3`,
    seen: [],
    close: async () => {
      for (const socket of fillers) socket.destroy();
      await ended(child);
    },
  };
}

/** Connects until one connection is left hanging. */
async function fill(port: number): Promise<Socket[]> {
  const sockets: Socket[] = [];
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    sockets.push(socket);
    const connected = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      // The first repetition of an unanswered SYN comes after a second: by then it is known.
      setTimeout(() => resolve(false), 300);
    });
    if (!connected) return sockets;
    if (sockets.length > 64) throw new Error('the queue does not fill up');
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((done) => child.once('exit', done));
  child.kill('SIGKILL');
  await exit;
}
