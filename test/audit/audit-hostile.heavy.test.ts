import type { RequestListener } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { baseReceiver } from './support/base-receiver.ts';
import { audit, listen, type StartReceiver } from './support/run.ts';

/** Answers every connection with bytes of its own. */
const speaking =
  (answer: (socket: Socket) => void): StartReceiver =>
  async () => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {}).once('data', () => answer(socket));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return {
      origin: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
      stop: async () => {
        server.close();
        for (const socket of sockets) socket.destroy();
      },
    };
  };

/** The right receiver, whose answers are spoiled on the way out. */
const spoiled =
  (spoil: (...args: Parameters<RequestListener>) => void): StartReceiver =>
  (setting) => {
    const receive = baseReceiver([], setting);
    return listen((request, response) => {
      spoil(request, response);
      receive(request, response);
    });
  };

const HOSTILE: readonly (readonly [what: string, start: StartReceiver])[] = [
  ['does not speak HTTP', speaking((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'))],
  ['hangs up', speaking((socket) => socket.destroy())],
  ['never answers', speaking(() => {})],
  [
    'floods with headers',
    speaking((socket) => socket.write(`HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(20_000)}`)),
  ],
  [
    'never ends its body',
    speaking((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\nx')),
  ],
  [
    'redirects to what is no URL',
    speaking((socket) => socket.end('HTTP/1.1 303 See\r\nlocation: http://[x\r\n\r\n')),
  ],
  [
    'sets cookies that are none',
    spoiled((_, response) => {
      response.setHeader('x-ignored', '1');
      response.appendHeader('set-cookie', [
        '',
        '=',
        'a',
        ';;;',
        'b=\u00e9\u00ff; Path=',
        '__Host-=1',
      ]);
    }),
  ],
];

test.concurrent.each(HOSTILE.map((one) => [one[0], one[1]] as const))(
  'an audit of a receiver that %s ends in a report',
  async (_, start) => {
    const report = await audit(start, { timeoutMs: 10_000 });
    expect(['passed', 'failed', 'inconclusive']).toContain(report.verdict);
    expect(report.checks.length).toBeGreaterThan(40);
    if (report.verdict === 'inconclusive') expect(report.reason).toMatch(/\.$/);
  },
);
