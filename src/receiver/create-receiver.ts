import { createCore } from './core.ts';
import { readForm } from './form-fields.ts';
import { checkedOptions, type ReceiverOptions } from './options.ts';
import type { ReceiveOutcome } from './outcome.ts';

/** Receives users who come with a short token. */
export interface Receiver {
  /**
   * Takes the token out of a request and resolves it, once.
   *
   * @returns the outcome; where it has a `response`, sending that is all there is to do
   * @throws what `onAuthenticated` or `onRefused` throws, and nothing else
   */
  readonly receive: (request: Request) => Promise<ReceiveOutcome>;
}

/**
 * Makes a receiver for servers that speak Request and Response.
 *
 * @param options - see {@link ReceiverOptions}
 * @throws TypeError, RangeError for an option that cannot work
 * @example
 * const receiver = createReceiver({ client: createShortTokenClient(), onAuthenticated: startSession });
 * const { response } = await receiver.receive(request);
 * if (response) return response;
 */
export function createReceiver(options: ReceiverOptions): Receiver {
  const core = createCore(checkedOptions(options));
  return Object.freeze({
    receive: (request: Request) =>
      core.receive({
        method: request.method,
        target: targetOf(request.url),
        header: (name) => request.headers.get(name),
        form: () => readForm(request),
        request,
      }),
  });
}

/** Path and query of a URL that a Request has normalized: what follows the origin, fragment excluded. */
export function targetOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3);
  const end = url.indexOf('#');
  return url.slice(start, end < 0 ? undefined : end);
}
