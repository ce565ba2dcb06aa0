import type { ShortTokenOperation } from '../wire/paths.ts';

/** Looks a request header up by its lower-case name. */
export type HeaderLookup = (name: string) => string | undefined;

/** What of a request decides whether its body is worth reading. */
export interface ExchangeHead {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly header: HeaderLookup;
  /** Where the connection comes from, if the server knows. */
  readonly remoteAddress: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** A request's body as the shells hand it over. */
export type ExchangeBody =
  | { readonly state: 'text'; readonly text: string }
  /** Not UTF-8. */
  | { readonly state: 'unreadable' }
  /** Over {@link MAX_BODY_BYTES}. */
  | { readonly state: 'too-large' };

/** A response that any server can send. */
export interface Answer {
  readonly status: number;
  /** Names and values in turn, as `node:http` takes them. */
  readonly headers: readonly string[];
  readonly body: string;
}

/** The HTTP side of an issuer, free of any server's own objects. */
export interface ExchangeCore {
  /** The answer that the head alone decides, or the operation that wants the body. */
  open(head: ExchangeHead): Answer | ShortTokenOperation | Promise<Answer | ShortTokenOperation>;
  /** The answer to an operation. */
  answer(operation: ShortTokenOperation, head: ExchangeHead, body: ExchangeBody): Promise<Answer>;
}

/** The most that a request body may hold, in bytes. */
export const MAX_BODY_BYTES = 65_536;
