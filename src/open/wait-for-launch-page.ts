import { now } from './forget-later.ts';
import { type Failed, failed, type TimedOut } from './result.ts';

/** No event tells an opener that another page stands in its tab, so it has to look. */
const LOOK_EVERY_MS = 25;

/**
 * Waits until a launch page stands in the tab, and gives its document.
 *
 * @param until - on the clock of `now`
 */
export async function waitForLaunchPage(
  flight: { readonly tab: Window },
  until: number,
  signal: AbortSignal,
): Promise<Document | Failed | TimedOut> {
  for (;;) {
    const { tab } = flight;
    if (signal.aborted) return failed('aborted', signal.reason);
    if (tab.closed) return failed('gone');
    try {
      const { document, location } = tab;
      if (location.href !== 'about:blank' && document.readyState === 'complete') return document;
    } catch {
      // Another origin, or the browser's own error page.
      return failed('launcher');
    }
    if (now() >= until) return { status: 'timeout' };
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
