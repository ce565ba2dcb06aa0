import { describe, expect, test, vi } from 'vitest';
import { CallReport, quietListener } from '../../src/client/call-report.ts';
import { failedWith } from '../../src/client/failure.ts';
import type { ClientEvent } from '../../src/client/options.ts';

function reported(repeatable = false) {
  const events: ClientEvent<'resolve'>[] = [];
  const report = new CallReport('resolve', (event) => events.push(event), repeatable);
  return { report, events };
}

const KNOWN = { status: 503, requestId: 'r-1', cause: 'ECONNRESET' };
const OF_CALL = { operation: 'resolve', callId: expect.stringMatching(/^[a-z\d]{1,8}-\d+$/) };

describe('a call is told of', () => {
  test('when it starts', () => {
    expect(reported().events).toEqual([{ type: 'start', ...OF_CALL }]);
  });

  test('when it is sent again: which request failed, why, and when the next one goes', () => {
    const { report, events } = reported();
    report.nextAttempt();
    expect(report.nextAttempt()).toBe(2);
    report.retry({ code: 'upstream_error', ...KNOWN, retryAfterMs: 7, issues: ['x'] }, 150);
    expect(events[1]).toEqual({
      type: 'retry',
      ...OF_CALL,
      attempt: 2,
      code: 'upstream_error',
      ...KNOWN,
      delayMs: 150,
    });
  });

  test('when records are left out', () => {
    const { report, events } = reported();
    report.skipped(['data.0.url']);
    expect(events[1]).toEqual({ type: 'skipped', ...OF_CALL, issues: ['data.0.url'] });
  });

  test('when it is over, and for how long it took', () => {
    const now = vi.spyOn(performance, 'now').mockReturnValueOnce(1_000);
    const { report, events } = reported();
    now.mockReturnValueOnce(1_012.6);
    report.settled('ok');
    now.mockRestore();
    expect(events[1]).toEqual({
      type: 'settled',
      ...OF_CALL,
      outcome: 'ok',
      attempts: 0,
      durationMs: 13,
    });
  });

  test('when it failed, with nothing of what is not known', () => {
    const { report, events } = reported();
    report.nextAttempt();
    report.fail({ code: 'network_interrupted' });
    expect(events[1]).toEqual({
      type: 'settled',
      ...OF_CALL,
      outcome: 'failed',
      code: 'network_interrupted',
      attempts: 1,
      durationMs: expect.any(Number),
    });
  });
});

test('a call that nobody watches goes on all the same', () => {
  const report = new CallReport('resolve', undefined, false);
  expect(report.nextAttempt()).toBe(1);
  report.skipped([]);
  report.retry({ code: 'rate_limited' }, 5);
  report.settled('ok');
  expect(report.fail({ code: 'conflict' })).toMatchObject({ code: 'conflict', attempts: 1 });
});

test('all events of a call have one id, and two calls have two', () => {
  const [first, second] = [reported(), reported()];
  first.report.settled('ok');
  expect(new Set(first.events.map(({ callId }) => callId)).size).toBe(1);
  expect(first.events[0]?.callId).not.toBe(second.events[0]?.callId);
});

test.each([true, false])('an error says whether to try again: %s', (repeatable) => {
  const { report } = reported(repeatable);
  report.nextAttempt();
  expect(report.fail({ code: 'timeout' })).toMatchObject({ retryable: repeatable, attempts: 1 });
});

describe('work', () => {
  const bearerMissing = failedWith({ code: 'bearer_missing' });
  const other = new Error('what a bearer function threw');

  test('that is done gives its value, and the call goes on', () => {
    const { report, events } = reported();
    expect(report.unwrap({ end: 'done', value: 7 })).toBe(7);
    expect(events).toHaveLength(1);
  });

  test.each([
    ['in time', { end: 'timeout' }, { code: 'timeout' }, 'timeout'],
    [
      'but in an error of ours',
      { end: 'failed', error: bearerMissing },
      bearerMissing,
      'bearer_missing',
    ],
    ['but in another error', { end: 'failed', error: other }, other, undefined],
  ] as const)('that did not end %s ends the call', (_name, ending, thrown, code) => {
    const { report, events } = reported();
    expect(() => report.unwrap(ending)).toThrow(expect.objectContaining(thrown));
    expect(events[1]).toMatchObject({ type: 'settled', outcome: 'failed' });
    expect(events[1] && 'code' in events[1] ? events[1].code : undefined).toBe(code);
  });

  test('that was aborted ends the call with the reason as it is', () => {
    const { report, events } = reported();
    let thrown: unknown;
    try {
      report.unwrap({ end: 'aborted', reason: 'bye' });
    } catch (reason) {
      thrown = reason;
    }
    expect(thrown).toBe('bye');
    expect(events[1]).toMatchObject({ type: 'settled', outcome: 'failed', code: 'aborted' });
  });
});

describe('a listener', () => {
  test('that nobody gave is nobody', () => {
    expect(quietListener(undefined)).toBeUndefined();
  });

  test('gets events that it cannot change', () => {
    const listener = vi.fn();
    const event = { type: 'start' };
    quietListener(listener)?.(event);
    expect(listener).toHaveBeenCalledWith(event);
    expect(Object.isFrozen(event)).toBe(true);
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('a broken listener');
      },
    ],
    ['rejects', async () => Promise.reject(new Error('a broken listener'))],
  ])('that %s is no trouble', async (_name, listener) => {
    expect(quietListener(listener)?.({})).toBeUndefined();
    // A rejection that nobody handles would fail this run.
    await new Promise(setImmediate);
  });
});
