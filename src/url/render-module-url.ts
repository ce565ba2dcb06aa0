import type { SuppliedToken, TokenGenerator } from '../token/types.ts';
import type { ModuleUrl } from './module-url.ts';
import { ModuleUrlError } from './module-url-error.ts';
import type { ModuleUrlOptions } from './refuse-authority.ts';
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
export function renderModuleUrl(
  url: string | ModuleUrl,
  generate: TokenGenerator,
  options?: RenderOptions,
): Promise<RenderedModuleUrl> {
  // What is thrown in here rejects. It is not an async function, for which React Native's compiler
  // would bring a runtime.
  return new Promise((resolve, reject) => {
    const moduleUrl = toModuleUrl(url, options);
    const { signal, timeoutMs } = options ?? {};
    requireUsable(generate, signal, timeoutMs);
    // The token is not looked at where there is nothing to put it into.
    if (!moduleUrl.placeholders[0]) {
      resolve(moduleUrl.render(''));
      return;
    }
    const controller = timeoutMs ? new AbortController() : undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tidyUp = () => {
      if (timer !== undefined) clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const stop = (reason: unknown) => {
      tidyUp();
      reject(reason);
      controller?.abort(reason);
    };
    // React Native's AbortSignal has no reason.
    const onAbort = () => stop(signal?.reason ?? abortError());
    if (signal?.aborted) {
      onAbort();
      return;
    }
    signal?.addEventListener('abort', onAbort);
    if (timeoutMs) timer = setTimeout(() => stop(timeoutError(timeoutMs)), timeoutMs);
    const request = { origin: moduleUrl.origin, signal: controller?.signal ?? signal };
    new Promise<Awaited<ReturnType<TokenGenerator>>>((answer) => answer(generate(request)))
      .then((generated) => resolve(rendered(moduleUrl, generated)))
      .catch(reject)
      .then(tidyUp);
  });
}

function requireUsable(generate: unknown, signal: unknown, timeoutMs: unknown): void {
  if (typeof generate !== 'function') throw new TypeError('generate must be a function.');
  if (signal && typeof (signal as AbortSignal).addEventListener !== 'function') {
    throw new TypeError('signal must be an AbortSignal.');
  }
  if (timeoutMs === undefined) return;
  if (typeof timeoutMs !== 'number') throw new TypeError('timeoutMs must be a number.');
  if (!(timeoutMs > 0 && timeoutMs < 2 ** 31)) {
    throw new RangeError('timeoutMs must be above 0 and below 2147483648.');
  }
}

function rendered(moduleUrl: ModuleUrl, generated: unknown): RenderedModuleUrl {
  const supplied = generated as SuppliedToken | null | undefined;
  if (typeof supplied?.shortToken !== 'string') return moduleUrl.render(generated as string);
  const { href } = moduleUrl.render(supplied.shortToken);
  return new RenderedModuleUrl(href, moduleUrl, supplied.expiresAt);
}

function abortError(): Error {
  return Object.assign(Error('Aborted.'), { name: 'AbortError' });
}

function timeoutError(timeoutMs: number): ModuleUrlError {
  return new ModuleUrlError('generator-timeout', `No token within ${timeoutMs} ms.`);
}
