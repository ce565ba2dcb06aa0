import { expect, onTestFinished, test, vi } from 'vitest';
import { quietObserver } from '../../src/issuer/quiet-observer.ts';

const broken = new Error('the log is full');

test.each<[string, (seen: unknown) => unknown]>([
  ['gives nothing', () => undefined],
  ['gives something', () => ({ catch: 'no function' })],
  [
    'throws',
    () => {
      throw broken;
    },
  ],
  ['rejects', async () => Promise.reject(broken)],
])('an observer that %s sees everything and disturbs nothing', async (_name, observe) => {
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  onTestFinished(() => void process.off('unhandledRejection', unhandled));
  const seen: unknown[] = [];
  const quiet = quietObserver((what: number) => {
    seen.push(what);
    return observe(what);
  });
  expect([quiet(1), quiet(2)]).toEqual([undefined, undefined]);
  expect(seen).toEqual([1, 2]);
  await new Promise(setImmediate);
  expect(unhandled).not.toHaveBeenCalled();
});
