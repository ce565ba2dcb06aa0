import type { ShortTokenOperation } from '../wire/paths.ts';
import type { ShortTokenErrorCode } from '../wire/short-token-error.ts';

/** A bearer, or a function that supplies a fresh one for each call; `undefined`, `null` and `''` mean logged out. */
export type BearerSource =
  | string
  | ((request: {
      /** Fires when nobody waits for the bearer any more. */
      readonly signal: AbortSignal;
    }) => string | null | undefined | Promise<string | null | undefined>);

/** What a `fetch` is given: the part of `RequestInit` that every implementation knows. */
export interface FetchInit {
  /** `GET`, `POST`, `PUT` or `DELETE`. */
  readonly method: string;
  /** Names in lower case. */
  readonly headers: Record<string, string>;
  /** JSON, where there is a body. */
  readonly body?: string;
  /** Following a redirect would hand the token to another address. */
  readonly redirect: 'manual';
  /** Fires when the time is up or the caller aborts. */
  readonly signal: AbortSignal;
  /** Absent where the platform refuses it (Workers). */
  readonly cache?: 'no-store';
  /** Absent where the platform refuses it (Workers). */
  readonly credentials?: 'omit';
}

/** What a `fetch` answers: the part of `Response` that is read. */
export interface FetchResponse {
  /** HTTP status. */
  readonly status: number;
  /** The headers of the answer. */
  readonly headers: FetchHeaders;
  /** The whole body; it is asked for where there is no `body` that can be read piece by piece. */
  text(): Promise<string>;
}

/** The part of `Headers` that is read. */
export interface FetchHeaders {
  /** The value of a header by its lower-case name, or `null`. */
  get(name: string): string | null;
}

/** A `fetch`: the platform's, undici's, node-fetch's, or one of your own. */
// A method, so that parameters are compared both ways: undici and node-fetch have types of their own.
export type FetchLike = {
  /** Sends one request. */
  fetch(url: string, init: FetchInit): Promise<FetchResponse>;
}['fetch'];

/** The options that the clients have in common. */
export interface ClientOptions<Operation extends string> {
  /** Default `https://apiweb.mile.app/api/v3`. http on loopback hosts only. */
  readonly baseUrl?: string | undefined;
  /** Default: the global `fetch`, looked up at each call. */
  readonly fetch?: FetchLike | undefined;
  /** The user's credential, without the word `Bearer`. What a function throws reaches the caller as it is. */
  readonly bearer?: BearerSource | undefined;
  /**
   * Sent with every request, for example `user-agent` or `x-request-id`; not those that the client
   * sets. Default: a `user-agent` with the name and version of this package on Node, Bun and Deno.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Milliseconds for one request with its answer, 1 to 600,000; default 5,000. */
  readonly timeoutMs?: number | undefined;
  /**
   * Milliseconds for making a connection, its TLS handshake included, 1 to 600,000; default 2,500,
   * and never more than `timeoutMs`. It counts for calls with a body where the runtime tells (Node,
   * Bun, Deno, with their own `fetch`).
   */
  readonly connectTimeoutMs?: number | undefined;
  /** Milliseconds for a whole call with its repetitions and pauses, 1 to 600,000; default 10,000, or `timeoutMs` if that is more. */
  readonly totalTimeoutMs?: number | undefined;
  /** Repetitions after the first request, 0 to 10; default 2. Only where a repetition is safe. */
  readonly maxRetries?: number | undefined;
  /** Bytes of an answer after decompression, 1 to 16,777,216; default 65,536. */
  readonly maxResponseBytes?: number | undefined;
  /** Told of every start, repetition and end of a call. What it throws is ignored. */
  readonly onEvent?: ((event: ClientEvent<Operation>) => void) | undefined;
}

/** How a short-token client calls the API. */
export interface ShortTokenClientOptions extends ClientOptions<ShortTokenOperation> {
  /** `false` sends no `Idempotency-Key` with a resolve, for a CORS allow-list that does not name it; default `true`. */
  readonly idempotencyKey?: boolean | undefined;
  /** Told of every start, repetition and end of a call. What it throws is ignored. */
  readonly onEvent?: ((event: ShortTokenClientEvent) => void) | undefined;
}

/** What every call takes. */
export interface CallOptions {
  /** Ends the call; it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Instead of the client's, 1 to 600,000 milliseconds. */
  readonly timeoutMs?: number | undefined;
  /** On top of the client's. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** What all events of one call have in common. */
interface OfCall<Operation extends string> {
  readonly operation: Operation;
  /** The same in every event of one call; it says nothing about the call. */
  readonly callId: string;
}

/** What is known of an answer, or of its absence. */
interface Ended {
  readonly code?: ShortTokenErrorCode;
  readonly status?: number;
  /** The answer's `x-request-id`. */
  readonly requestId?: string;
  /** The runtime's code, as in the error's `cause.code`. */
  readonly cause?: string;
}

/** What a client tells of its calls: these fields and no others, so that an event may be logged as it is. */
export type ClientEvent<Operation extends string = string> =
  | (OfCall<Operation> & { readonly type: 'start' })
  | (OfCall<Operation> &
      Ended & {
        readonly type: 'retry';
        /** Which request failed, from 1. */
        readonly attempt: number;
        readonly code: ShortTokenErrorCode;
        /** Milliseconds until the next request. */
        readonly delayMs: number;
      })
  | (OfCall<Operation> & {
      /** Records of a list that were left out, because they do not have the documented shape. */
      readonly type: 'skipped';
      /** Paths in the answer; never their values. */
      readonly issues: readonly string[];
    })
  | (OfCall<Operation> &
      Ended & {
        readonly type: 'settled';
        /** `failed` without a code: the caller's own `bearer` function threw. */
        readonly outcome: 'ok' | 'refused' | 'failed';
        /** How many requests were sent. */
        readonly attempts: number;
        /** Whole milliseconds from the call to its end. */
        readonly durationMs: number;
      });

/** What a client tells of its calls; safe to log as it is. */
export type ShortTokenClientEvent = ClientEvent<ShortTokenOperation>;
