/**
 * Whole milliseconds that passed since the first call, by a clock that may step back: a step back
 * counts as no time at all, so that nothing expired comes to life and nothing live lives longer.
 */
export function createElapsed(clock: () => number): () => number {
  let last = clock();
  let elapsed = 0;
  return () => {
    const now = clock();
    if (now > last) elapsed += now - last;
    last = now;
    return Math.floor(elapsed);
  };
}
