/**
 * Makes an observer that cannot disturb what it observes: what it throws or rejects with is dropped.
 */
export function quietObserver<Seen>(observe: (seen: Seen) => unknown): (seen: Seen) => void {
  return (seen) => {
    try {
      const answer = observe(seen);
      if (answer instanceof Promise) answer.catch(() => {});
    } catch {
      // A broken log must not refuse a token, and must not undo one.
    }
  };
}
