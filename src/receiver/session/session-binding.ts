import type { MileIdentity } from '../identity.ts';

/** What is known of a request besides the request. */
export interface SessionContext {
  /** Path and query without the token. */
  readonly url: string;
  /** Whether the answer becomes a page: a tab or a frame. */
  readonly isDocument: boolean;
  /** Whether it becomes a page inside another one, where only `SameSite=None; Partitioned` works. */
  readonly isEmbedded: boolean;
}

/** `Set-Cookie` values for the answer, or nothing where the framework sets the cookie by itself. */
// biome-ignore lint/suspicious/noConfusingVoidType: so that a function without a return fits
export type SessionAnswer = string | readonly string[] | undefined | void;

/**
 * How a receiver keeps its users: the seam to the session library of the service. What a function
 * throws goes to the error handler of the framework.
 *
 * @example
 * const session: SessionBinding<MyRequest> = {
 *   read: (request) => identityFrom(request.session.mile),
 *   start: (identity, request) => { request.session = { mile: identity.toSession() }; },
 *   end: (request) => { request.session = {}; },
 * };
 */
export interface SessionBinding<Incoming = Request> {
  /** Says whose session the request has; asked of every request, so it should be quick. */
  readonly read: (
    request: Incoming,
  ) => MileIdentity | undefined | Promise<MileIdentity | undefined>;
  /** Starts a session under a new id and ends the one that was there. */
  readonly start: (
    identity: MileIdentity,
    request: Incoming,
    context: SessionContext,
  ) => SessionAnswer | Promise<SessionAnswer>;
  /** Ends the session, here and in the browser. */
  readonly end: (request: Incoming) => SessionAnswer | Promise<SessionAnswer>;
}

/** @throws TypeError for what a binding gave in place of cookies */
export function cookiesOf(answer: SessionAnswer): readonly string[] {
  if (answer === undefined) return [];
  const cookies = [answer].flat();
  if (cookies.every((cookie) => typeof cookie === 'string')) return cookies;
  throw new TypeError('session.start and session.end must give Set-Cookie values or nothing.');
}
