/** The longest pause between the clicks of a double click that systems use unless told otherwise. */
const DOUBLE_CLICK_MS = 500;

/** Forgets what was opened when a second click on it can no longer belong to the first. */
export function forgetLater<Key, Value>(flights: Map<Key, Value>, key: Key, flight: Value): void {
  setTimeout(() => {
    if (flights.get(key) === flight) flights.delete(key);
  }, DOUBLE_CLICK_MS);
}
