import { randomBytes } from 'node:crypto';
import type { Scenario } from '../../testing/scenarios.ts';
import { SandboxError } from '../sandbox-error.ts';

/** The calls that can be made to fail: the two token calls, and every other one below `/api/v3`. */
export const FAULT_OPERATIONS = ['generate', 'resolve', 'callback'] as const;

/** A call that can be made to fail. */
export type FaultOperation = (typeof FAULT_OPERATIONS)[number];

/** One planned failure, as the pages show it. */
export interface PlannedFault {
  readonly id: string;
  readonly operation: FaultOperation;
  readonly code: Scenario['code'];
  /** How often it will still be played; `null` means until reset. */
  readonly left: number | null;
}

/** The failures that wait for their turn, in order. */
export interface Faults {
  /** @throws SandboxError `option_invalid` for a `times` that is not a whole number from 1 */
  readonly plan: (operation: FaultOperation, scenario: Scenario, times?: number) => string;
  /**
   * Uses the next failure for a call up, if there is one.
   *
   * @param only - leaves the failure alone if its code is not among these
   */
  readonly take: (
    operation: FaultOperation,
    only?: ReadonlySet<Scenario['code']>,
  ) => Scenario | undefined;
  readonly list: () => PlannedFault[];
  /** @returns whether there was such a fault */
  readonly cancel: (id: string) => boolean;
  readonly clear: () => void;
}

/** @param onChange - called whenever the list is another one */
export function createFaults(onChange: () => void): Faults {
  const planned = new Map<
    string,
    { operation: FaultOperation; scenario: Scenario; left: number }
  >();
  return {
    plan(operation, scenario, times = Number.POSITIVE_INFINITY) {
      if (!(times >= 1 && (Number.isInteger(times) || times === Number.POSITIVE_INFINITY))) {
        throw new SandboxError('option_invalid', 'times must be a whole number from 1.');
      }
      const id = randomBytes(6).toString('base64url');
      planned.set(id, { operation, scenario, left: times });
      onChange();
      return id;
    },
    take(operation, only) {
      for (const [id, plan] of planned) {
        if (plan.operation !== operation) continue;
        if (only && !only.has(plan.scenario.code)) return undefined;
        plan.left -= 1;
        if (plan.left <= 0) planned.delete(id);
        onChange();
        return plan.scenario;
      }
      return undefined;
    },
    list: () =>
      Array.from(planned, ([id, { operation, scenario, left }]) => ({
        id,
        operation,
        code: scenario.code,
        left: Number.isFinite(left) ? left : null,
      })),
    cancel(id) {
      const was = planned.delete(id);
      if (was) onChange();
      return was;
    },
    clear() {
      planned.clear();
      onChange();
    },
  };
}
