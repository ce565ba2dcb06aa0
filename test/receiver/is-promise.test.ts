import { expect, test } from 'vitest';
import { isPromise } from '../../src/receiver/is-promise.ts';

const having = (then: unknown) => Object.fromEntries([['then', then]]);

test.each([
  ['a promise', Promise.resolve(1), true],
  ['what has the method of one', having(() => undefined), true],
  ['what has something else of that name', having(1), false],
  ['undefined', undefined, false],
])('tells a promise: %s', (_, value, answer) => {
  expect(isPromise(value as never)).toBe(answer);
});
