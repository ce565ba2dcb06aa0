import { isServerRuntime } from './request-body.ts';

/** How long browsers keep an idle connection at most. */
const KEPT_MS = 300_000;

/**
 * Whether a browser may have sent a request twice without saying so: Chromium and Firefox do, a POST
 * included, when a kept connection breaks before the answer. Nothing can keep them from it over
 * HTTP/1.1, and only the timing of the request can rule it out.
 *
 * @param url - of the request that was answered
 * @param sinceAnswerMs - since the last answer on a connection that may have been kept
 */
export async function mayHaveBeenResent(url: string, sinceAnswerMs: number): Promise<boolean> {
  const { performance, navigator } = globalThis;
  // Every browser calls itself Gecko, for the sake of old pages; React Native does not.
  if (navigator?.product !== 'Gecko' || isServerRuntime()) return false;
  if (!(sinceAnswerMs < KEPT_MS) || !performance.getEntriesByName) return false;
  // A service worker answers, or sends by itself.
  if (navigator.serviceWorker?.controller) return false;
  // The entry is written after the answer is read.
  await new Promise((resolve) => setTimeout(resolve));
  const entry = performance.getEntriesByName(url, 'resource').at(-1) as
    | PerformanceResourceTiming
    | undefined;
  // Without `Timing-Allow-Origin` another origin's times are 0. A resent request has a connection of its own.
  return !(entry && entry.requestStart > 0 && entry.connectStart === entry.fetchStart);
}
