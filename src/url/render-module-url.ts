import { ModuleUrlError } from '../errors.ts';
import type { GeneratedToken, TokenGenerator } from '../token/types.ts';
import { parseModuleUrl, requireString } from './check-module-url.ts';
import type { ModuleUrl } from './module-url.ts';
import { RenderedModuleUrl } from './rendered-module-url.ts';

/** How long to wait for a token. */
export interface RenderOptions {
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
 * @throws ModuleUrlError `token-invalid`, `token-makes-dot-segment`, `generator-timeout` or a code of the URL;
 *   the signal's own reason; TypeError or RangeError that names the parameter
 * @example
 * const rendered = await renderModuleUrl(url, client.generate, { timeoutMs: 5_000 });
 * window.open(rendered.href);
 */
export async function renderModuleUrl(
  url: string | ModuleUrl,
  generate: TokenGenerator,
  options: RenderOptions = {},
): Promise<RenderedModuleUrl> {
  const moduleUrl = moduleUrlOf(url);
  if (typeof generate !== 'function') throw new TypeError('generate must be a function.');
  const { signal, timeoutMs } = options;
  if (timeoutMs !== undefined && !(timeoutMs >= 1 && timeoutMs <= 0x7fffffff)) {
    throw new RangeError('timeoutMs must be a number from 1 to 2147483647.');
  }
  // The token is not looked at where there is nothing to put it into.
  if (moduleUrl.placeholders.length === 0) return moduleUrl.render('');
  if (signal?.aborted) throw reasonOf(signal);
  const generated = await waitFor(generate, moduleUrl.origin, signal, timeoutMs);
  if (!isGeneratedToken(generated)) return moduleUrl.render(generated);
  const { href } = moduleUrl.render(generated.shortToken);
  return new RenderedModuleUrl(href, moduleUrl, generated.expiresAt);
}

function moduleUrlOf(url: unknown): ModuleUrl {
  // Structurally, since a caller may hold one from another copy of the package.
  const moduleUrl = url as Partial<ModuleUrl> | null | undefined;
  if (typeof moduleUrl?.render === 'function' && moduleUrl.placeholders)
    return moduleUrl as ModuleUrl;
  requireString(url, 'url');
  return parseModuleUrl(url);
}

function isGeneratedToken(generated: string | GeneratedToken): generated is GeneratedToken {
  return typeof (generated as Partial<GeneratedToken> | null)?.shortToken === 'string';
}

function waitFor(
  generate: TokenGenerator,
  origin: string,
  signal: AbortSignal | undefined,
  timeoutMs: number | undefined,
): Promise<string | GeneratedToken> {
  const controller = timeoutMs === undefined ? undefined : new AbortController();
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const giveUp = (reason: unknown) => {
      done();
      controller?.abort(reason);
      reject(reason);
    };
    const onAbort = () => giveUp(reasonOf(signal as AbortSignal));
    const done = () => {
      if (timer !== undefined) clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    signal?.addEventListener('abort', onAbort);
    if (timeoutMs !== undefined) {
      const message = `The generator gave no token within ${timeoutMs} ms.`;
      timer = setTimeout(() => giveUp(new ModuleUrlError('generator-timeout', message)), timeoutMs);
    }
    // The inner promise turns a generator that throws at once into a rejection.
    new Promise<string | GeneratedToken>((settle) => {
      settle(generate({ origin, signal: controller ? controller.signal : signal }));
    })
      .finally(done)
      .then(resolve, reject);
  });
}

// React Native's AbortSignal has no reason.
function reasonOf(signal: AbortSignal): unknown {
  return signal.reason ?? Object.assign(new Error('Aborted.'), { name: 'AbortError' });
}
