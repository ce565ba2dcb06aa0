/** The longest pause between the clicks of a double click that systems have by default. */
const DOUBLE_CLICK_MS = 500;

/** A clock that no change of the system's time moves, where there is one. */
export function now(): number {
  return typeof performance === 'undefined' ? Date.now() : performance.now();
}

/**
 * Runs `forget` when a further click can no longer belong to the last one.
 *
 * @param lastClickAt - on the clock of {@link now}
 */
export function forgetLater(lastClickAt: number, forget: () => void): void {
  const left = lastClickAt + DOUBLE_CLICK_MS - now();
  if (left > 0) setTimeout(forget, left);
  else forget();
}
