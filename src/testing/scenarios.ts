import { failure, MESSAGES, success } from '../wire/answer-envelope.ts';
import type { ShortTokenErrorCode } from '../wire/short-token-error.ts';

/** The part of msw's `HttpResponse` that is needed here, alike in msw 2 and 3. */
export interface HttpResponseLike {
  /** Makes a response. */
  new (body?: BodyInit | null, init?: ResponseInit): Response;
  /** Makes a network error. */
  error(): Response;
}

/** One way to fail: what the server does, and the code that the client makes of it. */
export interface Scenario {
  /** The code of the client's error. */
  readonly code: ShortTokenErrorCode;
  /** Answers one request. */
  readonly respond: (HttpResponse: HttpResponseLike) => Response | Promise<Response>;
}

/**
 * Every failure that a server or a network can cause, by the code it leads to.
 *
 * Five codes have no failure of their own: a token such as `two words` gives
 * `short_token_malformed`, an http `baseUrl` beyond loopback `insecure_url`, a client without a bearer
 * `bearer_missing`; a signal that fires during `scenarios.timeout()` rejects with its reason
 * (`aborted` in events); and `rateLimited({ retryAfter: 0 })` played once before a resolve of a dead
 * token gives `outcome_unknown`.
 *
 * @example
 * mile.fail(scenarios.rateLimited({ retryAfter: 2 }), { times: 1 });
 */
export const scenarios = {
  /** No connection can be made; the client sends again, resolve too. */
  networkUnreachable: () => networkError('network_unreachable', 'ECONNREFUSED'),
  /** The connection is reset after the request. */
  networkInterrupted: () => networkError('network_interrupted', 'ECONNRESET'),
  /** The certificate is self-signed. */
  tlsError: () => networkError('tls_error', 'DEPTH_ZERO_SELF_SIGNED_CERT'),
  /** The answer never comes: the client's own time limit ends the wait. */
  timeout: (): Scenario => ({ code: 'timeout', respond: () => new Promise(() => {}) }),
  /**
   * A redirect.
   *
   * @param options.status - 300 to 399; default 307
   * @param options.location - default another origin
   */
  redirectRefused: ({ status = 307, location = 'https://elsewhere.example/' } = {}): Scenario => ({
    code: 'redirect_refused',
    respond: (HttpResponse) => new HttpResponse(null, { status, headers: { location } }),
  }),
  /** A 400 that does not come from the API but from something before it. */
  badRequest: () => page('bad_request', 400),
  /** The bearer is dead. On resolve, which carries none, this is `forbidden`. */
  bearerRejected: () => refusal('bearer_rejected', 401, MESSAGES.unauthenticated),
  /** The server does not allow the call. */
  forbidden: () => refusal('forbidden', 403, 'Forbidden.'),
  /** There is no such endpoint. */
  endpointNotFound: () => refusal('endpoint_not_found', 404, MESSAGES.notFound),
  /** The server reports a conflict with another call. */
  conflict: () => refusal('conflict', 409, 'Conflict.'),
  /** The server finds the request too large. */
  requestTooLarge: () => refusal('request_too_large', 413, MESSAGES.requestTooLarge),
  /**
   * The limit is reached; the client sends again, resolve too.
   *
   * @param options.retryAfter - seconds for the `Retry-After` header; default no header
   */
  rateLimited: ({ retryAfter }: { readonly retryAfter?: number } = {}) =>
    refusal('rate_limited', 429, MESSAGES.rateLimited, retryAfter),
  /**
   * The server fails; the client sends generate again, and never resolve.
   *
   * @param options.status - 500 to 599; default 503
   * @param options.retryAfter - seconds for the `Retry-After` header; default no header
   */
  upstreamError: ({
    status = 503,
    retryAfter,
  }: {
    readonly status?: number;
    readonly retryAfter?: number;
  } = {}) => refusal('upstream_error', status, MESSAGES.serverError, retryAfter),
  /** A page in HTML with status 200, as from a proxy or a login form. */
  responseNotJson: () => page('response_not_json', 200),
  /** The connection breaks long before the body has its `Content-Length`. */
  responseTruncated: (): Scenario => ({
    code: 'response_truncated',
    respond: (HttpResponse) =>
      new HttpResponse(brokenBody(), { headers: { ...JSON_TYPE, 'content-length': '1000' } }),
  }),
  /** JSON of another shape with status 200. */
  responseInvalid: (): Scenario => ({
    code: 'response_invalid',
    respond: (HttpResponse) =>
      new HttpResponse(JSON.stringify(success({})), { headers: JSON_TYPE }),
  }),
  /**
   * An answer over every limit.
   *
   * @param options.bytes - size of the body; default 1,000,000
   */
  responseTooLarge: ({ bytes = 1_000_000 } = {}): Scenario => ({
    code: 'response_too_large',
    respond: (HttpResponse) =>
      new HttpResponse(`"${'0'.repeat(bytes - 2)}"`, { headers: JSON_TYPE }),
  }),
};

const JSON_TYPE = { 'content-type': 'application/json' };

function refusal(
  code: ShortTokenErrorCode,
  status: number,
  message: string,
  retryAfter?: number,
): Scenario {
  const wait = retryAfter === undefined ? undefined : { 'retry-after': String(retryAfter) };
  const init = { status, headers: { ...JSON_TYPE, ...wait } };
  const body = JSON.stringify(failure(message));
  return { code, respond: (HttpResponse) => new HttpResponse(body, init) };
}

function page(code: ShortTokenErrorCode, status: number): Scenario {
  const headers = { 'content-type': 'text/html' };
  const body = '<!doctype html><title>Not the API</title>';
  return { code, respond: (HttpResponse) => new HttpResponse(body, { status, headers }) };
}

/**
 * msw rejects `fetch` with a TypeError whose cause is the error response; given the code that Node
 * would report, it reads like Node's own failure.
 */
function networkError(code: ShortTokenErrorCode, nodeCode: string): Scenario {
  return {
    code,
    respond: (HttpResponse) => Object.assign(HttpResponse.error(), { code: nodeCode }),
  };
}

// A test's fake timers would keep the answer from breaking off.
const realTimeout = globalThis.setTimeout;

function brokenBody(): ReadableStream<Uint8Array> {
  let started = false;
  return new ReadableStream({
    async pull(controller) {
      if (!started) {
        started = true;
        return controller.enqueue(new TextEncoder().encode('{"status":true,"data":{'));
      }
      // msw 3 answers on a socket: without a pause the headers would go down with the body.
      await new Promise((resolve) => realTimeout(resolve, 20));
      controller.error(new TypeError('terminated'));
    },
  });
}
