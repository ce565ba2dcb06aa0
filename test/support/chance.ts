/** A whole number from 0 to below `limit`. */
export type Chance = (limit: number) => number;

/** The same numbers for the same seed (mulberry32), so that a failure can be repeated. */
export function fromChance(seed: number): Chance {
  let state = seed | 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * limit);
  };
}

/** One of the items, each as likely as it is often there. */
export function oneOf<T>(chance: Chance, items: ArrayLike<T>): T {
  return items[chance(items.length)] as T;
}
