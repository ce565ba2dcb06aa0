import type { SuppliedToken, TokenGenerator } from '../token/types.ts';
import type { ModuleUrlOptions } from './check-module-url.ts';
import type { ModuleUrl } from './module-url.ts';
import { ModuleUrlError } from './module-url-error.ts';
import { RenderedModuleUrl } from './rendered-module-url.ts';
import { toModuleUrl } from './to-module-url.ts';

/** How long to wait for a token, and what to allow of a URL that is not read yet. */
export interface RenderOptions extends ModuleUrlOptions {
  /** Ends the waiting; handed on to the generator. */
  readonly signal?: AbortSignal;
  /** Milliseconds to wait for the generator, 1 to 2147483647; default: as long as it takes. */
  readonly timeoutMs?: number;
}

/**
 * Asks the generator for one fresh token and puts it in the place of every placeholder.
 *
 * Without a placeholder the generator is not called. What the generator throws comes out unchanged.
 *
 * @param url - a module URL, or the source of one
 * @param generate - supplies the token; gets the origin that will receive it, and a signal
 * @param options - when to stop waiting, and what to allow of a source
 * @returns the URL to open, which shows its token only through `href`
 * @throws ModuleUrlError `token-invalid`, `token-makes-dot-segment`, `generator-timeout` or a code of the URL;
 *   the signal's own reason; TypeError or RangeError that names the parameter
 * @example
 * const rendered = await renderModuleUrl(url, client.generate, { timeoutMs: 5_000 });
 * window.open(rendered.href);
 * @see RFC 3986 section 2: what is encoded is everything outside the unreserved set
 */
export async function renderModuleUrl(
  url: string | ModuleUrl,
  generate: TokenGenerator,
  options: RenderOptions = {},
): Promise<RenderedModuleUrl> {
  const moduleUrl = toModuleUrl(url, options);
  if (typeof generate !== 'function') throw new TypeError('generate must be a function.');
  const { signal, timeoutMs } = options;
  if (signal && typeof signal.addEventListener !== 'function') {
    throw new TypeError('signal must be an AbortSignal.');
  }
  if (timeoutMs !== undefined) {
    if (typeof timeoutMs !== 'number') throw new TypeError('timeoutMs must be a number.');
    if (!(timeoutMs > 0 && timeoutMs < 2 ** 31)) {
      throw new RangeError('timeoutMs must be above 0 and below 2147483648.');
    }
  }
  // The token is not looked at where there is nothing to put it into.
  if (!moduleUrl.placeholders[0]) return moduleUrl.render('');

  const controller = timeoutMs && new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onAbort = () => {};
  const stopped = new Promise<never>((_, reject) => {
    // React Native's AbortSignal has no reason.
    onAbort = () =>
      stop(signal?.reason ?? Object.assign(Error('Aborted.'), { name: 'AbortError' }));
    const stop = (reason: unknown) => {
      reject(reason);
      if (controller) controller.abort(reason);
    };
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort);
    if (timeoutMs) {
      const message = `No token within ${timeoutMs} ms.`;
      timer = setTimeout(() => stop(new ModuleUrlError('generator-timeout', message)), timeoutMs);
    }
  });
  // A generator that throws at once after an abort leaves nobody to hear of the abort.
  stopped.catch(() => {});
  try {
    const request = { origin: moduleUrl.origin, signal: controller ? controller.signal : signal };
    const generated = await Promise.race([stopped, signal?.aborted || generate(request)]);
    const { shortToken, expiresAt } = (generated ?? {}) as SuppliedToken;
    if (typeof shortToken !== 'string') return moduleUrl.render(generated as string);
    return new RenderedModuleUrl(moduleUrl.render(shortToken).href, moduleUrl, expiresAt);
  } finally {
    if (timer !== undefined) clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}
