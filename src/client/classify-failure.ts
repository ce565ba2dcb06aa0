import type { ShortTokenErrorCode } from '../wire/short-token-error.ts';

/** How far a request had come when it broke. */
export type Phase = 'request' | 'body';

/** What one error of a chain says of itself, as far as it is a known shape. */
interface Clue {
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
const ABORTED = /^AbortError/m;
/** OpenSSL by way of Node and Bun: `ERR_TLS_CERT_ALTNAME_INVALID`, `SELF_SIGNED_CERT_IN_CHAIN`, … */
const TLS = /CERT|ERR_(?:SSL|TLS)_|EPROTO|UNABLE_TO_|HOSTNAME_MISMATCH/;
/** The first group happens to connections that were never made; the second counts while connecting. */
const UNREACHABLE =
  /ENOTFOUND|EAI_|E?CONN(?:ECTION)?REFUSED|CONNECT_TIMEOUT|(?:ETIMEDOUT|UNREACH|EADDRNOTAVAIL|EHOSTDOWN|ENETDOWN) connect$/im;

// Deno has no codes, only words. It quotes the URL among them, which has no spaces.
const TLS_WORDS = /invalid peer certificate|received fatal alert|received corrupt message/;
const UNREACHABLE_WORDS = /dns error|tcp connect error/;

/**
 * Gives a code to what `fetch` or a body rejected with: by error codes where the runtime has them
 * (Node, Bun), by known words where it has none (Deno), else by the phase. Browsers, Workers and
 * React Native say only that it failed, so there an unreachable server is a `network_interrupted`:
 * the code that is never sent again.
 */
export function classifyFailure(error: unknown, phase: Phase): ShortTokenErrorCode {
  let codes = '';
  let words = '';
  let clue = error as Clue | undefined;
  // Bounded, for a chain may be a ring. Of several attempts to connect (RFC 8305) the first speaks.
  for (let depth = 0; depth < 8 && clue; depth++) {
    codes += `${clue.name} ${clue.code} ${clue.syscall}\n`;
    words += clue.message;
    clue = (clue.cause ?? clue.errors?.[0]) as Clue | undefined;
  }
  if (TOO_LARGE.test(codes)) return 'response_too_large';
  if (TIMEOUT.test(codes)) return 'timeout';
  if (ABORTED.test(codes)) return 'aborted';
  if (phase === 'body') return 'response_truncated';
  if (TLS.test(codes) || TLS_WORDS.test(words)) return 'tls_error';
  return UNREACHABLE.test(codes) || UNREACHABLE_WORDS.test(words)
    ? 'network_unreachable'
    : 'network_interrupted';
}
