import type { GeneratedToken, ResolveResult } from '../token/types.ts';
import { DEFAULT_BASE_URL, PATHS, type ShortTokenOperation } from '../wire/paths.ts';
import { parseBaseUrl } from './base-url.ts';
import { checkBearer, checkFunction, checkShortToken, checkWhole } from './checks.ts';
import { quietly } from './events.ts';
import { newIdempotencyKey } from './idempotency-key.ts';
import type { BearerSource, ShortTokenClientOptions } from './options.ts';
import { readGenerated, readResolved } from './read-answer.ts';
import { createSingleFlight } from './single-flight.ts';
import { createTransport } from './transport.ts';

/** Options of one `generate`. */
export interface GenerateOptions {
  /** Instead of the client's. */
  readonly bearer?: BearerSource | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Options of one `resolve`. */
export interface ResolveOptions {
  readonly signal?: AbortSignal | undefined;
}

/** The two short-token calls; both functions work on their own, without the client before the dot. */
export interface ShortTokenClient {
  /**
   * Trades a bearer for a fresh short token. Fits wherever a `TokenGenerator` is wanted.
   *
   * @throws ShortTokenError with any code but `short_token_malformed`; the signal's reason when aborted
   */
  readonly generate: (options?: GenerateOptions) => Promise<GeneratedToken>;
  /**
   * Trades a short token for the user it stands for. A refused token is a value, an outage is an error.
   * Simultaneous calls with one token share one request.
   *
   * @param shortToken - 1 to 512 visible ASCII characters
   * @throws ShortTokenError with any code but `bearer_rejected`; the signal's reason when aborted
   */
  readonly resolve: (shortToken: string, options?: ResolveOptions) => Promise<ResolveResult>;
}

/**
 * Creates a client for MileApp's two short-token endpoints.
 *
 * @throws TypeError, RangeError for options of the wrong type or out of bounds
 * @throws ShortTokenError `insecure_url` for an http `baseUrl` beyond loopback
 * @example
 * const client = createShortTokenClient();
 * const identity = await client.resolve(shortToken);
 * if (!identity.ok) return reply.code(401).send();
 */
export function createShortTokenClient(options: ShortTokenClientOptions = {}): ShortTokenClient {
  const { fetch = (input, init) => globalThis.fetch(input, init), bearer, onEvent } = options;
  checkFunction('fetch', options.fetch ?? globalThis.fetch);
  if (onEvent !== undefined) checkFunction('onEvent', onEvent);
  if (bearer !== undefined && typeof bearer !== 'function') checkBearer(bearer);
  const send = createTransport<ShortTokenOperation>({
    baseUrl: parseBaseUrl(options.baseUrl ?? DEFAULT_BASE_URL),
    fetch,
    timeoutMs: checkWhole('timeoutMs', options.timeoutMs ?? 5_000, 1, 600_000),
    totalTimeoutMs: checkWhole('totalTimeoutMs', options.totalTimeoutMs ?? 10_000, 1, 600_000),
    maxRetries: checkWhole('maxRetries', options.maxRetries ?? 2, 0, 10),
    maxResponseBytes: checkWhole(
      'maxResponseBytes',
      options.maxResponseBytes ?? 65_536,
      1,
      16_777_216,
    ),
    emit: quietly(onEvent),
  });
  const singleFlight = createSingleFlight<ResolveResult>();

  async function generate(call: GenerateOptions = {}): Promise<GeneratedToken> {
    const source = call.bearer ?? bearer;
    return send({
      operation: 'generate',
      method: 'POST',
      path: PATHS.generate,
      headers: async (signal) => ({
        accept: 'application/json',
        authorization: `Bearer ${checkBearer(typeof source === 'function' ? await source({ signal }) : source)}`,
      }),
      // A second token does no harm: the first one dies unused.
      repeatable: true,
      signal: call.signal,
      read: readGenerated,
    });
  }

  async function resolve(shortToken: string, call: ResolveOptions = {}): Promise<ResolveResult> {
    checkShortToken(shortToken);
    return singleFlight(shortToken, call.signal, (signal) => {
      const key = newIdempotencyKey();
      return send({
        operation: 'resolve',
        method: 'POST',
        path: PATHS.resolve,
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          ...(key && { 'idempotency-key': key }),
        },
        body: JSON.stringify({ shortToken }),
        // A token that was processed may be used up.
        repeatable: false,
        signal,
        read: readResolved,
      });
    });
  }

  return Object.freeze({ generate, resolve });
}
