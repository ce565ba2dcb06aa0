import { DEFAULT_BASE_URL } from '../wire/paths.ts';
import { parseBaseUrl } from './base-url.ts';
import { checkBearer, checkFunction, checkWhole } from './checks.ts';
import { type ClientEvent, quietly } from './events.ts';
import type { ShortTokenClientOptions } from './options.ts';
import { createTransport, type Transport } from './transport.ts';

/** The options that the clients have in common. */
export interface ClientOptions<Operation extends string>
  extends Omit<ShortTokenClientOptions, 'onEvent'> {
  readonly onEvent?: ((event: ClientEvent<Operation>) => void) | undefined;
}

/**
 * Checks the options of a client, fills in the defaults and makes its transport.
 *
 * @param maxResponseBytes - where the options give none
 * @throws TypeError, RangeError for options of the wrong type or out of bounds
 * @throws ShortTokenError `insecure_url` for an http `baseUrl` beyond loopback
 */
export function createClientTransport<Operation extends string>(
  options: ClientOptions<Operation>,
  maxResponseBytes: number,
): Transport<Operation> {
  const { fetch = (input, init) => globalThis.fetch(input, init), bearer, onEvent } = options;
  checkFunction('fetch', options.fetch ?? globalThis.fetch);
  if (onEvent !== undefined) checkFunction('onEvent', onEvent);
  if (bearer !== undefined && typeof bearer !== 'function') checkBearer(bearer);
  return createTransport<Operation>({
    baseUrl: parseBaseUrl(options.baseUrl ?? DEFAULT_BASE_URL),
    fetch,
    timeoutMs: checkWhole('timeoutMs', options.timeoutMs ?? 5_000, 1, 600_000),
    totalTimeoutMs: checkWhole('totalTimeoutMs', options.totalTimeoutMs ?? 10_000, 1, 600_000),
    maxRetries: checkWhole('maxRetries', options.maxRetries ?? 2, 0, 10),
    maxResponseBytes: checkWhole(
      'maxResponseBytes',
      options.maxResponseBytes ?? maxResponseBytes,
      1,
      16_777_216,
    ),
    emit: quietly(onEvent),
  });
}
