import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';

export interface NodeServer {
  readonly origin: string;
  /**
   * Writes bytes as they are, part by part until the server answers, and gives everything that comes
   * back until the end of the connection.
   */
  raw(bytes: string | Buffer | (() => Iterable<string | Buffer>)): Promise<string>;
  close(): Promise<void>;
}

export async function startServer(listener: RequestListener): Promise<NodeServer> {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  return {
    origin: `http://127.0.0.1:${port}`,
    async raw(bytes) {
      const socket = connect(port, '127.0.0.1');
      let reply = '';
      socket.on('data', (chunk) => {
        reply += chunk.toString('latin1');
      });
      socket.on('error', () => {});
      const closed = once(socket, 'close');
      for (const part of typeof bytes === 'function' ? bytes() : [bytes]) {
        // A write into a connection that the server has closed would lose its answer.
        if (reply !== '' || socket.destroyed) break;
        if (socket.write(part)) await turn();
        else await Promise.race([once(socket, 'drain').catch(() => {}), closed]);
      }
      await closed;
      return reply;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
