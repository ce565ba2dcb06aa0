import { isServerRuntime } from './request-body.ts';

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
