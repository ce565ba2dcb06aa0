import { describe, expect, test } from 'vitest';
import { createSingleFlight } from '../../src/client/single-flight.ts';

/** Work that ends when it is told to, and notes whether it was aborted. */
function pieces() {
  const begun: { end: (value: string) => void; signal: AbortSignal | undefined }[] = [];
  const work = (signal: AbortSignal | undefined) =>
    new Promise<string>((end) => {
      begun.push({ end, signal });
    });
  return { begun, work };
}

const leaving = () => {
  const controller = new AbortController();
  return { signal: controller.signal, leave: () => controller.abort('bye') };
};

describe('callers that ask for the same thing', () => {
  test('share one piece of work and its value', async () => {
    const { begun, work } = pieces();
    const share = createSingleFlight<string>();
    const values = [share('a', undefined, work), share('a', leaving().signal, work)];
    begun[0]?.end('value');
    expect(await Promise.all(values)).toEqual(['value', 'value']);
    expect(begun).toHaveLength(1);
  });

  test('begin anew once it has ended', async () => {
    const { begun, work } = pieces();
    const share = createSingleFlight<string>();
    const first = share('a', undefined, work);
    begun[0]?.end('first');
    await first;
    const second = share('a', undefined, work);
    begun[1]?.end('second');
    expect(await second).toBe('second');
  });

  test('do not get work that was aborted because everybody left', async () => {
    const { begun, work } = pieces();
    const share = createSingleFlight<string>();
    const { signal, leave } = leaving();
    const left = share('a', signal, work);
    leave();
    await expect(left).rejects.toBe('bye');
    expect(begun[0]?.signal?.aborted).toBe(true);
    const anew = share('a', undefined, work);
    begun[1]?.end('anew');
    expect(await anew).toBe('anew');
  });

  test('are not parted when work that was left ends after all', async () => {
    const { begun, work } = pieces();
    const share = createSingleFlight<string>();
    const { signal, leave } = leaving();
    const left = share('a', signal, work);
    leave();
    await expect(left).rejects.toBe('bye');
    const second = share('a', undefined, work);
    begun[0]?.end('too late');
    await new Promise(setImmediate);
    const third = share('a', undefined, work);
    expect(begun).toHaveLength(2);
    begun[1]?.end('shared');
    expect(await Promise.all([second, third])).toEqual(['shared', 'shared']);
  });

  test('keep it while one of them stays, whoever leaves', async () => {
    const { begun, work } = pieces();
    const share = createSingleFlight<string>();
    const [first, second] = [leaving(), leaving()];
    const left = share('a', first.signal, work);
    const stayed = share('a', second.signal, work);
    first.leave();
    await expect(left).rejects.toBe('bye');
    expect(begun[0]?.signal?.aborted).toBe(false);
    begun[0]?.end('value');
    expect(await stayed).toBe('value');
  });

  test('begin nothing when they have left already', async () => {
    const { begun, work } = pieces();
    const share = createSingleFlight<string>();
    await expect(share('a', AbortSignal.abort('bye'), work)).rejects.toBe('bye');
    expect(begun).toEqual([]);
  });
});
