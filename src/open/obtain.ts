import type { TokenGenerator } from '../token/types.ts';
import type { ModuleUrlOptions } from '../url/check-module-url.ts';
import type { ModuleUrl } from '../url/module-url.ts';
import { isModuleUrlError } from '../url/module-url-error.ts';
import { renderModuleUrl } from '../url/render-module-url.ts';
import type { RenderedModuleUrl } from '../url/rendered-module-url.ts';
import { toModuleUrl } from '../url/to-module-url.ts';
import { isShortTokenError } from '../wire/short-token-error.ts';
import { type Failed, failed, type TimedOut } from './result.ts';

/** What every way of opening takes. */
export interface ObtainOptions extends ModuleUrlOptions {
  /** Milliseconds to wait for the token, above 0 and below 2147483648; default 10,000. */
  readonly timeoutMs?: number;
  /** Ends the waiting; handed on to the generator. */
  readonly signal?: AbortSignal;
}

/** Milliseconds to wait for a token unless told otherwise. */
export const TIMEOUT_MS = 10_000;

/** Reads the module URL, or says that it may not be used. */
export function readModuleUrl(
  url: string | ModuleUrl,
  generate: TokenGenerator,
  options: ObtainOptions,
): ModuleUrl | Failed {
  const { timeoutMs = TIMEOUT_MS } = options;
  // Here, since `renderModuleUrl` would say so only after a tab is open.
  if (typeof generate !== 'function') throw new TypeError('generate must be a function.');
  if (!(timeoutMs > 0 && timeoutMs < 2 ** 31)) {
    throw new RangeError('timeoutMs must be a number above 0 and below 2147483648.');
  }
  try {
    return toModuleUrl(url, options);
  } catch (error) {
    if (!isModuleUrlError(error)) throw error;
    return failed('url', error);
  }
}

/** Asks for a token and renders; what goes wrong comes back as a result. */
export async function obtain(
  moduleUrl: ModuleUrl,
  generate: TokenGenerator,
  { timeoutMs = TIMEOUT_MS, signal }: ObtainOptions,
): Promise<RenderedModuleUrl | Failed | TimedOut> {
  try {
    return await renderModuleUrl(moduleUrl, generate, { timeoutMs, ...(signal && { signal }) });
  } catch (error) {
    if (signal?.aborted) return failed('aborted', error);
    if (isModuleUrlError(error, 'generator-timeout') || isShortTokenError(error, 'timeout')) {
      return { status: 'timeout', error };
    }
    return failed('generator', error);
  }
}
