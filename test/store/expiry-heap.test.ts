import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ExpiryHeap } from '../../src/store/expiry-heap.ts';
import { RUNS } from '../support/property.ts';

fc.configureGlobal({ numRuns: RUNS });

it('gives back what was put in by rising deadline, whatever comes in between', () => {
  const pops = fc.constant<number | 'pop'>('pop');
  const operations = fc.array(fc.oneof(fc.integer(), pops), { maxLength: 200 });
  fc.assert(
    fc.property(operations, (list) => {
      const heap = new ExpiryHeap<{ deadline: number }>();
      const sorted: number[] = [];
      for (const operation of list) {
        expect(heap.peek()?.deadline).toBe(sorted[0]);
        if (operation === 'pop') {
          expect(heap.pop()?.deadline).toBe(sorted.shift());
        } else {
          heap.push({ deadline: operation });
          sorted.push(operation);
          sorted.sort((a, b) => a - b);
        }
      }
    }),
  );
});
