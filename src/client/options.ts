import type { ShortTokenOperation } from '../wire/paths.ts';
import type { ClientEvent } from './events.ts';

/** A bearer, or a function that supplies a fresh one for each generate call. */
export type BearerSource =
  | string
  | ((request: { readonly signal: AbortSignal }) => string | Promise<string>);

/** What a client tells of its calls; safe to log as it is. */
export type ShortTokenClientEvent = ClientEvent<ShortTokenOperation>;

/** How a client calls the API. */
export interface ShortTokenClientOptions {
  /** Default `https://apiweb.mile.app/api/v3`. http on loopback hosts only. */
  readonly baseUrl?: string | undefined;
  /** Default: the global `fetch`, looked up at each call. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** For `generate`. What a function throws reaches the caller of `generate` as it is. */
  readonly bearer?: BearerSource | undefined;
  /** Milliseconds for one request with its answer, 1 to 600,000; default 5,000. */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds for a whole call with its repetitions and pauses, 1 to 600,000; default 10,000. */
  readonly totalTimeoutMs?: number | undefined;
  /** Repetitions after the first request, 0 to 10; default 2. Only where the server cannot have processed it. */
  readonly maxRetries?: number | undefined;
  /** Bytes of an answer after decompression, 1 to 16,777,216; default 65,536. */
  readonly maxResponseBytes?: number | undefined;
  /** Told of every repetition and every end of a call. What it throws is ignored. */
  readonly onEvent?: ((event: ShortTokenClientEvent) => void) | undefined;
}
