import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createShortTokenClient } from '../../src/client/create-short-token-client.ts';
import {
  abortReason,
  type Ending,
  whenAborted,
  withTimeLimit,
} from '../../src/client/with-time-limit.ts';

describe('one signal for many calls', () => {
  test('has one listener, so that Node does not warn of a leak', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on('warning', onWarning);
    try {
      const { signal, abort } = control();
      const client = createShortTokenClient({
        bearer: 'b',
        fetch: () => new Promise(() => {}),
      });
      const calls = Array.from({ length: 60 }, (_, at) =>
        (at % 2 ? client.generate({ signal }) : client.resolve(`t${at}`, { signal })).catch(String),
      );
      await new Promise(setImmediate);
      abort('enough');
      expect(new Set(await Promise.all(calls))).toEqual(new Set(['enough']));
      await new Promise(setImmediate);
      expect(warnings).toEqual([]);
    } finally {
      process.off('warning', onWarning);
    }
  });
});

describe('work with a limit', () => {
  test('ends as it ends', async () => {
    expect(await withTimeLimit(async () => 7, 1_000, undefined)).toEqual({ end: 'done', value: 7 });
    const error = new Error('oh');
    const failed = await withTimeLimit(() => Promise.reject(error), 1_000, undefined);
    expect(failed).toEqual({ end: 'failed', error });
  });

  test('is told to stop when the time is up', async () => {
    let told = false;
    const never = (signal: AbortSignal) =>
      new Promise<never>(() => signal.addEventListener('abort', () => (told = true)));
    expect(await withTimeLimit(never, 5, undefined)).toEqual({ end: 'timeout' });
    expect(told).toBe(true);
  });

  test.each([
    [true, 'done'],
    [false, 'timeout'],
  ])(
    'whose first part has a limit of its own goes on when that is done: %s',
    async (isDone, end) => {
      // Where the limit has to end it, work never ends by itself, however busy the machine.
      const work = () => new Promise<void>((done) => isDone && setTimeout(done, 60));
      const first = { ms: 10, isDone: () => isDone };
      expect(await withTimeLimit(work, 5_000, undefined, first)).toMatchObject({ end });
    },
  );
});

describe('on a clock that a test moves', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  const never = () => new Promise<never>(() => {});

  /** What becomes of work, as far as it is known after so many milliseconds. */
  async function after(ms: number, ending: Promise<Ending<unknown>>): Promise<string> {
    let end = 'open';
    void ending.then((known) => {
      end = known.end;
    });
    await vi.advanceTimersByTimeAsync(ms);
    return end;
  }

  test.each([
    ['work alone', 100, undefined],
    ['work whose first part is done', 100, { ms: 10, isDone: () => true }],
    ['work whose first part may take longer than all', 100, { ms: 200, isDone: () => false }],
    ['work whose first part is not done', 10, { ms: 10, isDone: () => false }],
  ])('%s ends after %i ms, and not before', async (_name, ms, first) => {
    expect(await after(ms - 1, withTimeLimit(never, 100, undefined, first))).toBe('open');
    expect(await after(ms, withTimeLimit(never, 100, undefined, first))).toBe('timeout');
  });

  test('no time at all is over at once, as time that is gone is', async () => {
    expect(await after(0, withTimeLimit(never, 0, undefined))).toBe('timeout');
    expect(await after(0, withTimeLimit(never, -5, undefined))).toBe('timeout');
  });

  test('nothing waits any more once the work has ended', async () => {
    await withTimeLimit(async () => 7, 100, undefined);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('work does not begin for a caller who has left', async () => {
    const work = vi.fn(never);
    const ending = await withTimeLimit(work, 100, AbortSignal.abort('bye'));
    expect(ending).toEqual({ end: 'aborted', reason: 'bye' });
    expect(work).not.toHaveBeenCalled();
  });

  test('work is told to stop when its caller leaves', async () => {
    const caller = new AbortController();
    let told: AbortSignal | undefined;
    const ending = withTimeLimit(
      (signal) => {
        told = signal;
        return never();
      },
      100,
      caller.signal,
    );
    caller.abort('bye');
    expect(await ending).toEqual({ end: 'aborted', reason: 'bye' });
    expect(told?.aborted).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  describe('an answer that is there a turn after the limit', () => {
    const MILLISECONDS = 100;

    /** How work ends that is done in the next turn after its timer fired so many milliseconds late. */
    async function lateBy(ms: number): Promise<string> {
      const now = vi.spyOn(performance, 'now').mockReturnValue(0);
      let answer = () => {};
      const work = () =>
        new Promise<void>((done) => {
          answer = done;
        });
      const ending = withTimeLimit(work, MILLISECONDS, undefined);
      now.mockReturnValue(MILLISECONDS + ms);
      vi.advanceTimersByTime(MILLISECONDS);
      answer();
      await vi.advanceTimersByTimeAsync(1);
      return (await ending).end;
    }

    test.each([
      ['counts after a stall', 21, 'done'],
      ['is too late without one', 20, 'timeout'],
    ])('%s', async (_name, ms, end) => {
      expect(await lateBy(ms)).toBe(end);
    });

    test('counts where there is no setImmediate', async () => {
      vi.stubGlobal('setImmediate', undefined);
      expect(await lateBy(21)).toBe('done');
    });

    test('is not waited for longer than some turns', async () => {
      const now = vi.spyOn(performance, 'now').mockReturnValue(0);
      const ending = withTimeLimit(never, MILLISECONDS, undefined);
      now.mockReturnValue(MILLISECONDS + 21);
      expect(await after(MILLISECONDS + 50, ending)).toBe('timeout');
    });
  });
});

describe('whoever waits for a signal', () => {
  test('is told, and others are, until they stop', () => {
    const { signal, abort } = control();
    const [first, second, third] = [vi.fn(), vi.fn(), vi.fn()];
    whenAborted(signal, first);
    const stop = whenAborted(signal, second);
    whenAborted(signal, third);
    stop();
    stop();
    abort('bye');
    expect([first, second, third].map(({ mock }) => mock.calls.length)).toEqual([1, 0, 1]);
  });

  test('is told even if another one stops waiting when told', () => {
    const { signal, abort } = control();
    const stopFirst = whenAborted(signal, () => stopFirst());
    const second = vi.fn();
    whenAborted(signal, second);
    abort('bye');
    expect(second).toHaveBeenCalledOnce();
  });

  test('adds one listener for all, which goes with the last', () => {
    const { signal } = control();
    const add = vi.spyOn(signal, 'addEventListener');
    const remove = vi.spyOn(signal, 'removeEventListener');
    const stops = [whenAborted(signal, () => {}), whenAborted(signal, () => {})];
    stops[0]?.();
    expect(remove).not.toHaveBeenCalled();
    stops[1]?.();
    stops[1]?.();
    expect(add).toHaveBeenCalledOnce();
    expect(remove).toHaveBeenCalledOnce();
  });
});

test('a signal that keeps no reason gives an error of ours', () => {
  expect(abortReason(AbortSignal.abort('bye'))).toBe('bye');
  expect(abortReason(AbortSignal.abort(null))).toBeNull();
  expect(abortReason({ reason: undefined } as AbortSignal)).toMatchObject({ code: 'aborted' });
});

function control() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: (reason: unknown) => controller.abort(reason) };
}
