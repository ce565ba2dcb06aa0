import { createServer, type RequestListener } from 'node:http';
import { connect } from 'node:net';

export interface NodeServer {
  readonly origin: string;
  /** Writes bytes as they are and gives everything that comes back until the end of the connection. */
  raw(bytes: string | Buffer | (() => Iterable<string | Buffer>)): Promise<string>;
  close(): Promise<void>;
}

export async function startServer(listener: RequestListener): Promise<NodeServer> {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  return {
    origin: `http://127.0.0.1:${port}`,
    raw: (bytes) =>
      new Promise((done) => {
        const socket = connect(port, '127.0.0.1');
        let reply = '';
        socket.setTimeout(3_000, () => socket.destroy());
        socket.on('data', (chunk) => {
          reply += chunk.toString('latin1');
        });
        socket.on('error', () => {});
        socket.on('close', () => done(reply));
        for (const part of typeof bytes === 'function' ? bytes() : [bytes]) socket.write(part);
      }),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
