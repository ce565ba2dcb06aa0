import type { ShortTokenErrorCode } from '../wire/short-token-error.ts';
import type { Failure } from './failure.ts';

/**
 * How far a request had come when it broke: `unsent` when its body certainly had not been asked for,
 * `request` when nobody can say, `body` while the answer was being read.
 */
export type Phase = 'unsent' | 'request' | 'body';

/** What one error of a chain says of itself, as far as it is a known shape. */
interface Link {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

// Each is held against the name, code and syscall of every error in the chain, one line per error.
const TOO_LARGE = /OVERFLOW/;
const TIMEOUT = /^TimeoutError|UND_ERR_(?:HEADERS|BODY)_TIMEOUT/m;
/** OpenSSL by way of Node and Bun: `ERR_TLS_CERT_ALTNAME_INVALID`, `SELF_SIGNED_CERT_IN_CHAIN`, … */
const TLS = /CERT|ERR_(?:SSL|TLS)_|EPROTO|UNABLE_TO_|HOSTNAME_MISMATCH/;
const NEVER_CONNECTED =
  'ENOTFOUND|EAI_|E?CONN(?:ECTION)?REFUSED|CONNECT_TIMEOUT|FailedToOpenSocket';
/** These also happen on a connection that was made, so they count only while connecting. */
const WHILE_CONNECTING = '(?:ETIMEDOUT|UNREACH|EADDRNOTAVAIL|EHOSTDOWN|ENETDOWN) connect$';
const UNREACHABLE = RegExp(`${NEVER_CONNECTED}|${WHILE_CONNECTING}`, 'im');

// Deno has no codes, only words. It quotes the URL among them, which has no spaces.
const TLS_WORDS = /invalid peer certificate|received fatal alert|received corrupt message/;
const PROXY_WORDS = 'Proxy response \\(\\d|unsuccessful tunnel';
const CONNECT_WORDS =
  'client error \\(Connect\\)|dns error|tcp connect error|disconnected before secure TLS';
/** Of a port that `fetch` refuses to connect to (https://fetch.spec.whatwg.org/#port-blocking). */
const BLOCKED_WORDS = 'bad port|port \\d+ (?:is|are) blocked';
const UNREACHABLE_WORDS = RegExp(`${PROXY_WORDS}|${CONNECT_WORDS}|${BLOCKED_WORDS}`);

/** Words that stand for a code which the runtime does not give. */
const CODES_BY_WORDS: readonly (readonly [RegExp, string])[] = [
  [/Proxy response \(407\)/, 'PROXY_AUTHENTICATION_REQUIRED'],
  [RegExp(PROXY_WORDS), 'PROXY_REFUSED'],
  [RegExp(BLOCKED_WORDS), 'BLOCKED_PORT'],
  [/not implemented|not supported|not a function|is not defined/i, 'NOT_SUPPORTED'],
  [/dns error/, 'ENOTFOUND'],
  [/onnection refused/, 'ECONNREFUSED'],
  [/onnection reset/, 'ECONNRESET'],
];

/** The codes that an error may show; anything else could have been made out of a secret. */
const KNOWN_CODES = new Set(
  (
    'ENOTFOUND EAI_AGAIN ECONNREFUSED ECONNRESET ECONNABORTED EPIPE ETIMEDOUT EHOSTUNREACH ENETUNREACH ' +
    'EADDRNOTAVAIL EHOSTDOWN ENETDOWN EPROTO EACCES EMFILE ConnectionRefused ConnectionClosed FailedToOpenSocket ' +
    'UND_ERR_CONNECT_TIMEOUT UND_ERR_HEADERS_TIMEOUT UND_ERR_BODY_TIMEOUT UND_ERR_SOCKET UND_ERR_ABORTED ' +
    'UND_ERR_HEADERS_OVERFLOW UND_ERR_DESTROYED UND_ERR_CLOSED UND_ERR_INFO UND_ERR_PRX_TLS ' +
    'HPE_HEADER_OVERFLOW HPE_INVALID_CONSTANT HPE_INVALID_HEADER_TOKEN HPE_INVALID_CONTENT_LENGTH ' +
    'CERT_HAS_EXPIRED CERT_NOT_YET_VALID DEPTH_ZERO_SELF_SIGNED_CERT SELF_SIGNED_CERT_IN_CHAIN ' +
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE UNABLE_TO_GET_ISSUER_CERT UNABLE_TO_GET_ISSUER_CERT_LOCALLY ' +
    'ERR_TLS_CERT_ALTNAME_INVALID ERR_SSL_WRONG_VERSION_NUMBER ERR_SSL_PACKET_LENGTH_TOO_LONG'
  ).split(' '),
);

/**
 * Gives a code to what `fetch` or a body rejected with: by error codes where the runtime has them
 * (Node, Bun), by known words where it has none (Deno), else by the phase. Browsers, Workers and
 * React Native say only that it failed, so there an unreachable server is a `network_interrupted`,
 * after which a resolve is never sent again.
 *
 * It never throws, whatever it is given. An abort is nobody's but the runtime's here: the caller's
 * own signal has already ended the call.
 *
 * @param url - of the request; a page of another origin may have been refused by CORS
 */
export function classifyFailure(error: unknown, phase: Phase, url: string): Failure {
  let codes = '';
  let words = '';
  let cause: string | undefined;
  try {
    let link = error as Link | undefined;
    // Bounded, for a chain may be a ring. Of several attempts to connect (RFC 8305) the first speaks.
    for (let depth = 0; depth < 8 && link; depth++) {
      codes += `${link.name} ${link.code} ${link.syscall}\n`;
      words += `${link.message}\n`;
      if (KNOWN_CODES.has(link.code as string)) cause = link.code as string;
      link = (link.cause ?? link.errors?.[0]) as Link | undefined;
    }
    if (phase === 'request') cause ??= suspectCors(error, url);
  } catch {
    // A getter threw: what has been read until then has to do.
  }
  cause = CODES_BY_WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? cause;
  return { code: codeFor(codes, words, phase), cause };
}

function codeFor(codes: string, words: string, phase: Phase): ShortTokenErrorCode {
  if (TOO_LARGE.test(codes)) return 'response_too_large';
  if (phase !== 'unsent' && TIMEOUT.test(codes)) return 'timeout';
  if (phase === 'body') return 'response_truncated';
  if (TLS.test(codes) || TLS_WORDS.test(words)) return 'tls_error';
  return phase === 'unsent' || UNREACHABLE.test(codes) || UNREACHABLE_WORDS.test(words)
    ? 'network_unreachable'
    : 'network_interrupted';
}

/** A page is told nothing about a request to another origin that failed, CORS or not. */
function suspectCors(error: unknown, url: string): string | undefined {
  const { location, navigator } = globalThis;
  const origin = location?.origin;
  const crossed = typeof origin === 'string' && !`${url}/`.startsWith(`${origin}/`);
  return crossed && error instanceof TypeError && navigator?.onLine !== false
    ? 'CORS_SUSPECTED'
    : undefined;
}
