import { afterEach, describe, expect, test, vi } from 'vitest';
import { classifyFailure, type Phase } from '../../src/client/classify-failure.ts';

const URL = 'https://api.example/short-token/resolve';
const codeOf = (error: unknown, phase: Phase) => classifyFailure(error, phase, URL).code;

interface Shape {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly syscall?: string;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

function error({ name = 'Error', message = '', cause, ...fields }: Shape): Error {
  return Object.assign(new Error(message, { cause }), { name, ...fields });
}

const node = (cause: Shape) =>
  error({ name: 'TypeError', message: 'fetch failed', cause: error(cause) });
/** Deno has no codes, only the words of its HTTP library. */
const deno = (message: string) =>
  error({ name: 'TypeError', message: 'fetch failed', cause: error({ message }) });
const bun = (code: string) => error({ name: 'TypeError', code });

const URL_IN_WORDS = 'error sending request for url (https://api.example/short-token/resolve):';

// What runtimes throw: Node 20, Deno 2.9, Bun 1.2 and 1.4 and workerd were asked; the rest is documented.
const SHAPES: readonly (readonly [string, string, unknown])[] = [
  [
    'network_unreachable',
    'Node: no such host',
    node({ code: 'ENOTFOUND', syscall: 'getaddrinfo' }),
  ],
  [
    'network_unreachable',
    'Node: resolver busy',
    node({ code: 'EAI_AGAIN', syscall: 'getaddrinfo' }),
  ],
  ['network_unreachable', 'Node: a port that fetch blocks', node({ message: 'bad port' })],
  [
    'network_unreachable',
    'Deno: a port that fetch blocks',
    error({ name: 'TypeError', message: 'Fetch failed: Requests to port 6000 are blocked' }),
  ],
  ['network_unreachable', 'Node: refused', node({ code: 'ECONNREFUSED', syscall: 'connect' })],
  [
    'network_unreachable',
    'Node: refused on IPv6 and IPv4',
    node({
      name: 'AggregateError',
      code: 'ECONNREFUSED',
      errors: [error({ code: 'ECONNREFUSED' })],
    }),
  ],
  [
    'network_unreachable',
    'Node: no answer on IPv6 and IPv4',
    node({
      name: 'AggregateError',
      code: 'ETIMEDOUT',
      errors: [error({ code: 'ETIMEDOUT', syscall: 'connect' })],
    }),
  ],
  ['network_unreachable', 'Node: connect timeout', node({ code: 'UND_ERR_CONNECT_TIMEOUT' })],
  ['network_unreachable', 'Node: no route', node({ code: 'EHOSTUNREACH', syscall: 'connect' })],
  ['network_unreachable', 'Node: no network', node({ code: 'ENETUNREACH', syscall: 'connect' })],
  ['network_unreachable', 'Bun: refused', bun('ECONNREFUSED')],
  ['network_unreachable', 'Bun 1.2: refused, or no such host', bun('ConnectionRefused')],
  ['network_unreachable', 'Bun: no such host', bun('ENOTFOUND')],
  [
    'network_unreachable',
    'Deno: no such host',
    deno(`${URL_IN_WORDS} client error (Connect): dns error: failed to lookup address information`),
  ],
  [
    'network_unreachable',
    'Deno: refused',
    deno(`${URL_IN_WORDS} client error (Connect): tcp connect error: Connection refused`),
  ],
  ['network_interrupted', 'Node: reset', node({ code: 'ECONNRESET', syscall: 'read' })],
  ['network_interrupted', 'Node: closed', node({ name: 'SocketError', code: 'UND_ERR_SOCKET' })],
  [
    'network_interrupted',
    'Node: keep-alive probe failed',
    node({ code: 'ETIMEDOUT', syscall: 'read' }),
  ],
  ['network_interrupted', 'Node: route lost', node({ code: 'EHOSTUNREACH', syscall: 'read' })],
  ['network_interrupted', 'Node: not HTTP', node({ code: 'HPE_INVALID_CONSTANT' })],
  ['network_interrupted', 'Bun: reset', bun('ECONNRESET')],
  ['network_interrupted', 'Deno: reset', deno('Connection reset by peer (os error 104)')],
  [
    'network_interrupted',
    'Deno: closed',
    deno('client error (SendRequest): connection closed before message completed'),
  ],
  ['network_interrupted', 'Chromium', error({ name: 'TypeError', message: 'Failed to fetch' })],
  ['network_interrupted', 'Safari', error({ name: 'TypeError', message: 'Load failed' })],
  [
    'network_interrupted',
    'React Native',
    error({ name: 'TypeError', message: 'Network request failed' }),
  ],
  ['network_interrupted', 'Workers', error({ message: 'Network connection lost.' })],
  ['network_interrupted', 'a thrown string', 'nope'],
  ['network_interrupted', 'nothing thrown', undefined],
  ['tls_error', 'Node: self-signed', node({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })],
  ['tls_error', 'Node: unknown issuer', node({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })],
  ['tls_error', 'Node: expired', node({ code: 'CERT_HAS_EXPIRED' })],
  ['tls_error', 'Node: another host', node({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })],
  ['tls_error', 'Node: no TLS', node({ code: 'ERR_SSL_WRONG_VERSION_NUMBER' })],
  ['tls_error', 'Node: handshake', node({ code: 'EPROTO', syscall: 'write' })],
  ['tls_error', 'Bun: self-signed', bun('DEPTH_ZERO_SELF_SIGNED_CERT')],
  ['tls_error', 'Bun: no TLS', bun('EPROTO')],
  [
    'tls_error',
    'Deno: unknown issuer',
    deno(`${URL_IN_WORDS} client error (Connect): invalid peer certificate: UnknownIssuer`),
  ],
  [
    'tls_error',
    'Deno: no TLS',
    deno(
      `${URL_IN_WORDS} client error (Connect): received corrupt message of type InvalidContentType`,
    ),
  ],
  ['timeout', 'Node: headers timeout', node({ code: 'UND_ERR_HEADERS_TIMEOUT' })],
  ['timeout', 'a fetch with a limit of its own', error({ name: 'TimeoutError' })],
  ['network_interrupted', 'a fetch that stops by itself', error({ name: 'AbortError' })],
  ['response_too_large', 'Node: headers overflow', node({ code: 'UND_ERR_HEADERS_OVERFLOW' })],
  ['response_too_large', 'Node: parser overflow', node({ code: 'HPE_HEADER_OVERFLOW' })],
];

describe('a request that broke', () => {
  test.each(SHAPES)('is %s after %s', (code, _name, thrown) => {
    expect(codeOf(thrown, 'request')).toBe(code);
  });

  test('is read to the end of a chain that bites its tail', () => {
    const ring = error({ message: 'again' });
    ring.cause = ring;
    expect(codeOf(ring, 'request')).toBe('network_interrupted');
  });

  test.each([
    ['the eighth error of a chain', 7, 'ECONNRESET'],
    ['no error beyond it', 8, undefined],
  ])('is judged by %s', (_name, depth, cause) => {
    let chain: unknown = error({ code: 'ECONNRESET' });
    for (let at = 0; at < depth; at++) chain = error({ cause: chain });
    expect(classifyFailure(chain, 'request', URL).cause).toBe(cause);
  });

  test('is not judged by the words of its URL', () => {
    const url = 'https://api.example/dns-error/tcp-connect-error/invalid-peer-certificate';
    expect(codeOf(deno(`error sending request for url (${url}): reset`), 'request')).toBe(
      'network_interrupted',
    );
  });
});

describe('a body that broke', () => {
  test.each([
    ['response_truncated', 'other side closed', node({ code: 'UND_ERR_SOCKET' })],
    ['response_truncated', 'reset', node({ code: 'ECONNRESET' })],
    ['response_truncated', 'cut compression', error({ code: 'Z_BUF_ERROR' })],
    ['response_truncated', 'refused code', error({ code: 'ECONNREFUSED' })],
    ['timeout', 'body timeout', node({ code: 'UND_ERR_BODY_TIMEOUT' })],
    ['response_truncated', 'stopped by the runtime', error({ name: 'AbortError' })],
  ])('is %s after %s', (code, _name, thrown) => {
    expect(codeOf(thrown, 'body')).toBe(code);
  });
});

describe('a request whose body was never asked for', () => {
  test.each([
    ['network_unreachable', 'a handshake that is reset', node({ code: 'ECONNRESET' })],
    ['network_unreachable', 'a proxy that refuses', error({ name: 'AbortError' })],
    ['network_unreachable', 'a limit of the runtime', error({ name: 'TimeoutError' })],
    ['tls_error', 'a certificate', node({ code: 'CERT_HAS_EXPIRED' })],
  ])('is %s after %s', (code, _name, thrown) => {
    expect(codeOf(thrown, 'unsent')).toBe(code);
  });
});

describe('the cause is told by a code of the runtime', () => {
  test.each([
    ['ECONNRESET', node({ code: 'ECONNRESET' })],
    ['UND_ERR_SOCKET', node({ code: 'UND_ERR_SOCKET' })],
    ['CERT_HAS_EXPIRED', node({ code: 'CERT_HAS_EXPIRED' })],
    ['ConnectionRefused', bun('ConnectionRefused')],
    ['BLOCKED_PORT', node({ message: 'bad port' })],
    ['BLOCKED_PORT', error({ message: 'Fetch failed: Requests to port 1 are blocked' })],
    ['PROXY_AUTHENTICATION_REQUIRED', node({ message: 'Proxy response (407) !== 200' })],
    ['PROXY_REFUSED', node({ message: 'Proxy response (502) !== 200' })],
    ['NOT_SUPPORTED', error({ message: "The 'cache' field is not implemented." })],
    ['ENOTFOUND', deno('client error (Connect): dns error: failed')],
    [undefined, error({ code: 'QXZJKVWQ' })],
    [undefined, error({ code: 'ECONNRESET_QXZJKVWQ' })],
    [undefined, 'ECONNRESET'],
  ])('%s', (cause, thrown) => {
    expect(classifyFailure(thrown, 'request', URL).cause).toBe(cause);
  });
});

describe('CORS is suspected', () => {
  const failed = new TypeError('Failed to fetch');
  const onPage = (origin: string | undefined, navigator?: object) => {
    vi.stubGlobal('location', { origin });
    vi.stubGlobal('navigator', navigator);
  };
  afterEach(() => vi.unstubAllGlobals());

  test.each([
    ['where the runtime says nothing of the network', undefined],
    ['while the browser is online', { onLine: true }],
  ])('on a page of another origin, %s', (_name, navigator) => {
    onPage('https://page.example', navigator);
    expect(classifyFailure(failed, 'request', URL).cause).toBe('CORS_SUSPECTED');
  });

  test.each<[string, unknown, Phase, string | undefined, object?]>([
    ['on a page of the same origin', failed, 'request', 'https://api.example'],
    ['in a document without an origin', failed, 'request', undefined],
    ['once the answer has begun', failed, 'body', 'https://page.example'],
    ['while the browser is offline', failed, 'request', 'https://page.example', { onLine: false }],
    ['of anything but a TypeError', new Error('no'), 'request', 'https://page.example'],
  ])('but not %s', (_name, thrown, phase, origin, navigator) => {
    onPage(origin, navigator);
    expect(classifyFailure(thrown, phase, URL).cause).toBeUndefined();
  });

  test('but not where there is no page', () => {
    expect(classifyFailure(failed, 'request', URL).cause).toBeUndefined();
  });

  test('but not where there is another cause', () => {
    onPage('https://page.example');
    const known = Object.assign(new TypeError('fetch failed'), { code: 'ECONNRESET' });
    expect(classifyFailure(known, 'request', URL).cause).toBe('ECONNRESET');
  });
});

describe('an error that bites is classified all the same', () => {
  const bites = () => {
    throw new Error('the token is in here');
  };
  test.each([
    ['a getter that throws', Object.defineProperty(new Error('x'), 'code', { get: bites })],
    ['a proxy that throws', new Proxy({}, { get: bites, getPrototypeOf: bites })],
    ['a code that cannot be printed', Object.assign(new Error('x'), { code: Symbol('x') })],
    ['an object without a prototype', Object.create(null)],
  ])('%s', (_name, thrown) => {
    expect(classifyFailure(thrown, 'request', URL)).toEqual({
      code: 'network_interrupted',
      cause: undefined,
    });
  });
});
