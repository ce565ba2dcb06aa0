import type { ShortTokenErrorCode } from '../../../../src/wire/short-token-error.ts';

/** Where the client runs. */
export type Runtime = 'node' | 'bun' | 'deno' | 'workerd' | 'chromium';

/** How a call ends. */
export type End = 'ok' | 'refused' | ShortTokenErrorCode;

/** What a server does with one request. */
export interface Step {
  /** The API processes the call first: from then on the token is used up. */
  readonly use?: boolean;
  /** Interim responses (RFC 9110, section 15.2) before the answer. */
  readonly interim?: 'continue' | 'early-hints';
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text, or the name of one that is made up by the server. */
  readonly body?: string | { readonly made: MadeBody };
  /** Bytes on the bare socket instead of an answer. */
  readonly raw?: string | { readonly made: 'endless-headers' };
  /** Milliseconds before the answer, or between the bytes of its body. */
  readonly delayMs?: number;
  readonly dripMs?: number;
  /** What becomes of the connection; an answer is written first, if there is one. */
  readonly ends?: 'close' | 'reset' | 'hang';
}

/** Bodies that are too odd or too large to be written down. */
export type MadeBody =
  | 'answer'
  | 'bom'
  | 'brotli'
  | 'brotli-bomb'
  | 'cut-gzip'
  | 'deep'
  | 'deflate'
  | 'echo'
  | 'endless'
  | 'gzip'
  | 'gzip-bomb'
  | 'large'
  | 'not-utf8'
  | 'utf16';

/** Servers that never get to a request. */
export type Place =
  | 'closed-port'
  | 'no-such-host'
  | 'self-signed'
  | 'no-tls'
  | 'tls-silent'
  | 'tls-reset'
  | 'full-backlog';

/** One behaviour of a server or a network, and what a caller is told of it. */
export interface Behaviour {
  readonly name: string;
  readonly operation: 'resolve' | 'generate';
  /** Instead of the usual server. */
  readonly place?: Place;
  /** What is done with the requests, in order; after the last one the API answers as it should. */
  readonly steps?: readonly Step[];
  /** Whether a call of the other kind has left a connection open. */
  readonly kept?: boolean;
  /** A token that the API does not know. */
  readonly expired?: boolean;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly end: End;
  /** Requests that the client counts; default 1. */
  readonly attempts?: number;
  /** Requests that arrive; default as many as attempts. */
  readonly arrived?: number;
  readonly cause?: string;
  /** Where a runtime can tell less, or does more by itself. */
  readonly on?: Partial<Record<Runtime, Deviation>>;
}

/** What a runtime does otherwise; where several ends are given, it depends on the connection it took. */
export interface Deviation {
  readonly end?: End | readonly End[];
  readonly attempts?: number;
  readonly arrived?: number;
}

/** What a runtime reports of one behaviour. */
export interface Observed {
  readonly name: string;
  readonly end: string;
  readonly attempts: number | null;
  readonly cause: string | null;
  readonly arrived: number;
  readonly astray: number;
  readonly leaks: readonly string[];
}
