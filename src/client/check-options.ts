import { isBearer } from '../token/characters.ts';
import { DEFAULT_BASE_URL } from '../wire/paths.ts';
import { parseBaseUrl } from './base-url.ts';
import { quietListener } from './call-report.ts';
import { failedWith } from './failure.ts';
import type { BearerSource, ClientOptions } from './options.ts';
import { isServerRuntime } from './runtime.ts';

/** Limits and means of a client, checked and complete. */
export type CheckedOptions<Operation extends string> = ReturnType<typeof checkOptions<Operation>>;

/**
 * Checks the options of a client and fills in the defaults, so that no call has to.
 *
 * @param maxResponseBytes - where the options give none
 * @throws TypeError, RangeError for options of the wrong type or out of bounds
 * @throws ShortTokenError `insecure_url` for an http `baseUrl` beyond loopback
 */
export function checkOptions<Operation extends string>(
  options: ClientOptions<Operation>,
  maxResponseBytes: number,
) {
  const { fetch, bearer, headers, onEvent, totalTimeoutMs } = options;
  checkFunction('fetch', fetch);
  checkFunction('onEvent', onEvent);
  if (typeof bearer === 'string') checkBearer(bearer);
  else checkFunction('bearer', bearer);
  if (totalTimeoutMs !== undefined) checkMilliseconds('totalTimeoutMs', totalTimeoutMs);
  return {
    baseUrl: parseBaseUrl(options.baseUrl ?? DEFAULT_BASE_URL),
    fetch,
    headers: { ...userAgent(), ...checkHeaders(headers) },
    timeoutMs: checkMilliseconds('timeoutMs', options.timeoutMs ?? 5_000),
    connectTimeoutMs: checkMilliseconds('connectTimeoutMs', options.connectTimeoutMs ?? 2_500),
    totalTimeoutMs,
    maxRetries: checkWhole('maxRetries', options.maxRetries ?? 2, 0, 10),
    maxResponseBytes: checkWhole(
      'maxResponseBytes',
      options.maxResponseBytes ?? maxResponseBytes,
      1,
      16_777_216,
    ),
    emit: quietListener(onEvent),
  };
}

/**
 * Asks for the bearer of one call.
 *
 * @throws ShortTokenError `bearer_missing` where there is none
 * @throws TypeError for one that cannot be sent, without quoting it
 */
export async function askBearer(
  source: BearerSource | undefined,
  signal: AbortSignal,
): Promise<string> {
  return checkBearer(typeof source === 'function' ? await source({ signal }) : source);
}

/** @throws TypeError, RangeError for anything but whole milliseconds from 1 to 600,000 */
export function checkMilliseconds(name: string, value: unknown): number {
  return checkWhole(name, value, 1, 600_000);
}

// What the client sets itself, what would change whom it speaks for, and what frames a message.
const RESERVED =
  /^(?:accept|authorization|connection|content-.*|cookie|expect|host|idempotency-key|proxy-.*|te|transfer-encoding|upgrade)$/;

/**
 * Copies headers with their names in lower case.
 *
 * @throws TypeError for a header that cannot be sent or is the client's own, without quoting its value
 */
export function checkHeaders(headers: unknown = {}): Record<string, string> {
  if (typeof headers !== 'object' || headers === null || Symbol.iterator in headers) {
    throw new TypeError('headers must be an object of names and values');
  }
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(lower) || RESERVED.test(lower)) {
      throw new TypeError('headers must not hold a name that the client sets or that HTTP forbids');
    }
    if (typeof value !== 'string' || !/^(?:[!-~](?:[ -~\t]*[!-~])?)?$/.test(value)) {
      throw new TypeError(`the header ${lower} must be a string of visible ASCII characters`);
    }
    checked[lower] = value;
  }
  return checked;
}

/** Names and version of this package; a test holds it against package.json. */
const USER_AGENT = 'mileapp-custom-module-url/0.1.0';

/** Not in browsers: there it is the browser's, or a header that CORS has to allow. */
function userAgent(): Record<string, string> {
  return isServerRuntime() ? { 'user-agent': USER_AGENT } : {};
}

function checkBearer(value: unknown): string {
  if (isBearer(value)) return value;
  if (value === undefined || value === null || value === '') {
    throw failedWith({ code: 'bearer_missing' });
  }
  throw new TypeError(
    'bearer must be a string of 1 to 16384 visible ASCII characters, without the word "Bearer" before it',
  );
}

function checkFunction(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'function') {
    throw new TypeError(`${name} must be a function`);
  }
}

function checkWhole(name: string, value: unknown, least: number, most: number): number {
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number`);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RangeError(`${name} must be a whole number from ${least} to ${most}`);
  }
  return value;
}
