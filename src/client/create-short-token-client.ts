import { isShortToken } from '../token/characters.ts';
import { PLACEHOLDER } from '../token/placeholder.ts';
import type { GeneratedToken, ResolveResult } from '../token/types.ts';
import { PATHS, type ShortTokenOperation } from '../wire/paths.ts';
import { askBearer, checkOptions } from './check-options.ts';
import { failedWith } from './failure.ts';
import type { BearerSource, CallOptions, ShortTokenClientOptions } from './options.ts';
import { readGenerated, readResolved } from './read-answer.ts';
import { createSingleFlight } from './single-flight.ts';
import { createTransport } from './transport.ts';

/** Options of one `generate`. */
export interface GenerateOptions extends CallOptions {
  /** Instead of the client's. */
  readonly bearer?: BearerSource | undefined;
}

/** Options of one `resolve`. */
export interface ResolveOptions extends CallOptions {}

/** The two short-token calls; both functions work on their own, without the client before the dot. */
export interface ShortTokenClient {
  /**
   * Trades a bearer for a fresh short token. Fits wherever a `TokenGenerator` is wanted. It is sent
   * again after every failure that may pass.
   *
   * @throws ShortTokenError with any code but `short_token_malformed` and `outcome_unknown`; the
   * signal's reason when aborted
   */
  readonly generate: (options?: GenerateOptions) => Promise<GeneratedToken>;
  /**
   * Trades a short token for the user it stands for. A refused token is a value, an outage is an error.
   * It is sent again only where the server cannot have processed it; a refusal after that is an error
   * (`outcome_unknown`). Simultaneous calls with one token share one request, and the options of the
   * first of them.
   *
   * @param shortToken - 1 to 512 visible ASCII characters
   * @throws ShortTokenError with any code but `bearer_missing` and `bearer_rejected`; the signal's
   * reason when aborted
   */
  readonly resolve: (shortToken: string, options?: ResolveOptions) => Promise<ResolveResult>;
}

/**
 * Creates a client for MileApp's two short-token endpoints.
 *
 * @param options - see {@link ShortTokenClientOptions} for units, bounds and defaults
 * @returns the two calls
 * @throws TypeError, RangeError for options of the wrong type or out of bounds
 * @throws ShortTokenError `insecure_url` for an http `baseUrl` beyond loopback
 * @example
 * const client = createShortTokenClient();
 * const identity = await client.resolve(shortToken);
 * if (!identity.ok) return reply.code(401).send();
 */
export function createShortTokenClient(options: ShortTokenClientOptions = {}): ShortTokenClient {
  const send = createTransport(checkOptions<ShortTokenOperation>(options, 65_536));
  const { bearer, idempotencyKey = true } = options;
  if (typeof idempotencyKey !== 'boolean') throw new TypeError('idempotencyKey must be a boolean');
  const singleFlight = createSingleFlight<ResolveResult>();

  async function generate(call: GenerateOptions = {}): Promise<GeneratedToken> {
    const source = call.bearer ?? bearer;
    return send({
      operation: 'generate',
      method: 'POST',
      path: PATHS.generate,
      headers: async (signal) => ({
        accept: 'application/json',
        authorization: `Bearer ${await askBearer(source, signal)}`,
      }),
      // A second token does no harm: the first one dies unused.
      repeatable: true,
      options: call,
      readsBodyOf: none,
      read: readGenerated,
    });
  }

  async function resolve(shortToken: string, call: ResolveOptions = {}): Promise<ResolveResult> {
    if (!isShortToken(shortToken) || shortToken === PLACEHOLDER) {
      throw failedWith({ code: 'short_token_malformed' });
    }
    return singleFlight(shortToken, call.signal, (signal) => {
      const key = idempotencyKey ? newIdempotencyKey() : undefined;
      return send({
        operation: 'resolve',
        method: 'POST',
        path: PATHS.resolve,
        headers: key ? { ...JSON_HEADERS, 'idempotency-key': key } : JSON_HEADERS,
        body: JSON.stringify({ shortToken }),
        // A token that was processed may be used up.
        repeatable: false,
        options: signal ? { ...call, signal } : call,
        readsBodyOf: isBadRequest,
        read: readResolved,
      });
    });
  }

  return Object.freeze({ generate, resolve });
}

const JSON_HEADERS = { accept: 'application/json', 'content-type': 'application/json' };

function none(): boolean {
  return false;
}

function isBadRequest(status: number): boolean {
  return status === 400;
}

/**
 * A key under which a server recognizes the repetition of one call. It must not be guessable, since
 * whoever has it gets the answer again; so a runtime without a secure random source sends none.
 */
function newIdempotencyKey(): string | undefined {
  const { crypto } = globalThis;
  // Pages over plain http have the second only; it takes several times as long.
  return crypto?.randomUUID?.() ?? crypto?.getRandomValues?.(new Uint32Array(4)).join('-');
}
