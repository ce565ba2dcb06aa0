import { type Failed, failed, type TimedOut } from './result.ts';

/** A page says in no event that its opener could hear when it has replaced the blank one. */
const LOOK_EVERY_MS = 25;

/**
 * Waits until a launch page stands in the tab; `undefined` means that it does.
 *
 * @param until - on the clock of `performance.now()`
 */
export async function launched(
  flight: { readonly tab: Window },
  until: number,
  signal: AbortSignal,
): Promise<Failed | TimedOut | undefined> {
  for (;;) {
    const { tab } = flight;
    if (signal.aborted) return failed('aborted', signal.reason);
    if (tab.closed) return failed('gone');
    try {
      if (tab.location.href !== 'about:blank' && tab.document.readyState === 'complete') {
        return undefined;
      }
    } catch {
      // Another origin, or the browser's own error page.
      return failed('launcher');
    }
    if (performance.now() >= until) return { status: 'timeout' };
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
