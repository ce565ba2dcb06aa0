import { createServer, connect as dial, type Server, type Socket } from 'node:net';

/** Stands between a client and a Redis server. */
export interface ReplyProxy {
  readonly port: number;
  /** Replies that it lost so far. */
  readonly lost: number;
  /** Lets the next command through and cuts the connection instead of passing its reply on. */
  loseNextReply(): void;
  /** Cuts replies with this probability, by this source of chance. */
  loseReplies(probability: number, random: () => number): void;
  /** Cuts every connection and takes no new one until `plug`. */
  unplug(): Promise<void>;
  plug(): Promise<void>;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

export async function startProxy(target: number): Promise<ReplyProxy> {
  const open = new Set<Socket>();
  let lose: (() => boolean) | undefined;
  let lost = 0;
  const server = createServer((client) => {
    const upstream = dial(target, HOST);
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream);
    upstream.on('data', (reply: Buffer) => {
      if (lose?.()) {
        lost += 1;
        client.destroy();
      } else {
        client.write(reply);
      }
    });
  });
  await listen(server, 0);
  const { port } = server.address() as { port: number };

  const unplug = async () => {
    const closed = new Promise((done) => server.close(done));
    for (const socket of open) socket.destroy();
    await closed;
  };
  return {
    port,
    get lost() {
      return lost;
    },
    loseNextReply() {
      lose = () => {
        lose = undefined;
        return true;
      };
    },
    loseReplies(probability, random) {
      lose = probability === 0 ? undefined : () => random() < probability;
    },
    unplug,
    plug: () => listen(server, port),
    async close() {
      if (server.listening) await unplug();
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(port, HOST, () => {
      server.removeListener('error', failed);
      done();
    });
  });
}
