import type { FetchInit } from './options.ts';

/**
 * Whether the runtime sends a request again by itself without saying so. Browsers do, a POST
 * included, when a kept connection breaks before the answer, or after a 408 or 421; nothing can keep
 * them from it, and no API tells. Behind a service worker it is the worker that answers.
 */
export function resendsByItself(): boolean {
  const { navigator } = globalThis;
  // Every browser calls itself Gecko, for the sake of old pages; React Native does not.
  if (navigator?.product !== 'Gecko' || isServerRuntime()) return false;
  return !navigator.serviceWorker?.controller;
}

/** Whether it is Node, Bun or Deno, or a Worker that takes after Node. */
export function isServerRuntime(): boolean {
  const { process } = globalThis as { process?: { versions?: { node?: string } } };
  return 'Deno' in globalThis || process?.versions?.node !== undefined;
}

// Taken when the module loads: a `fetch` that somebody puts in its place later, a mock above all,
// is given a string to look at.
const nativeFetch = globalThis.fetch;

/**
 * Whether a request body may be a stream: on Node, Bun and Deno, unless a test has put a document or a
 * `fetch` of its own into them.
 */
export function takesStreams(): boolean {
  return (
    globalThis.fetch === nativeFetch &&
    isServerRuntime() &&
    !('document' in globalThis) &&
    !('WebSocketPair' in globalThis)
  );
}

let known: Pick<FetchInit, 'cache' | 'credentials'> | undefined;

/**
 * Keeps a request out of caches and without cookies, where the platform knows of them.
 *
 * Workers throw on the `credentials` and, before the compatibility date 2024-11-11, the `cache` of a
 * request; they have neither cookies nor an HTTP cache for it to matter. Asked on first use, because
 * a Request may be a polyfill that arrives late.
 */
export function privacyInit(): Pick<FetchInit, 'cache' | 'credentials'> {
  if (known) return known;
  const probe = typeof Request === 'function' ? new Request('https://probe.invalid/') : undefined;
  known = {
    ...((!probe || 'cache' in probe) && { cache: 'no-store' }),
    ...((!probe || 'credentials' in probe) && { credentials: 'omit' }),
  };
  return known;
}
