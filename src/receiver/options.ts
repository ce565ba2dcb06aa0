import type { ShortTokenClient } from '../client/create-short-token-client.ts';
import type { ReceivedIdentity } from './identity.ts';
import type { ReceiverEvent, Rejected, Unavailable } from './outcome.ts';
import { isKnownBot } from './request-kind.ts';
import { type CheckedLocation, checkedLocation, type TokenLocation } from './token-location.ts';

/** What is known of a request besides the request. */
export interface ReceiveContext {
  /** Path and query without the token. */
  readonly url: string;
  /** Whether the answer becomes a page: a tab or a frame. */
  readonly isDocument: boolean;
  /** Whether it becomes a page inside another one, where only a partitioned cookie works. */
  readonly isEmbedded: boolean;
}

/** `Set-Cookie` values, a whole answer instead of the 303, or nothing. */
// biome-ignore lint/suspicious/noConfusingVoidType: so that a function without a return fits
export type HandOff = string | readonly string[] | Response | undefined | void;

/**
 * Starts the session of a user who has just arrived. What it throws goes to the caller of
 * `receive`, or to the framework's error handler.
 */
export type OnAuthenticated<Incoming> = (
  identity: ReceivedIdentity,
  request: Incoming,
  context: ReceiveContext,
) => HandOff | Promise<HandOff>;

/** How requests are received. */
export interface ReceiverOptions<Incoming = Request> {
  /** Made by `createShortTokenClient`, or anything that resolves alike. */
  readonly client: Pick<ShortTokenClient, 'resolve'>;
  /** Where the token is; `{ query: 'token' }` unless told. */
  readonly token?: TokenLocation | undefined;
  readonly onAuthenticated?: OnAuthenticated<Incoming> | undefined;
  /** Answers in your own words what is not let in; the status and the headers of safety stay. */
  readonly onRefused?:
    | ((
        outcome: Rejected | Unavailable,
        request: Incoming,
      ) => Response | undefined | Promise<Response | undefined>)
    | undefined;
  /** Whether a `User-Agent` is nobody's browser; a list of known ones unless told. */
  readonly isBot?: ((userAgent: string) => boolean) | undefined;
  /** Told of every request with a token. What it throws is ignored. */
  readonly onEvent?: ((event: ReceiverEvent) => void) | undefined;
}

/** For an adapter, which answers the navigation itself: without a session the redirect would lose the user. */
export type AdapterOptions<Incoming> = ReceiverOptions<Incoming> & {
  readonly onAuthenticated: OnAuthenticated<Incoming>;
};

/** The options with every gap filled and every value checked, copied once. */
export interface CheckedOptions<Incoming> {
  readonly client: Pick<ShortTokenClient, 'resolve'>;
  readonly location: CheckedLocation;
  readonly onAuthenticated: OnAuthenticated<Incoming> | undefined;
  readonly onRefused: ReceiverOptions<Incoming>['onRefused'];
  readonly isBot: (userAgent: string) => boolean;
  readonly onEvent: (event: ReceiverEvent) => void;
}

/** @throws TypeError, RangeError for an option that cannot work */
export function checkedOptions<Incoming>(
  options: ReceiverOptions<Incoming>,
): CheckedOptions<Incoming> {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError('A receiver needs an object with at least client.');
  }
  const { client, token, onAuthenticated, onRefused, isBot = isKnownBot, onEvent } = options;
  if (typeof client?.resolve !== 'function') {
    throw new TypeError(
      'client must be a short-token client, createShortTokenClient() for example.',
    );
  }
  for (const [name, value] of Object.entries({ onAuthenticated, onRefused, isBot, onEvent })) {
    if (value !== undefined && typeof value !== 'function') {
      throw new TypeError(`${name} must be a function.`);
    }
  }
  const location = checkedLocation(token);
  return { client, location, onAuthenticated, onRefused, isBot, onEvent: quietly(onEvent) };
}

/** @throws TypeError for an adapter that nobody told how to start a session */
export function checkedAdapterOptions<Incoming>(
  options: AdapterOptions<Incoming>,
): CheckedOptions<Incoming> {
  if (typeof options?.onAuthenticated !== 'function') {
    throw new TypeError('onAuthenticated must be a function: it starts the session of the user.');
  }
  return checkedOptions(options);
}

function quietly(
  onEvent: ((event: ReceiverEvent) => unknown) | undefined,
): (event: ReceiverEvent) => void {
  return (event) => {
    // An observer's trouble is not the request's.
    void (async () => onEvent?.(Object.freeze(event)))().catch(() => {});
  };
}
