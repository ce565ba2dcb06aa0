import { expect, test } from 'vitest';
import { createElapsed } from '../../src/store/elapsed.ts';

test('counts what passes, from nought and in whole milliseconds, and no step back', () => {
  let now = 5_000;
  const elapsed = createElapsed(() => now);
  const seen = [5_000, 5_000.5, 5_002, 4_000, 4_001, 9_001].map((time) => {
    now = time;
    return elapsed();
  });
  expect(seen).toEqual([0, 0, 2, 2, 3, 5_003]);
});
