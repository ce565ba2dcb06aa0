/** Looks up a request header by its lower-case name; several of one name come joined by `, `. */
export type HeaderLookup = (name: string) => string | undefined;

/** What is known of a request before its body is read. */
export interface RequestHead {
  readonly method: string;
  /** Path without the query, as the server sees it. */
  readonly path: string;
  /** Path from before a mount took its prefix away, where there is one. */
  readonly originalPath?: string | undefined;
  /** Where the connection comes from, if the server knows. */
  readonly remoteAddress: string | undefined;
  /** See {@link HeaderLookup}. */
  header(name: string): string | undefined;
  /** Gives a signal that fires when the caller leaves; asked only by calls that need one. */
  callerSignal(): AbortSignal | undefined;
}

/** A request body in the state in which an adapter finds it. */
export type RequestBody =
  | { readonly state: 'text'; readonly text: string }
  /** Somebody else has parsed the JSON already. */
  | { readonly state: 'parsed'; readonly value: unknown }
  /** Not UTF-8. */
  | { readonly state: 'unreadable' }
  /** Over {@link MAX_BODY_BYTES}. */
  | { readonly state: 'too-large' }
  /** Somebody else has read the stream, or a part of it, and left nothing of it. */
  | { readonly state: 'consumed' }
  /** The stream failed, or somebody else answered: nobody waits for an answer. */
  | { readonly state: 'abandoned' };

/** A response that any server can send. */
export interface Answer {
  readonly status: number;
  /** Names and values in turn, as `node:http` takes them. */
  readonly headers: readonly string[];
  readonly body: string;
}

/**
 * The HTTP side of an issuer, free of any server's own objects. Gives the answer to a request, which
 * never rejects, or `undefined` for a path that is not the issuer's.
 */
export type HttpCore = (
  head: RequestHead,
  readBody: () => Promise<RequestBody>,
) => Promise<Answer> | undefined;

/** The most that a request body may hold, in bytes. */
export const MAX_BODY_BYTES = 65_536;
