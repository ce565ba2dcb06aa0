import { gzipSync } from 'node:zlib';
import { both, type FailureRow, generate, resent, resolve } from './failure-row.ts';
import { fullBacklog } from './full-backlog.ts';
import { closedPort, serve, serveRaw } from './misbehaving-server.ts';
import {
  answer,
  echo,
  endless,
  fetchThatConnectsWithin,
  hangUpAfter,
  json,
  redirectToAnotherOrigin,
} from './misbehaviour.ts';

const quick = { timeoutMs: 250 };

/** The network fails, or what comes is not the answer. */
export const BROKEN_ROWS: readonly FailureRow[] = [
  {
    ...resolve,
    ...resent,
    name: 'the host name does not exist',
    arrange: async () => ({
      ...(await closedPort()),
      baseUrl: 'https://no-such-host.invalid/api/v3',
    }),
    arrived: 0,
    code: 'network_unreachable',
  },
  {
    ...resolve,
    ...resent,
    name: 'nobody listens on the port',
    arrange: closedPort,
    arrived: 0,
    code: 'network_unreachable',
  },
  {
    ...resolve,
    ...resent,
    name: 'fetch blocks the port',
    arrange: async () => ({ ...(await closedPort()), baseUrl: 'http://127.0.0.1:6000/api/v3' }),
    arrived: 0,
    code: 'network_unreachable',
  },
  {
    ...resolve,
    ...resent,
    name: 'the connection cannot be made in time',
    arrange: fullBacklog,
    options: { fetch: fetchThatConnectsWithin(200) },
    arrived: 0,
    code: 'network_unreachable',
  },
  {
    ...resolve,
    name: 'the certificate is self-signed',
    arrange: () => serve(json(echo), { tls: true }),
    arrived: 0,
    code: 'tls_error',
  },
  {
    ...resolve,
    name: 'the port does not speak TLS',
    arrange: async () => {
      const server = await serve(json(echo));
      return { ...server, baseUrl: server.baseUrl.replace('http:', 'https:') };
    },
    arrived: 0,
    code: 'tls_error',
  },
  ...both('the connection is reset once the request is there', {
    arrange: () => serve((response) => response.socket?.resetAndDestroy()),
    code: 'network_interrupted',
  }),
  ...both('the connection is closed without an answer', {
    arrange: () => serve((response) => response.socket?.end()),
    code: 'network_interrupted',
  }),
  {
    ...resolve,
    name: 'the port does not speak HTTP',
    arrange: () => serveRaw((socket) => socket.end('220 mail ready\r\n')),
    arrived: 0,
    code: 'network_interrupted',
  },
  ...both('the headers do not come', {
    arrange: () => serve(() => {}),
    options: quick,
    code: 'timeout',
  }),
  ...both('the body does not come', {
    arrange: () =>
      serve((response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"status":');
      }),
    options: quick,
    code: 'timeout',
  }),
  ...both('the body ends before its Content-Length', {
    arrange: () => serve(hangUpAfter({ 'content-length': '3000' })),
    status: 200,
    code: 'response_truncated',
  }),
  ...both('the body ends between two chunks', {
    arrange: () => serve(hangUpAfter({ 'transfer-encoding': 'chunked' })),
    status: 200,
    code: 'response_truncated',
  }),
  ...[301, 302, 303, 307, 308].map((status) => ({
    ...resolve,
    name: `the answer is a ${status} to another origin`,
    arrange: () => redirectToAnotherOrigin(status),
    status,
    code: 'redirect_refused' as const,
  })),
  {
    ...generate,
    name: 'the answer to generate is a 307 to another origin',
    arrange: () => redirectToAnotherOrigin(307),
    status: 307,
    code: 'redirect_refused',
  },
  {
    ...resolve,
    name: 'the answer is a page in HTML',
    arrange: () => serve(answer(200)),
    status: 200,
    code: 'response_not_json',
  },
  {
    ...resolve,
    name: 'the answer has no body',
    arrange: () => serve((response) => response.writeHead(204).end()),
    status: 204,
    code: 'response_not_json',
  },
  {
    ...resolve,
    name: 'the answer is not UTF-8',
    arrange: () => serve((response) => response.end(Buffer.from([0x22, 0xff, 0xfe, 0x22]))),
    status: 200,
    code: 'response_not_json',
  },
  {
    ...resolve,
    name: 'the body announces more than the limit',
    arrange: () =>
      serve((response, request) => {
        const body = echo(request).repeat(2_000);
        response.writeHead(200, { 'content-length': body.length }).end(body);
      }),
    status: 200,
    code: 'response_too_large',
  },
  {
    ...resolve,
    name: 'the body never ends',
    arrange: () => serve(endless),
    status: 200,
    code: 'response_too_large',
  },
  {
    ...resolve,
    name: 'the body is small only while it is compressed',
    arrange: () =>
      serve((response) => {
        const body = gzipSync(`"${'0'.repeat(5_000_000)}"`);
        response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': body.length });
        response.end(body);
      }),
    status: 200,
    code: 'response_too_large',
  },
  {
    ...resolve,
    name: 'the headers never end',
    arrange: () =>
      serve((response) =>
        response.socket?.write(`HTTP/1.1 200 OK\r\nx-filler: ${'x'.repeat(100_000)}`),
      ),
    code: 'response_too_large',
  },
  {
    ...resolve,
    name: 'the answer to resolve has another shape',
    arrange: () =>
      serve(
        json((request) => ({
          status: true,
          data: { bearerToken: [echo(request)], userId: '', [echo(request)]: echo(request) },
        })),
      ),
    status: 200,
    issues: ['data.bearerToken', 'data.userId', 'data.organizationId'],
    code: 'response_invalid',
  },
  {
    ...generate,
    name: 'the answer to generate has another shape',
    arrange: () =>
      serve(
        json((request) => ({
          status: true,
          data: { shortToken: echo(request), expiresAt: 'soon' },
        })),
      ),
    status: 200,
    issues: ['data.shortToken', 'data.expiresAt'],
    code: 'response_invalid',
  },
  {
    ...resolve,
    name: 'the answer is JSON but no object',
    arrange: () => serve(json(echo)),
    status: 200,
    issues: ['(body)'],
    code: 'response_invalid',
  },
  {
    ...resolve,
    name: 'the answer is status false with 200',
    arrange: () => serve(answer(200, 'application/json')),
    status: 200,
    issues: ['status', 'data'],
    code: 'response_invalid',
  },
];
