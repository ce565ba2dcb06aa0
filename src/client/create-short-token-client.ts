import type { GeneratedToken, ResolveResult } from '../token/types.ts';
import { PATHS, type ShortTokenOperation } from '../wire/paths.ts';
import { checkBearer, checkShortToken } from './checks.ts';
import { createClientTransport } from './client-transport.ts';
import { newIdempotencyKey } from './idempotency-key.ts';
import type { BearerSource, ShortTokenClientOptions } from './options.ts';
import { readGenerated, readResolved } from './read-answer.ts';
import { createSingleFlight } from './single-flight.ts';

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
  const send = createClientTransport<ShortTokenOperation>(options, 65_536);
  const { bearer } = options;
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
