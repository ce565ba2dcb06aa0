import type { TokenGenerator } from '../token/types.ts';
import type { ModuleUrl } from '../url/module-url.ts';
import { isModuleUrlError } from '../url/module-url-error.ts';
import type { ModuleUrlOptions } from '../url/refuse-authority.ts';
import { renderModuleUrl } from '../url/render-module-url.ts';
import type { RenderedModuleUrl } from '../url/rendered-module-url.ts';
import { toModuleUrl } from '../url/to-module-url.ts';
import { isShortTokenError } from '../wire/short-token-error.ts';
import { type Failed, failed, type TimedOut } from './result.ts';

/** What every way of opening takes. */
export interface OpenOptions extends ModuleUrlOptions {
  /** Milliseconds to wait for the token, above 0 and below 2147483648; default 10,000. */
  readonly timeoutMs?: number;
  /** Ends the waiting of this caller; the generator is told when nobody waits any more. */
  readonly signal?: AbortSignal;
}

/** Milliseconds to wait for a token by default. */
export const TIMEOUT_MS = 10_000;

/**
 * Reads the module URL and the options before anything is opened, or says that the URL may not be used.
 *
 * @throws TypeError or RangeError that names the parameter
 */
export function prepare(
  url: string | ModuleUrl,
  generate: TokenGenerator,
  options: OpenOptions,
): ModuleUrl | Failed {
  const { timeoutMs = TIMEOUT_MS, signal } = options;
  if (typeof generate !== 'function') throw new TypeError('generate must be a function.');
  if (typeof timeoutMs !== 'number') throw new TypeError('timeoutMs must be a number.');
  if (!(timeoutMs > 0 && timeoutMs < 2 ** 31)) {
    throw new RangeError('timeoutMs must be above 0 and below 2147483648.');
  }
  if (signal && typeof signal.addEventListener !== 'function') {
    throw new TypeError('signal must be an AbortSignal.');
  }
  if (signal?.aborted) return failed('aborted', reasonOf(signal));
  try {
    return toModuleUrl(url, options);
  } catch (error) {
    if (!isModuleUrlError(error)) throw error;
    return failed('url', error);
  }
}

/** Asks for a token and renders; what goes wrong comes back as a result. */
export async function renderOrFail(
  moduleUrl: ModuleUrl,
  generate: TokenGenerator,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<RenderedModuleUrl | Failed | TimedOut> {
  try {
    return await renderModuleUrl(moduleUrl, generate, { timeoutMs, signal });
  } catch (error) {
    if (signal.aborted) return failed('aborted', error);
    if (isModuleUrlError(error, 'generator-timeout') || isShortTokenError(error, 'timeout')) {
      return { status: 'timeout', error };
    }
    return failed('generator', error);
  }
}

/** Why a signal fired; React Native's have no reason. */
export function reasonOf(signal: AbortSignal): unknown {
  return signal.reason ?? Object.assign(Error('Aborted.'), { name: 'AbortError' });
}
