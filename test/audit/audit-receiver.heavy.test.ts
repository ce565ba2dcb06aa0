import { describe, expect, test } from 'vitest';
import { baseReceiver, SWITCHES } from './support/base-receiver.ts';
import { CORRECT, FAULTY } from './support/cases.ts';
import { audit, complaints, listen, pool } from './support/run.ts';

const WIDTH = 12;

const named = (on: readonly (keyof typeof SWITCHES)[]) =>
  on.map((name) => SWITCHES[name]).join(', and ') || 'nothing is special about it';

// Started at once, a few at a time: an audit mostly waits.
const audits = pool(
  [
    ...FAULTY.map(({ on, timeoutMs }) => ({ on, timeoutMs })),
    ...CORRECT.map((on) => ({ on, timeoutMs: undefined })),
  ].map(
    ({ on, timeoutMs }) =>
      () =>
        audit((setting) => listen(baseReceiver(on, setting)), { timeoutMs }),
  ),
  WIDTH,
);

describe('a faulty receiver', () => {
  test.each(FAULTY.map((one, i) => [named(one.on), one.finds, i] as const))(
    '%s: %j',
    async (_, finds, i) => {
      const report = await audits[i];
      expect(complaints(report as never).sort()).toEqual([...finds].sort());
      for (const finding of report?.findings ?? []) {
        expect(finding.seen).not.toMatch(/[A-Za-z0-9]{20}/);
      }
    },
  );
});

describe('a correct receiver', () => {
  test.each(CORRECT.map((on, i) => [named(on), i + FAULTY.length] as const))('%s', async (_, i) => {
    const report = await audits[i];
    expect(complaints(report as never)).toEqual([]);
    expect(report).toMatchObject({ verdict: 'passed' });
  });
});
